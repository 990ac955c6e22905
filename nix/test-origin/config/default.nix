# The profiles of the test origin and what follows from each: the twin of resolveOrigin in lib/resolve.ts.
{
  # The folder with base/, origin/ and swarm/.
  profilesDir,
  # Goes over every profile: "origin" of a written flake's overrides.json.
  overrides ? { },
}:
let
  inherit (import ../../lib.nix) deepMerge mkProfileSystem readTables;

  system = mkProfileSystem {
    component = "origin";
    base = (readTables (profilesDir + "/base")).origin;
    definitions = readTables (profilesDir + "/origin");
    inherit overrides;
  };
in
system
// {
  # A profile's name or alias, overrides → { name; description; config; derived; cache; }
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
      cache = import ./cache.nix config;
    };
}
