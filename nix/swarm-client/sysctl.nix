# The kernel of a machine with many connections outwards. A container has the host's kernel and no say in it. Where the
# machine is an origin too, the values of that hold.
{ config, lib, ... }:
let
  cfg = config.services.hls-swarm;
in
{
  config = lib.mkIf (cfg.enable && cfg.tuneKernel && !config.boot.isContainer) {
    boot.kernel.sysctl = lib.mapAttrs (_: lib.mkOverride 1001) {
      # Each connection takes a port; those of hlsctl's own servers stay free.
      "net.ipv4.ip_local_port_range" = "10240 65535";
      "net.ipv4.ip_local_reserved_ports" = "17022,17080,17091,17100,17113,17122,17123";
      "net.ipv4.tcp_tw_reuse" = 1;
      "net.ipv4.tcp_fin_timeout" = 15;

      # Bytes: least, at first, most. What a viewer has not read yet waits there.
      "net.core.rmem_max" = 16777216;
      "net.ipv4.tcp_rmem" = "4096 131072 16777216";
      "net.core.netdev_max_backlog" = 16384;

      # Viewers pause for a segment's length between requests; the window stays open meanwhile.
      "net.ipv4.tcp_slow_start_after_idle" = 0;
    };
  };
}
