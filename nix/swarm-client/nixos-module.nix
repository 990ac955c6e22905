# NixOS module `services.hls-swarm`: a swarm of viewers as a service.
#
#   { swarm, hlsctlFor } -> module
#
# `swarm` is nix/swarm-client/config; `hlsctlFor` gives the hlsctl package for a set of packages (`pkgs: hlsctl`).
{ swarm, hlsctlFor }:
{
  config,
  lib,
  pkgs,
  utils,
  ...
}:
let
  cfg = config.services.hls-swarm;
  inherit (cfg) metrics resolved;
  host = if lib.hasInfix ":" metrics.address then "[${metrics.address}]" else metrics.address;
  command = [
    "${cfg.package}/bin/hlsctl"
    "swarm"
    "--no-input"
    "--profile"
    resolved.name
    "--engine"
    cfg.engine
    "--metrics"
    "${host}:${toString metrics.port}"
  ]
  ++ import ../settings.nix {
    inherit pkgs resolved;
    hlsctl = cfg.package;
    component = "swarm";
  }
  ++ cfg.extraArgs;
  isLoopback = lib.hasPrefix "127." metrics.address || metrics.address == "::1";
in
{
  imports = [
    (import ./options.nix { inherit swarm hlsctlFor; })
    ./sysctl.nix
  ];

  config = lib.mkIf cfg.enable {
    assertions = [
      {
        assertion = metrics.openFirewall -> !isLoopback;
        message = "services.hls-swarm.metrics.openFirewall opens a port where nobody answers: the address is ${metrics.address}; set it to \"0.0.0.0\".";
      }
    ];
    systemd.services.hls-swarm = {
      description = "Swarm of HLS viewers, profile ${resolved.name}";
      wantedBy = [ "multi-user.target" ];
      wants = [ "network-online.target" ];
      after = [ "network-online.target" ];
      path = lib.optional (cfg.engine == "ffmpeg") pkgs.ffmpeg-headless;
      environment = {
        # A dynamic user has no home.
        HOME = "/var/lib/hls-swarm";
        HLSCTL_HOME = "/var/lib/hls-swarm";
        # In a unit % begins a specifier.
        STREAM_URL = lib.replaceStrings [ "%" ] [ "%%" ] cfg.streamUrl;
      };
      serviceConfig = {
        ExecStart = utils.escapeSystemdExecArgs command;
        Restart = "on-failure";
        RestartSec = 5;
        # Usage, configuration, a file that is missing, and thresholds that did not hold: the same would follow.
        RestartPreventExitStatus = "2 3 4 99";
        LimitNOFILE = lib.max 65536 resolved.derived.fileDescriptors;
        StateDirectory = "hls-swarm";
      }
      // import ./hardening.nix
      // lib.optionalAttrs (cfg.environmentFile != null) { EnvironmentFile = cfg.environmentFile; };
    };
    networking.firewall.allowedTCPPorts = lib.optional metrics.openFirewall metrics.port;
  };
}
