# The outputs of one system.
{ inputs, system }:
let
  pkgs = inputs.nixpkgs.legacyPackages.${system};
  scope = import ./scope.nix { inherit inputs pkgs; };
  context = {
    inherit scope system;
    catalogue = import ./catalogue.nix { inherit scope system; };
  };
  packages = import ./packages.nix context;
  apps = import ../apps.nix (context // { inherit inputs packages; });
  checks = import ../checks.nix (context // { inherit inputs packages apps; });
in
{
  inherit packages apps;
  inherit (checks) checks;
  legacyPackages = import ./legacy.nix {
    inherit (context) scope catalogue;
    inherit (checks) tiers;
  };
  devShells.default = import ../shell.nix { inherit pkgs; };
  formatter = pkgs.nixfmt-tree;
}
