# The original Go program, from its pinned source.
{ pkgs, source }:
let
  version = source.shortRev or "unknown";
in
pkgs.buildGoModule {
  pname = "go-ffmpeg-hls-swarm";
  inherit version;
  src = source;
  # The source brings its dependencies in vendor/.
  vendorHash = null;
  subPackages = [ "cmd/go-ffmpeg-hls-swarm" ];
  ldflags = [
    "-s"
    "-w"
    "-X main.version=${version}"
  ];
  meta = {
    description = "HLS load test that runs one FFmpeg process per client";
    homepage = "https://github.com/randomizedcoder/go-ffmpeg-hls-swarm";
    license = pkgs.lib.licenses.mit;
    mainProgram = "go-ffmpeg-hls-swarm";
    platforms = pkgs.lib.platforms.unix;
  };
}
