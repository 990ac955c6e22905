# What makes a bootable image of an origin's system.
{
  config,
  lib,
  modulesPath,
  pkgs,
  ...
}:
{
  imports = [
    (modulesPath + "/installer/cd-dvd/iso-image.nix")
    (modulesPath + "/profiles/all-hardware.nix")
  ];

  config = {
    isoImage = {
      makeEfiBootable = true;
      makeUsbBootable = true;
      makeBiosBootable = pkgs.stdenv.hostPlatform.isx86;
      # The boot loader looks the disk up by this; ISO 9660 has room for 32 characters.
      volumeID = "HLS_TEST_ORIGIN";
      appendToMenuLabel = " HLS test origin (${config.services.hls-origin.resolved.name})";
      squashfsCompression = "zstd -Xcompression-level 15";
    };
    networking.useNetworkd = true;
    networking.useDHCP = lib.mkDefault true;
  };
}
