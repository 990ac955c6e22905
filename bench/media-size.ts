/**
 * What the embedded source adds to the binary: its only asset, its code, and the growth of a compiled program that has
 * it, bytecode and all.
 * Run: bun bench/media-size.ts
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { TONE_BASE64 } from "../lib/hls/tone.ts";
import { compileProgram, HELLO } from "./support/compile.ts";

const HLS = resolve(import.meta.dir, "../lib/hls");
const MEDIA = `
import { muxSegment } from "${HLS}/mux.ts";
import { synthClip } from "${HLS}/synth.ts";
console.log("hello", muxSegment, synthClip);
`;

const folder = await mkdtemp(join(tmpdir(), "hlsctl-media-"));
try {
  const without = await compileProgram(folder, "hello", HELLO);
  const having = await compileProgram(folder, "media", MEDIA);
  const entrypoints = [join(folder, "media.ts")];
  const { outputs } = await Bun.build({ entrypoints, target: "bun", minify: true });
  tell("the sound, its only asset", TONE_BASE64.length);
  tell("code and asset, minified", outputs[0]!.size);
  tell("growth of a binary, with bytecode", Bun.file(having).size - Bun.file(without).size);
} finally {
  await rm(folder, { recursive: true, force: true });
}

function tell(what: string, bytes: number): void {
  console.log(`${what}: ${(bytes / 1024).toFixed(1)} KiB`);
}
