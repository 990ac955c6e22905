/**
 * How long the compiled binary takes for `--help` and `profiles show default --json`, against a compiled hello-world
 * built with the same flags; medians of one hyperfine run.
 * Run: bun bench/startup.ts
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { compileProgram, HELLO } from "./support/compile.ts";
import { timeCommands } from "./support/hyperfine.ts";

const BINARY = resolve(import.meta.dir, "../dist/hlsctl");
const CASES = [
  { words: "--help", limit: 4 },
  { words: "profiles show default --json", limit: 6 },
];

const folder = await mkdtemp(join(tmpdir(), "hlsctl-startup-"));
try {
  const hello = await compileProgram(folder, "hello", HELLO);
  const commands = [hello, ...CASES.map(({ words }) => `${BINARY} ${words}`)];
  const [baseline, ...cases] = await timeCommands(commands, {
    runs: 200,
    warmup: 20,
    env: { HLSCTL_HOME: folder },
  });
  console.log(`hello-world: median ${baseline!.medianMs.toFixed(1)} ms`);
  for (const [index, { words, limit }] of CASES.entries()) {
    const ratio = cases[index]!.medianMs / baseline!.medianMs;
    const verdict = ratio <= limit ? "reached" : "MISSED";
    console.log(
      `hlsctl ${words}: median ${cases[index]!.medianMs.toFixed(1)} ms, ${ratio.toFixed(2)} × (at most ${limit} ×: ${verdict})`,
    );
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
