# A bootable image with an origin: from CD or USB stick, by BIOS (x86_64) or EFI. Nothing on it outlives a restart.
#
#   { pkgs, nixpkgs, resolved, nixosModule, cloudInit ? false, modules ? [ ] } -> derivation with iso/NAME.iso
#
# With `cloudInit` names, keys and network come from a second disk labelled `cidata` (NoCloud).
{
  pkgs,
  nixpkgs,
  resolved,
  nixosModule,
  cloudInit ? false,
  modules ? [ ],
}:
let
  system = nixpkgs.lib.nixosSystem {
    modules = [
      ./system.nix
      ./iso-image.nix
      nixosModule
      {
        nixpkgs.pkgs = pkgs;
        image.baseName = pkgs.lib.mkForce name;
      }
    ]
    ++ pkgs.lib.optional cloudInit ../system/cloud-init.nix
    ++ modules;
  };
  suffix = pkgs.lib.optionalString (resolved.name != "default") "-${resolved.name}";
  name = "test-origin-iso${pkgs.lib.optionalString cloudInit "-cloud-init"}${suffix}";
in
system.config.system.build.isoImage
