/**
 * Processor time of FFmpeg's live encoding for each second of stream, as fast as it goes, against the estimate that
 * `up` picks a source by (which allows for a machine that does other things too).
 *
 *   bun bench/encoder-load.ts
 */
import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encoderLoad } from "../lib/derive/encoder-load.ts";
import { renderLive } from "../lib/render/ffmpeg.ts";
import type { ResolvedOrigin } from "../lib/resolve.ts";
import type { Table } from "../lib/schema/table.ts";
import { originOf } from "../tests/support/configs.ts";

const STREAM_SEC = 8;
const CASES: readonly (readonly [profile: string, settings: Table])[] = [
  ["default", {}],
  ["low-latency", {}],
  ["stress-test", {}],
  ["default", { testPattern: "testsrc" }],
  ["default", { testPattern: "testsrc2" }],
  ["default", { testPattern: "rgbtestsrc" }],
  ["default", { encoder: { preset: "veryfast", tune: "film" } }],
  ["default", { encoder: { preset: "medium", tune: "film" } }],
  ["default", { encoder: { preset: "medium", tune: "film" }, testPattern: "testsrc2" }],
  ["4k-abr", {}],
  ["4k-abr", { testPattern: "testsrc2" }],
];

for (const [profile, settings] of CASES) {
  const origin = originOf(profile, settings);
  const { cores, speed } = await measure(origin);
  const estimate = encoderLoad(origin).toFixed(2);
  const what = `${profile} ${JSON.stringify(settings)}`.padEnd(80);
  console.log(`${what} ${cores.toFixed(3)} cores, ${speed.toFixed(1)} × real time, estimate ${estimate}`);
}

async function measure(origin: ResolvedOrigin): Promise<{ cores: number; speed: number }> {
  const outputDir = await mkdtemp(join(tmpdir(), "hlsctl-bench-"));
  const argv = renderLive(origin, { outputDir, nowMs: Date.now() }).filter((word) => word !== "-re");
  argv.splice(-1, 0, "-t", `${STREAM_SEC}`);
  const from = performance.now();
  const { exitCode, resourceUsage, stderr } = Bun.spawnSync(["ffmpeg", ...argv]);
  const tookSec = (performance.now() - from) / 1000;
  rmSync(outputDir, { recursive: true });
  if (exitCode !== 0) throw new Error(stderr.toString());
  return { cores: Number(resourceUsage?.cpuTime.total) / 1e6 / STREAM_SEC, speed: STREAM_SEC / tookSec };
}
