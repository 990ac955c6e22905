# The numbers that follow from an origin's configuration (lib/derive/origin.ts); every division is rounded down.
config:
let
  inherit (builtins) concatStringsSep foldl' length;
  inherit (import ../../lib.nix)
    floorTimesDuration
    framesIn
    round
    timesDuration
    ;
  inherit (config.hls)
    segmentDuration
    listSize
    deleteThreshold
    flags
    ;

  max = a: b: if a > b then a else b;
  sum = foldl' (total: number: total + number) 0;

  renditions = import ./renditions.nix config;
  variantCount = length renditions;
  filesPerVariant = listSize + deleteThreshold + 1;
  totalBitrateKbps = sum (map (one: one.totalKbps) renditions);
  segmentKB = kbps: floorTimesDuration kbps segmentDuration 8;
  storedKB = map (one: segmentKB one.totalKbps * filesPerVariant) renditions;
  kilobytesPerSec = sum (map (one: one.totalKbps / 8) renditions);
  recommendedTmpfsMB = floorTimesDuration (kilobytesPerSec * 2 * listSize) segmentDuration 1024 + 64;
  pictures = if config.multibitrate then config.variants else [ config.video ];
in
{
  inherit
    filesPerVariant
    recommendedTmpfsMB
    renditions
    totalBitrateKbps
    variantCount
    ;
  gopSize = framesIn segmentDuration config.encoder.framerate;
  targetDurationSec = max 1 (round segmentDuration);
  segmentLifetimeSec = timesDuration (listSize + deleteThreshold) segmentDuration;
  playlistWindowSec = timesDuration listSize segmentDuration;
  segmentSizeKB = segmentKB totalBitrateKbps;
  storagePerVariantMB = foldl' max 0 storedKB / 1024;
  totalStorageMB = sum storedKB / 1024;
  openFileCacheMax = (filesPerVariant * variantCount + 1) * 3;
  hlsFlags = concatStringsSep "+" flags;
}
// import ./vm.nix {
  inherit (config) encoder;
  pixels = sum (map ({ width, height, ... }: width * height) pictures);
  tmpfsMB = recommendedTmpfsMB;
}
