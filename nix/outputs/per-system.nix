# The outputs of one system.
{ inputs, system }:
let
  pkgs = inputs.nixpkgs.legacyPackages.${system};
  scope = import ./scope.nix { inherit inputs pkgs; };
  catalogue = import ./catalogue.nix { inherit scope system; };
  packages = import ./packages.nix { inherit scope catalogue system; };
  checks = import ../checks.nix {
    inherit
      inputs
      scope
      catalogue
      packages
      system
      ;
  };
in
{
  inherit packages;
  inherit (checks) checks;
  legacyPackages = import ./legacy.nix {
    inherit scope catalogue;
    inherit (checks) tiers;
  };
  apps = import ../apps.nix {
    inherit
      inputs
      scope
      catalogue
      packages
      system
      ;
  };
  devShells.default = import ../shell.nix { inherit pkgs; };
  formatter = pkgs.nixfmt-tree;
}
