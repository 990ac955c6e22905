# Every output that is made of a profile, as a list of records:
# { name; component; type; key; profile; program; isAvailable; description; package; }. `key` is the profile or its
# alias, which names the same package once more; the default profile has no suffix. `package` is cheap to list (cheap.nix) and absent from no record: ask
# `isAvailable` first.
{ scope, system }:
let
  inherit (scope) components origins clients;
  isLinux = builtins.match ".*-linux" system != null;
  allTypes = import ./types.nix;

  record =
    component: made: profile: canonical: kind:
    let
      suffix = if profile == "default" then "" else "-${profile}";
      name = component + kind.infix + suffix;
      description = "${kind.description}, profile ${canonical}";
    in
    {
      inherit name component description;
      inherit (kind) type program;
      key = profile;
      profile = canonical;
      isAvailable = isLinux || !kind.isLinuxOnly;
      package = import ./cheap.nix {
        inherit name system;
        meta = {
          inherit description;
        }
        // (if kind.program == null then { } else { mainProgram = kind.program; });
      } made.${canonical}.${kind.attribute};
    };

  recordsOf =
    component: profiles: made:
    builtins.concatMap (
      profile:
      map (record component made profile (profiles.validateProfile profile)) allTypes.${component}
    ) (profiles.listProfiles ++ builtins.attrNames profiles.aliases);

  all =
    recordsOf "test-origin" components.testOrigin origins
    ++ recordsOf "swarm-client" components.swarmClient clients;

  # A profile called "vm" would give a second test-origin-vm.
  twice = builtins.filter (group: builtins.length group > 1) (
    builtins.attrValues (builtins.groupBy (one: one.name) all)
  );
  describe = one: "${one.component} ${one.type} of profile ${one.profile}";
  refusal =
    group:
    "Two outputs would be called ${(builtins.head group).name}: ${builtins.concatStringsSep " and " (map describe group)}. Rename the profile's file in profiles/.";
in
if twice == [ ] then all else throw (refusal (builtins.head twice))
