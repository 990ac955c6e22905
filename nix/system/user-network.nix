# A VM behind QEMU's own network: it reaches the host as 10.0.2.2, and the host reaches it by forwarded ports.
{ config, ... }:
let
  cfg = config.hls.vm;
  forward = hostPort: guestPort: {
    from = "host";
    proto = "tcp";
    # Without an address QEMU would listen on all of them.
    host.address = "127.0.0.1";
    host.port = hostPort;
    guest.port = guestPort;
  };
in
{
  microvm.interfaces = [
    {
      type = "user";
      id = "eth0";
      inherit (cfg.tap) mac;
    }
  ];
  microvm.forwardPorts = map (port: forward port port) cfg.ports ++ [ (forward cfg.sshPort 22) ];
  systemd.network.networks."10-hls" = {
    matchConfig.MACAddress = cfg.tap.mac;
    networkConfig.DHCP = "yes";
  };
}
