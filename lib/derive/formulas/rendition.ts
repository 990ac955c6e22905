import type { Formula } from "./formula.ts";

/** Paths are below `derived.renditions.*`. */
export const RENDITION_FORMULAS: readonly Formula[] = [
  {
    path: "name",
    description: "Name of the rendition",
    formula: "the variant's name, or video.height and p when there is one rendition",
    alsoReads: ["multibitrate", "variants", "video.height"],
  },
  {
    path: "directory",
    description: "Its folder in the URL, none when there is one rendition",
    formula: "the variant's name when multibitrate is true",
    alsoReads: ["multibitrate"],
  },
  { path: "width", description: "Picture width in pixels", formula: "{variant.width}" },
  { path: "height", description: "Picture height in pixels", formula: "{variant.height}" },
  { path: "videoKbps", description: "Nominal video bit rate", formula: "{variant.bitrate} in kbit/s" },
  { path: "maxrateKbps", description: "Peak video bit rate", formula: "{variant.maxrate} in kbit/s" },
  { path: "bufsizeKbps", description: "Decoder buffer in kbit", formula: "{variant.bufsize} in kbit" },
  { path: "audioKbps", description: "Audio bit rate", formula: "{variant.audioBitrate} in kbit/s" },
  {
    path: "totalKbps",
    description: "Nominal bit rate, video and audio",
    formula: "{rendition.videoKbps} + {rendition.audioKbps}",
  },
  {
    path: "segmentSizeBytes",
    description: "Nominal size of one segment",
    formula: "⌊{rendition.totalKbps} × 1000 × {hls.segmentDuration} / 8⌋",
  },
  {
    path: "level",
    description: "H.264 level of the video",
    formula: "{encoder.level}; in a ladder the least level that fits, if lower (ITU-T H.264 table A-1)",
    alsoReads: [
      "multibitrate",
      "encoder.framerate",
      "encoder.profile",
      "variant.width",
      "variant.height",
      "variant.maxrate",
    ],
  },
  {
    path: "codecs",
    description: "CODECS of the multivariant playlist (RFC 6381 §3.3)",
    formula: "profile {encoder.profile} and level {rendition.level} in hexadecimal, AAC-LC",
  },
  {
    path: "bandwidth",
    description: "BANDWIDTH of the multivariant playlist, bit/s (RFC 8216 §4.3.4.2)",
    formula:
      "max({rendition.maxrateKbps} + {rendition.audioKbps}, ⌈{rendition.totalKbps} × 107 / 100⌉ + 10) × 1000",
  },
  {
    path: "averageBandwidth",
    description: "AVERAGE-BANDWIDTH of the multivariant playlist, bit/s (RFC 8216 §4.3.4.2)",
    formula: "{rendition.totalKbps} × 1000",
  },
];
