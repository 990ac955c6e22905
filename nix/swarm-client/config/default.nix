# The profiles of the swarm client and what follows from each: the twin of resolveSwarm in lib/resolve.ts.
{
  # The folder with base/, origin/ and swarm/.
  profilesDir,
  # Goes over every profile: "swarm" of a written flake's overrides.json.
  overrides ? { },
}:
let
  inherit (import ../../lib.nix) deepMerge mkProfileSystem readTables;

  system = mkProfileSystem {
    component = "swarm";
    base = (readTables (profilesDir + "/base")).swarm;
    definitions = readTables (profilesDir + "/swarm");
    inherit overrides;
  };
in
system
// {
  # A profile's name or alias, overrides → { name; description; config; derived; }
  resolve =
    profile: more:
    let
      name = system.validateProfile profile;
      config = system.getConfig name more;
    in
    {
      inherit name config;
      # For hlsctl, which renders: what goes over the profile, and nothing else.
      overrides = deepMerge overrides more;
      description = system.describe name;
      derived = import ./derived.nix config;
    };
}
