# An origin on this machine: bin/test-origin is `hlsctl up PROFILE …` with nixpkgs' FFmpeg and nginx.
#
#   { pkgs, hlsctl, resolved } -> derivation
#
# share/hlsctl/tools/ has the programs, for `hlsctl up --builder nix`.
{
  pkgs,
  hlsctl,
  resolved,
}:
import ../runner.nix {
  inherit pkgs hlsctl;
  program = "test-origin";
  name = "test-origin-${resolved.name}";
  words = [
    "up"
    resolved.name
  ]
  ++ import ../settings.nix {
    inherit pkgs hlsctl resolved;
    component = "origin";
  };
  tools = {
    ffmpeg = "${pkgs.ffmpeg-headless}/bin/ffmpeg";
    ffprobe = "${pkgs.ffmpeg-headless}/bin/ffprobe";
    nginx = "${pkgs.nginx}/bin/nginx";
  };
  description = "A live HLS stream on this machine, profile ${resolved.name}";
}
