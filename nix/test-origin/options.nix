# Options of `services.hls-origin` (nixos-module.nix).
{ origin, hlsctlFor }:
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib) mkEnableOption mkOption types;
  cfg = config.services.hls-origin;

  exporter = what: port: {
    enable = mkEnableOption "the Prometheus exporter of ${what}";
    listenAddress = mkOption {
      type = types.str;
      default = "127.0.0.1";
      example = "0.0.0.0";
      description = "Address the exporter of ${what} listens on.";
    };
    port = mkOption {
      type = types.port;
      default = port;
      description = "Port the exporter of ${what} listens on.";
    };
    openFirewall = mkOption {
      type = types.bool;
      default = false;
      description = "Whether the firewall lets others ask the exporter of ${what}.";
    };
  };
in
{
  options.services.hls-origin = {
    enable = mkEnableOption "a test origin: a live HLS stream of a profile, made by FFmpeg and served by nginx";
    package = mkOption {
      type = types.package;
      default = hlsctlFor pkgs;
      defaultText = lib.literalMD "the flake's hlsctl";
      description = "The hlsctl that writes the units and the configuration of nginx.";
    };
    profile = mkOption {
      type = types.enum origin.names;
      default = "default";
      description = "Profile of the stream.";
    };
    settings = mkOption {
      type = types.attrsOf types.anything;
      default = { };
      example = {
        hls.segmentDuration = 4;
        server.port = 8080;
      };
      description = "Configuration keys merged over the profile's, with the names of `hlsctl explain`.";
    };
    bind = mkOption {
      type = types.strMatching "[0-9a-fA-F:.]+";
      default = "127.0.0.1";
      example = "0.0.0.0";
      description = "Address the origin listens on.";
    };
    openFirewall = mkOption {
      type = types.bool;
      default = false;
      description = "Whether the firewall lets others in to the origin's port.";
    };
    tuneKernel = mkOption {
      type = types.bool;
      default = false;
      description = "Whether to set the kernel's limits for many viewers (not in containers).";
    };
    exporters = {
      nginx = exporter "nginx" 17113;
      node = exporter "the machine" 17100;
    };
    resolved = mkOption {
      type = types.attrsOf types.anything;
      readOnly = true;
      internal = true;
      default = origin.resolve cfg.profile cfg.settings;
      description = "Name, configuration and derived numbers of the profile with its settings.";
    };
    rendered = mkOption {
      type = types.package;
      readOnly = true;
      internal = true;
      default = import ../rendered.nix {
        inherit pkgs;
        inherit (cfg) resolved bind;
        hlsctl = cfg.package;
      };
      description = "Units, configuration and page of the origin.";
    };
  };
}
