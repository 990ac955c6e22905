/**
 * Size of segments against the nominal size, of every profile, rendition and source: mean, least and greatest, and the
 * greatest against what BANDWIDTH allows.
 *
 *   bun bench/segment-size.ts [PATTERN …]
 *
 * Test patterns of the live source and the loop; smptebars if none is named. FFmpeg encodes as fast as it can.
 */
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { levelIdc } from "../lib/derive/level.ts";
import type { DerivedRendition } from "../lib/derive/renditions.ts";
import { loopClip } from "../lib/hls/loop.ts";
import type { Clip } from "../lib/hls/media.ts";
import { segmentBytes } from "../lib/hls/mux.ts";
import { SYNTH_PATTERNS } from "../lib/hls/pattern.ts";
import { synthClip } from "../lib/hls/synth.ts";
import { embeddedRegistry } from "../lib/registry/registry.ts";
import { LOOP_AUDIO_SKIP_FRAMES, renderLoopEncode } from "../lib/render/loop.ts";
import type { ResolvedOrigin } from "../lib/resolve.ts";
import { originOf } from "../tests/support/configs.ts";
import { encodeUnpaced } from "../tests/support/encode-live.ts";

const SEGMENTS = 8;
const NOW_MS = Date.now();

type Sizes = Map<string, number[]>;

for (const pattern of process.argv.length > 2 ? process.argv.slice(2) : ["smptebars"]) {
  for (const name of embeddedRegistry("origin").profiles.map((profile) => profile.name)) {
    const origin = originOf(name, { testPattern: pattern });
    report(origin, "live", await liveSizes(origin));
    report(origin, "loop", await loopSizes(origin));
    if (SYNTH_PATTERNS.some((known) => known === pattern)) report(origin, "embedded", embeddedSizes(origin));
  }
}

async function liveSizes(origin: ResolvedOrigin): Promise<Sizes> {
  const folder = await encodeUnpaced(origin, SEGMENTS, NOW_MS);
  const sizes = origin.derived.renditions.map(({ name }) => {
    const bytes = folder.segments(name).map((segment) => segment.length);
    return [name, bytes] as const;
  });
  folder.remove();
  if (folder.complaints) console.log(folder.complaints.trim());
  return new Map(sizes);
}

async function loopSizes(origin: ResolvedOrigin): Promise<Sizes> {
  const folder = await mkdtemp(join(tmpdir(), "hlsctl-bench-"));
  const files = { videoPath: join(folder, "video"), audioPath: join(folder, "audio") };
  const sizes: Sizes = new Map();
  for (const rendition of origin.derived.renditions) {
    for (const argv of renderLoopEncode(origin, rendition, files)) Bun.spawnSync(["ffmpeg", ...argv]);
    const [video, audio] = [readFileSync(files.videoPath), readFileSync(files.audioPath)];
    const clip = loopClip(video, audio, { ...cadence(origin), audioSkipFrames: LOOP_AUDIO_SKIP_FRAMES });
    if (!clip.ok) throw new Error(clip.problem);
    sizes.set(rendition.name, muxed(origin, rendition, clip.value));
  }
  await rm(folder, { recursive: true });
  return sizes;
}

function embeddedSizes(origin: ResolvedOrigin): Sizes {
  const { renditions } = origin.derived;
  const pattern = SYNTH_PATTERNS.find((known) => known === origin.config.testPattern) ?? "smptebars";
  return new Map(
    renditions.map((rendition) => {
      const { name, width, height, level } = rendition;
      const spec = { width, height, ...cadence(origin), label: name, pattern, levelIdc: levelIdc(level) };
      return [name, muxed(origin, rendition, synthClip(spec))];
    }),
  );
}

function muxed(origin: ResolvedOrigin, rendition: DerivedRendition, clip: Clip): number[] {
  const shape = { ...rendition, ...cadence(origin) };
  return Array.from({ length: SEGMENTS }, (_, n) => segmentBytes(shape, clip, n));
}

function cadence({ config }: ResolvedOrigin) {
  return { framerate: config.encoder.framerate, segmentDurationSec: config.hls.segmentDuration };
}

function report(origin: ResolvedOrigin, source: string, sizes: Sizes): void {
  for (const rendition of origin.derived.renditions) {
    const shares = (sizes.get(rendition.name) ?? []).map((bytes) => bytes / rendition.segmentSizeBytes);
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    const [least, most] = [Math.min(...shares), Math.max(...shares)];
    const peak = (most * rendition.averageBandwidth) / rendition.bandwidth;
    const columns = [
      `${origin.config.testPattern}  ${origin.name.padEnd(12)} ${rendition.name.padEnd(6)} ${source.padEnd(8)}`,
      `mean ${mean.toFixed(3)}  ${least.toFixed(3)}…${most.toFixed(3)}  peak/BANDWIDTH ${peak.toFixed(3)}`,
    ];
    console.log(columns.join("  "));
  }
}
