# What `nix build .#a.b.c` reaches but `nix flake show` does not list: every profile's types nested, the tiers of
# checks, and the functions that make an origin or a swarm with overrides of one's own.
{
  scope,
  catalogue,
  tiers,
}:
let
  inherit (scope.pkgs) lib;
  nested =
    component:
    let
      ofComponent = builtins.filter (one: one.component == component && one.isAvailable) catalogue;
      byProfile = builtins.groupBy (one: one.key) ofComponent;
      types = records: builtins.listToAttrs (map (one: lib.nameValuePair one.type one.package) records);
    in
    builtins.mapAttrs (_: types) byProfile;
in
{
  checks = tiers;
  test-origin = nested "test-origin";
  swarm-client = nested "swarm-client";
  inherit (scope.components) mkTestOrigin mkSwarmClient;
}
