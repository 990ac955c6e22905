# All outputs of the flake, from its inputs. What one system gets is in nix/outputs/.
inputs:
let
  systems = [
    "x86_64-linux"
    "aarch64-linux"
    "x86_64-darwin"
    "aarch64-darwin"
  ];
  forSystems = inputs.nixpkgs.lib.genAttrs systems;
  perSystem = forSystems (system: import ./outputs/per-system.nix { inherit inputs system; });
  output = name: forSystems (system: perSystem.${system}.${name});
in
{
  packages = output "packages";
  legacyPackages = output "legacyPackages";
  apps = output "apps";
  checks = output "checks";
  devShells = output "devShells";
  formatter = output "formatter";

  nixosModules = import ./outputs/modules.nix inputs;
  overlays.default = import ./overlay.nix inputs;
  templates.default = {
    path = ./template;
    description = "A flake of your own with a profile, an origin and a NixOS machine that serves it";
  };
}
