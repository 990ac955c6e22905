# Image of an origin: hlsctl is the first process and looks after FFmpeg and nginx. `docker run IMAGE --set …` adds to
# the command. Media and logs are in /tmp/hlsctl.
#
#   { pkgs, hlsctl, resolved } -> derivation (.tar.gz for `docker load`)
{
  pkgs,
  hlsctl,
  resolved,
}:
let
  inherit (resolved.config.server) port;
in
import ../image.nix {
  inherit
    pkgs
    hlsctl
    resolved
    port
    ;
  name = "hls-test-origin";
  title = "HLS test origin";
  labels."hls.profile" = resolved.name;
  words = [
    "up"
    resolved.name
    "--source"
    "live"
    "--server"
    "nginx"
    "--bind"
    "0.0.0.0"
    "--name"
    "origin"
  ]
  ++ import ../settings.nix {
    inherit pkgs hlsctl resolved;
    component = "origin";
  };
  tools = [
    pkgs.ffmpeg-headless
    pkgs.nginx
  ];
  env = { };
  health = "http://127.0.0.1:${toString port}/health";
}
