# A VM behind a tap device of the host, with a fixed address; packets go through the host's kernel (vhost).
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.hls.vm;
  prefix = lib.last (lib.splitString "/" cfg.subnet);
in
{
  microvm.interfaces = [
    {
      type = "tap";
      id = cfg.tap.device;
      inherit (cfg.tap) mac;
      tap.vhost = true;
    }
  ];
  # The machine "microvm" without PCI opens a queue for each processor and uses one.
  microvm.qemu.machine = lib.mkIf pkgs.stdenv.hostPlatform.isx86_64 "q35";
  systemd.network.networks."10-hls" = {
    matchConfig.MACAddress = cfg.tap.mac;
    address = [ "${cfg.staticIp}/${prefix}" ];
    networkConfig.Gateway = cfg.gateway;
  };
}
