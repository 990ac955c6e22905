import type { Component } from "../schema/component.ts";

/**
 * How a derived key comes about, for people. `{hls.listSize}` stands for a key's value, `{rendition.…}` and
 * `{variant.…}` for those of one rendition, `Σ[…]` and `max[…]` go over all renditions. The numbers themselves are made in
 * `origin.ts`, `renditions.ts`, `cache.ts` and `swarm.ts`; a test works every formula out and compares.
 */
export interface Formula {
  /** `derived.gopSize`; `*` stands for a position: `derived.renditions.*.level`. */
  path: string;
  description: string;
  formula: string;
  /** Keys it depends on without naming them, in the same notation. */
  alsoReads?: readonly string[];
}

const STREAM: readonly Formula[] = [
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
];

const RENDITION: readonly Formula[] = [
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

const CACHE: readonly Formula[] = [
  ...policy("segment", "segments", "max-age={cache.segment.maxAge}, immutable", {
    maxAge: ["Seconds a cache may keep segments, which never change", "60"],
    immutable: ["Whether caches need not ask again (RFC 8246)", "always true: a segment never changes"],
  }),
  ...policy(
    "manifest",
    "media playlists",
    "max-age={cache.manifest.maxAge}, stale-while-revalidate={cache.manifest.staleWhileRevalidate}",
    {
      maxAge: ["Seconds a cache may keep media playlists", "⌊{hls.segmentDuration} / 2⌋"],
      staleWhileRevalidate: [
        "Seconds more it may serve one while it fetches the next (RFC 5861)",
        "⌊{hls.segmentDuration}⌋",
      ],
    },
  ),
  ...policy(
    "master",
    "the multivariant playlist",
    "max-age={cache.master.maxAge}, stale-while-revalidate={cache.master.staleWhileRevalidate}",
    {
      maxAge: ["Seconds a cache may keep the multivariant playlist", "5"],
      staleWhileRevalidate: ["Seconds more it may serve it while it fetches the next (RFC 5861)", "10"],
    },
  ),
];

const SWARM: readonly Formula[] = [
  {
    path: "derived.rampDurationSec",
    description: "Time until every viewer has started",
    formula: "⌊{clients} / {rampRate}⌋",
  },
  {
    path: "derived.memoryMB",
    description: "Memory of one FFmpeg process per viewer",
    formula: "19 × {clients} + 64",
  },
  {
    path: "derived.fileDescriptors",
    description: "Limit of open files that the viewers need",
    formula: "15 × {clients} + 1000",
  },
  {
    path: "derived.ephemeralPorts",
    description: "Local ports in use or in TIME_WAIT",
    formula: "5 × {clients}",
  },
  {
    path: "derived.containerMemoryMB",
    description: "Memory limit of a container, a fifth to spare",
    formula: "⌈{derived.memoryMB} × 12 / 10⌉",
  },
  {
    path: "derived.vmMemoryMB",
    description: "Memory of a VM, with its system",
    formula: "⌈{derived.memoryMB} × 13 / 10⌉ + 256",
  },
];

const FORMULAS: Readonly<Record<Component, readonly Formula[]>> = {
  origin: [
    ...STREAM,
    ...RENDITION.map((row) => ({ ...row, path: `derived.renditions.*.${row.path}` })),
    ...CACHE,
  ],
  swarm: SWARM,
};

/** A formula for every derived key of a component, in the order they are shown. */
export function formulasOf(component: Component): readonly Formula[] {
  return FORMULAS[component];
}

/** The formula of `derived.renditions.0.level`, positions and all. */
export function lookupFormula(component: Component, path: string): Formula | undefined {
  const pattern = path.replace(/\.\d+(?=\.|$)/g, ".*");
  return FORMULAS[component].find((formula) => formula.path === pattern);
}

function policy(
  name: string,
  what: string,
  directives: string,
  rows: Readonly<Record<string, readonly [description: string, formula: string]>>,
): Formula[] {
  const always: typeof rows = {
    public: [`Whether shared caches may keep ${what}`, "always true"],
    noTransform: ["Whether proxies must leave the bytes alone", "always true"],
    header: [`Cache-Control of ${what}`, `public, ${directives}, no-transform`],
  };
  return Object.entries({ ...rows, ...always }).map(([key, [description, formula]]) => ({
    path: `cache.${name}.${key}`,
    description,
    formula,
  }));
}
