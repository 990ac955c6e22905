# The kernel of a machine that many viewers connect to. A container has the host's kernel and no say in it.
{ config, lib, ... }:
let
  cfg = config.services.hls-origin;
in
{
  config = lib.mkIf (cfg.enable && cfg.tuneKernel && !config.boot.isContainer) {
    boot.kernel.sysctl = lib.mapAttrs (_: lib.mkDefault) {
      # Connections waiting to be accepted, and packets waiting for a processor.
      "net.core.somaxconn" = 65535;
      "net.ipv4.tcp_max_syn_backlog" = 65535;
      "net.core.netdev_max_backlog" = 16384;

      # Bytes: least, at first, most. A segment of some hundred kB leaves in one go.
      "net.core.rmem_max" = 16777216;
      "net.core.wmem_max" = 16777216;
      "net.ipv4.tcp_rmem" = "4096 131072 16777216";
      "net.ipv4.tcp_wmem" = "4096 1048576 16777216";
      "net.ipv4.tcp_notsent_lowat" = 131072;

      # Viewers pause for a segment's length between requests; the window stays open meanwhile.
      "net.ipv4.tcp_slow_start_after_idle" = 0;

      # Viewers that vanished are noticed after 4 minutes and not after 2 hours.
      "net.ipv4.tcp_keepalive_time" = 120;
      "net.ipv4.tcp_keepalive_intvl" = 30;
      "net.ipv4.tcp_keepalive_probes" = 4;
      "net.ipv4.tcp_fin_timeout" = 30;

      "net.core.default_qdisc" = "fq";
    };
  };
}
