# The renditions of a configuration: the ladder, or the one picture of `video` (lib/derive/renditions.ts). Levels and
# codecs are hlsctl's.
config:
let
  inherit (import ../../lib.nix) ceilDiv floorTimesDuration;
  kbps = import ./bitrate.nix;
  max = a: b: if a > b then a else b;

  rendition =
    directory: variant:
    let
      videoKbps = kbps variant.bitrate;
      maxrateKbps = kbps variant.maxrate;
      audioKbps = kbps variant.audioBitrate;
      totalKbps = videoKbps + audioKbps;
    in
    {
      inherit (variant) name;
      inherit
        directory
        videoKbps
        maxrateKbps
        audioKbps
        totalKbps
        ;
      bufsizeKbps = kbps variant.bufsize;
      segmentSizeBytes = floorTimesDuration (totalKbps * 125) config.hls.segmentDuration 1;
      bandwidth = max (maxrateKbps + audioKbps) (ceilDiv (totalKbps * 107) 100 + 10) * 1000;
      averageBandwidth = totalKbps * 1000;
    };
in
if config.multibitrate then
  map (variant: rendition variant.name variant) config.variants
else
  [ (rendition "" ({ name = "${toString config.video.height}p"; } // config.video)) ]
