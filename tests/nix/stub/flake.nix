# Stands in for nixpkgs where there is no network: what of it the expressions of this repository use, by the same
# names and with the same meaning, over the programs of a Debian machine. What nixpkgs has not is not here either.
{
  description = "A stand-in for nixpkgs";
  outputs =
    { self }:
    let
      lib = import ./lib;
      systems = [
        "aarch64-darwin"
        "aarch64-linux"
        "x86_64-darwin"
        "x86_64-linux"
      ];
    in
    {
      lib = lib // {
        nixosSystem = import ./nixos/lib/eval-config.nix;
      };
      legacyPackages = lib.genAttrs systems (system: import ./. { inherit system; });
    };
}
