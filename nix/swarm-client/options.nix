# Options of `services.hls-swarm` (nixos-module.nix).
{ swarm, hlsctlFor }:
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib) mkEnableOption mkOption types;
  cfg = config.services.hls-swarm;
in
{
  options.services.hls-swarm = {
    enable = mkEnableOption "a swarm of viewers that plays an HLS stream";
    package = mkOption {
      type = types.package;
      default = hlsctlFor pkgs;
      defaultText = lib.literalMD "the flake's hlsctl";
      description = "The hlsctl that runs the swarm.";
    };
    streamUrl = mkOption {
      type = types.str;
      example = "http://10.177.0.10:17080/stream.m3u8";
      description = "The stream's playlist. It is no secret: a URL with a password belongs in `environmentFile`.";
    };
    profile = mkOption {
      type = types.enum swarm.names;
      default = "default";
      description = "Profile of the swarm.";
    };
    settings = mkOption {
      type = types.attrsOf types.anything;
      default = { };
      example.clients = 200;
      description = "Configuration keys merged over the profile's, with the names of `hlsctl explain`.";
    };
    engine = mkOption {
      type = types.enum [
        "native"
        "ffmpeg"
      ];
      default = "native";
      description = "What viewers are: hlsctl's own, or an FFmpeg process each.";
    };
    metrics = {
      address = mkOption {
        type = types.strMatching "[0-9a-fA-F:.]+";
        default = "127.0.0.1";
        example = "0.0.0.0";
        description = "Address where Prometheus may ask.";
      };
      port = mkOption {
        type = types.port;
        default = 17091;
        description = "Port where Prometheus may ask.";
      };
      openFirewall = mkOption {
        type = types.bool;
        default = false;
        description = "Whether the firewall lets others ask for metrics.";
      };
    };
    extraArgs = mkOption {
      type = types.listOf types.str;
      default = [ ];
      example = [ "--no-cache" ];
      description = "Further words for `hlsctl swarm`.";
    };
    environmentFile = mkOption {
      type = types.nullOr types.str;
      default = null;
      example = "/run/secrets/swarm.env";
      description = "File of environment variables, over the options: STREAM_URL, CLIENTS, RAMP_RATE, ….";
    };
    tuneKernel = mkOption {
      type = types.bool;
      default = false;
      description = "Whether to set the kernel's limits for many connections outwards (not in containers).";
    };
    resolved = mkOption {
      type = types.attrsOf types.anything;
      readOnly = true;
      internal = true;
      default = swarm.resolve cfg.profile cfg.settings;
      description = "Name, configuration and derived numbers of the profile with its settings.";
    };
  };
}
