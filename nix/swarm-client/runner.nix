# A swarm on this machine: bin/swarm-client is `hlsctl swarm --profile PROFILE …`, and reads STREAM_URL, CLIENTS …
#
#   { pkgs, hlsctl, resolved } -> derivation
{
  pkgs,
  hlsctl,
  resolved,
}:
import ../runner.nix {
  inherit pkgs hlsctl;
  program = "swarm-client";
  name = "swarm-client-${resolved.name}";
  words = [
    "swarm"
    "--profile"
    resolved.name
  ]
  ++ import ../settings.nix {
    inherit pkgs hlsctl resolved;
    component = "swarm";
  };
  tools = {
    ffmpeg = "${pkgs.ffmpeg-headless}/bin/ffmpeg";
    ffprobe = "${pkgs.ffmpeg-headless}/bin/ffprobe";
  };
  description = "A swarm of HLS clients on this machine, profile ${resolved.name}";
}
