# The image's options, and a text with what would be on it.
{ lib, config, pkgs, ... }:
let
  inherit (lib) mkOption types;
  option = type: default: mkOption { inherit type default; };
  inherit (pkgs.stdenv.hostPlatform) isx86_64 system;
in
{
  options = {
    isoImage = {
      makeEfiBootable = option types.bool false;
      makeUsbBootable = option types.bool false;
      makeBiosBootable = option types.bool isx86_64;
      volumeID = option types.str "nixos";
      edition = option types.str "";
      squashfsCompression = option (types.nullOr types.str) "zstd -Xcompression-level 19";
      compressImage = option types.bool false;
      contents = option (types.listOf types.attrs) [ ];
      storeContents = option (types.listOf types.package) [ ];
      includeSystemBuildDependencies = option types.bool false;
      appendToMenuLabel = option types.str " Installer";
      prependToMenuLabel = option types.str "";
      configurationName = option (types.nullOr types.str) null;
      showConfiguration = option types.bool true;
      forceTextMode = option types.bool false;
    };
    image = {
      baseName = option types.str "";
      extension = option types.str "iso";
      fileName = option types.str "${config.image.baseName}.${config.image.extension}";
      filePath = option types.str "iso/${config.image.fileName}";
    };
  };
  config = {
    image.baseName = "nixos-minimal-${system}";
    boot.loader.grub.enable = lib.mkImageMediaOverride false;
    assertions = [
      {
        assertion = builtins.stringLength config.isoImage.volumeID <= 32;
        message = "isoImage.volumeID ${config.isoImage.volumeID} is longer than 32 characters.";
      }
    ];
    system.build.isoImage = pkgs.runCommand config.image.fileName { } ''
      mkdir -p $out/iso
      cp ${pkgs.writeText "iso.json" (builtins.toJSON { inherit (config) isoImage; toplevel = "${config.system.build.toplevel}"; })} $out/${config.image.filePath}
    '';
  };
}
