# An origin as a whole machine: what the VM, the bootable image and the container with systemd share.
{ lib, ... }:
{
  imports = [ ../system/base.nix ];

  config = {
    networking.hostName = lib.mkDefault "test-origin";

    services.hls-origin = {
      enable = true;
      bind = "0.0.0.0";
      openFirewall = true;
      tuneKernel = true;
      exporters = lib.genAttrs [ "nginx" "node" ] (_: {
        enable = true;
        listenAddress = "0.0.0.0";
        openFirewall = true;
      });
    };
  };
}
