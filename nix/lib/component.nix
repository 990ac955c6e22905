# The profiles of a component and what follows from each: the twin of lib/resolve.ts.
#
#   { component; derivations } -> { profilesDir; overrides ? { } } -> profile system with `resolve`
#
# `component` is "origin" or "swarm"; `derivations` are functions of the configuration, by the name of what they give.
{ component, derivations }:
{
  # The folder with base/, origin/ and swarm/.
  profilesDir,
  # Goes over every profile: the component's part of a written flake's overrides.json.
  overrides ? { },
}:
let
  inherit (import ../lib.nix) deepMerge mkProfileSystem readTables;

  system = mkProfileSystem {
    inherit component overrides;
    base = (readTables (profilesDir + "/base")).${component};
    definitions = readTables (profilesDir + "/${component}");
  };
in
system
// {
  # A profile's name or alias, overrides → { name; description; config; overrides; } and the derivations.
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
    }
    // builtins.mapAttrs (_: derive: derive config) derivations;
}
