# Image of a swarm: `docker run -e STREAM_URL=… IMAGE`, with CLIENTS, DURATION and the other variables of
# `hlsctl swarm`. Words behind IMAGE win over the environment, which wins over the profile.
#
#   { pkgs, hlsctl, resolved } -> derivation (.tar.gz for `docker load`)
{
  pkgs,
  hlsctl,
  resolved,
}:
let
  port = 9100;
  defaultPort = toString port;
in
import ../image.nix {
  inherit
    pkgs
    hlsctl
    resolved
    port
    ;
  name = "hls-swarm-client";
  title = "HLS swarm client";
  labels."swarm.profile" = resolved.name;
  words = [
    "swarm"
    "--profile"
    resolved.name
  ]
  ++ import ../settings.nix {
    inherit pkgs hlsctl resolved;
    component = "swarm";
  };
  tools = [ pkgs.ffmpeg-headless ];
  env = {
    METRICS_ADDRESS = "0.0.0.0";
    METRICS_PORT = defaultPort;
  };
  health = "http://127.0.0.1:\${METRICS_PORT:-${defaultPort}}/metrics";
}
