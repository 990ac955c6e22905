{ lib, config, pkgs, ... }:
let
  inherit (lib) mkOption types;
  option = type: default: mkOption { inherit type default; };
  flag = option types.bool;
  texts = option (types.listOf types.str) [ ];
  table = option (types.attrsOf types.anything) { };
  exporter = name: port: more: {
    enable = flag false;
    port = option types.port port;
    listenAddress = option types.str "0.0.0.0";
    openFirewall = flag false;
    firewallFilter = option (types.nullOr types.str) null;
    extraFlags = texts;
    user = option types.str "${name}-exporter";
    group = option types.str "${name}-exporter";
  } // more;
  exporters = config.services.prometheus.exporters;
  serve =
    name: it:
    let
      program = "prometheus-${name}-exporter";
      address = "${it.listenAddress}:${toString it.port}";
    in
    lib.mkIf it.enable {
      ${program} = {
        wantedBy = [ "multi-user.target" ];
        after = [ "network.target" ];
        serviceConfig.ExecStart = "${pkgs.${program}}/bin/${program} --web.listen-address ${address}";
      };
    };
in
{
  options.services = {
    openssh = {
      enable = flag false;
      ports = option (types.listOf types.port) [ 22 ];
      openFirewall = flag true;
      startWhenNeeded = flag false;
      listenAddresses = option (types.listOf types.attrs) [ ];
      settings = mkOption {
        default = { };
        type = types.submodule {
          freeformType = types.attrsOf types.anything;
          options.PermitRootLogin = option (types.enum [
            "yes"
            "without-password"
            "prohibit-password"
            "forced-commands-only"
            "no"
          ]) "prohibit-password";
          options.PasswordAuthentication = flag true;
          options.KbdInteractiveAuthentication = flag true;
        };
      };
    };
    cloud-init = {
      enable = flag false;
      network.enable = flag false;
      settings = table;
      config = option types.str "";
      extraPackages = option (types.listOf types.package) [ ];
    };
    getty.autologinUser = option (types.nullOr types.str) null;
    getty.helpLine = option types.lines "";
    journald.extraConfig = option types.lines "";
    resolved.enable = flag false;
    timesyncd.enable = flag true;
    prometheus.exporters = {
      nginx = exporter "nginx" 9113 {
        scrapeUri = option types.str "http://localhost/nginx_status";
        telemetryPath = option types.str "/metrics";
        constLabels = texts;
      };
      node = exporter "node" 9100 {
        enabledCollectors = texts;
        disabledCollectors = texts;
      };
    };
  };
  config = {
    systemd.services = lib.mkMerge (lib.mapAttrsToList serve exporters);
    networking.firewall.allowedTCPPorts =
      lib.optionals (config.services.openssh.enable && config.services.openssh.openFirewall) config.services.openssh.ports
      ++ lib.concatMap (it: lib.optional (it.enable && it.openFirewall) it.port) (builtins.attrValues exporters);
  };
}
