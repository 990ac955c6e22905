# A bootable image with an origin (BIOS on x86_64, EFI, USB).
#
#   { pkgs, nixpkgs, resolved, nixosModule, cloudInit ? false } -> derivation with iso/NAME.iso
