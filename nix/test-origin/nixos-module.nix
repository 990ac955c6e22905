# NixOS module `services.hls-origin`: a test origin on a NixOS host. Units, nginx.conf and page are hlsctl's.
#
#   { origin, hlsctlFor } -> module
#
# `origin` is nix/test-origin/config; `hlsctlFor` gives the hlsctl package for a set of packages (`pkgs: hlsctl`).
{ origin, hlsctlFor }:
{ config, lib, ... }:
let
  cfg = config.services.hls-origin;
  inherit (cfg.resolved.config) logging server;

  # The packaged units' [Install] sections say nothing on NixOS.
  started = {
    wantedBy = [ "multi-user.target" ];
    restartTriggers = [ cfg.rendered ];
  };

  # Without a folder of their own the logs are in the unit's LogsDirectory.
  usualLogs = (origin.getConfig "default" { }).logging.directory;
  hasOwnLogs = cfg.resolved.overrides ? logging.directory || logging.directory != usualLogs;
in
{
  imports = [
    (import ./options.nix { inherit origin hlsctlFor; })
    ./assertions.nix
    ./exporters.nix
    ./sysctl.nix
  ];

  config = lib.mkIf cfg.enable {
    systemd.packages = [ cfg.rendered ];
    systemd.services.hls-generator = started;
    systemd.services.hls-origin = started;
    systemd.tmpfiles.rules = lib.optional (
      logging.enabled && hasOwnLogs
    ) ''d "${logging.directory}" 0755 hls-origin hls-origin -'';

    users.groups.hls-origin = { };
    users.users.hls-origin = {
      isSystemUser = true;
      group = "hls-origin";
      description = "HLS test origin";
    };

    networking.firewall.allowedTCPPorts = lib.optional cfg.openFirewall server.port;
  };
}
