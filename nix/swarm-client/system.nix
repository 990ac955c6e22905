# A swarm as a whole machine.
{ config, lib, ... }:
{
  networking.hostName = lib.mkDefault "swarm-client";

  services.hls-swarm = {
    enable = true;
    # Where a VM with QEMU's own network finds the host, and an origin on it.
    streamUrl = lib.mkDefault "http://10.0.2.2:17080/stream.m3u8";
    metrics.address = "0.0.0.0";
    metrics.openFirewall = true;
    tuneKernel = true;
  };

  hls.vm = {
    ports = [ config.services.hls-swarm.metrics.port ];
    # Beside an origin's VM, which has 17122.
    sshPort = 17123;
    tap.mac = "02:00:00:01:77:02";
  };
}
