# Prometheus exporters beside the origin: nginx's counters and the machine's.
{ config, lib, ... }:
let
  cfg = config.services.hls-origin;
  inherit (cfg.exporters) nginx node;

  # nginx answers on the loopback unless it listens on one other address alone.
  statusHost =
    if cfg.bind == "0.0.0.0" then
      "127.0.0.1"
    else if cfg.bind == "::" then
      "[::1]"
    else if lib.hasInfix ":" cfg.bind then
      "[${cfg.bind}]"
    else
      cfg.bind;
  listen = exporter: { inherit (exporter) enable listenAddress port; };
  opened = lib.filter (exporter: exporter.enable && exporter.openFirewall) [
    nginx
    node
  ];
in
{
  config = lib.mkIf cfg.enable {
    services.prometheus.exporters.nginx = lib.mkIf nginx.enable (
      listen nginx
      // {
        scrapeUri = "http://${statusHost}:${toString cfg.resolved.config.server.port}/nginx_status";
      }
    );
    services.prometheus.exporters.node = lib.mkIf node.enable (listen node);
    systemd.services.prometheus-nginx-exporter = lib.mkIf nginx.enable {
      after = [ "hls-origin.service" ];
    };
    networking.firewall.allowedTCPPorts = map (exporter: exporter.port) opened;
  };
}
