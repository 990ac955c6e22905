import type { Formula } from "./formula.ts";

export const STREAM_FORMULAS: readonly Formula[] = [
  {
    path: "derived.gopSize",
    description: "Pictures from one keyframe to the next: as many as a segment has",
    formula: "{encoder.framerate} × {hls.segmentDuration}",
  },
  {
    path: "derived.targetDurationSec",
    description: "EXT-X-TARGETDURATION of the media playlists (RFC 8216 §4.3.3.1)",
    formula: "max(1, round({hls.segmentDuration}))",
  },
  {
    path: "derived.segmentLifetimeSec",
    description: "Time from the making of a segment to its deletion",
    formula: "({hls.listSize} + {hls.deleteThreshold}) × {hls.segmentDuration}",
  },
  {
    path: "derived.playlistWindowSec",
    description: "Time that the media playlist looks back",
    formula: "{hls.listSize} × {hls.segmentDuration}",
  },
  {
    path: "derived.totalBitrateKbps",
    description: "Nominal bit rate of all renditions together, video and audio",
    formula: "Σ[{rendition.videoKbps} + {rendition.audioKbps}]",
  },
  {
    path: "derived.segmentSizeKB",
    description: "Nominal size of one segment of every rendition together",
    formula: "⌊{derived.totalBitrateKbps} × {hls.segmentDuration} / 8⌋",
  },
  {
    path: "derived.filesPerVariant",
    description: "Segments of a rendition on the disk, the one being written among them",
    formula: "{hls.listSize} + {hls.deleteThreshold} + 1",
  },
  {
    path: "derived.variantCount",
    description: "Renditions: the ladder's, or one when multibitrate is false",
    formula: "Σ[1]",
    alsoReads: ["multibitrate", "variants"],
  },
  {
    path: "derived.storagePerVariantMB",
    description: "Disk space of the largest rendition",
    formula: "⌊max[⌊{rendition.totalKbps} × {hls.segmentDuration} / 8⌋ × {derived.filesPerVariant}] / 1024⌋",
  },
  {
    path: "derived.totalStorageMB",
    description: "Disk space of all renditions, each at its own bit rate",
    formula: "⌊Σ[⌊{rendition.totalKbps} × {hls.segmentDuration} / 8⌋ × {derived.filesPerVariant}] / 1024⌋",
  },
  {
    path: "derived.recommendedTmpfsMB",
    description: "Size of a memory file system for the segments, twice the window and 64 MB to spare",
    formula: "⌊Σ[⌊{rendition.totalKbps} / 8⌋] × 2 × {derived.playlistWindowSec} / 1024⌋ + 64",
  },
  {
    path: "derived.openFileCacheMax",
    description: "Files nginx keeps open: every segment and playlist, three times",
    formula: "({derived.filesPerVariant} × {derived.variantCount} + 1) × 3",
  },
  {
    path: "derived.hlsFlags",
    description: "FFmpeg's -hls_flags",
    formula: "{hls.flags} joined by +",
  },
  {
    path: "derived.encoderBytesPerPixel",
    description: "Memory x264 takes for each pixel of a picture",
    formula:
      "64 with tune zerolatency; else 4 more per picture of lookahead, 18 per core ({derived.vmCores})",
    alsoReads: ["encoder.tune", "encoder.preset"],
  },
  {
    path: "derived.vmMemoryMB",
    description: "Memory of a VM: system, segments and encoder, 64 MB to spare, never exactly 2048",
    formula:
      "⌊(384 + {derived.recommendedTmpfsMB} + ⌊Σ[{rendition.width} × {rendition.height}] × {derived.encoderBytesPerPixel} / 1048576⌋) / 128⌋ × 128 + 192",
  },
  {
    path: "derived.vmCores",
    description: "Processor cores of a VM, from 2 to 16, by pixels per second",
    formula: "min(16, 2 + ⌊Σ[{rendition.width} × {rendition.height}] × ⌈{encoder.framerate}⌉ / 150000000⌋)",
  },
];
