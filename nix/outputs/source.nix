# What the outputs read of the flake itself: profiles, overrides, and hlsctl for any set of packages.
let
  root = ../..;
  overridesFile = root + "/overrides.json";
in
{
  profilesDir = root + "/profiles";
  # { origin ? { }; swarm ? { }; }, merged over every profile; `hlsctl nix write` makes it of --set.
  flakeOverrides =
    if builtins.pathExists overridesFile then
      builtins.fromJSON (builtins.readFile overridesFile)
    else
      { };
  hlsctlFor = pkgs: import ../package.nix { inherit pkgs root; };
}
