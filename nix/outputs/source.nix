# What the outputs read of the flake itself: profiles, overrides, the commit, and hlsctl for any set of packages.
inputs:
let
  root = ../..;
  overridesFile = root + "/overrides.json";
  inherit (inputs) self;
in
{
  profilesDir = root + "/profiles";
  # { origin ? { }; swarm ? { }; }, merged over every profile; `hlsctl nix write` makes it of --set.
  flakeOverrides =
    if builtins.pathExists overridesFile then
      builtins.fromJSON (builtins.readFile overridesFile)
    else
      { };
  hlsctlFor =
    pkgs:
    import ../package.nix {
      inherit pkgs root;
      commit = self.shortRev or self.dirtyShortRev or "unknown";
    };
}
