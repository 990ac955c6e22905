# What cannot work with `services.hls-origin`, said when the system is evaluated.
{ config, lib, ... }:
let
  cfg = config.services.hls-origin;
  inherit (cfg) exporters;

  listeners = [
    {
      what = "the origin (settings.server.port)";
      inherit (cfg.resolved.config.server) port;
    }
  ]
  ++ lib.optional exporters.nginx.enable {
    what = "exporters.nginx.port";
    inherit (exporters.nginx) port;
  }
  ++ lib.optional exporters.node.enable {
    what = "exporters.node.port";
    inherit (exporters.node) port;
  }
  ++ lib.optionals config.services.openssh.enable (
    map (port: {
      what = "services.openssh.ports";
      inherit port;
    }) config.services.openssh.ports
  );
  named =
    port: map (listener: listener.what) (lib.filter (listener: listener.port == port) listeners);
  ports = lib.unique (map (listener: listener.port) listeners);
  onePerPort = map (port: {
    assertion = lib.length (named port) == 1;
    message = "services.hls-origin: port ${toString port} is wanted by ${lib.concatStringsSep " and " (named port)}; give one of them another port.";
  }) ports;

  isLoopback = address: lib.hasPrefix "127." address || address == "::1" || address == "[::1]";
  reachable = option: isOpen: address: {
    assertion = isOpen -> !isLoopback address;
    message = "services.hls-origin.${option}openFirewall opens a port where nobody answers: the address is ${address}; set it to \"0.0.0.0\".";
  };
in
{
  config = lib.mkIf cfg.enable {
    assertions =
      onePerPort
      ++ [ (reachable "" cfg.openFirewall cfg.bind) ]
      ++ lib.mapAttrsToList (
        name: exporter:
        reachable "exporters.${name}." (exporter.enable && exporter.openFirewall) exporter.listenAddress
      ) exporters;
  };
}
