/**
 * How long the compiled binary takes for `--help` and `profiles show default --json`, against a compiled hello-world
 * built with the same flags; medians of one hyperfine run.
 * Run: bun bench/startup.ts
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { COMPILE_FLAGS } from "../scripts/build-targets.ts";
import { timeCommands } from "./support/hyperfine.ts";

const BINARY = resolve(import.meta.dir, "../dist/hlsctl");
const CASES = [
  { words: "--help", limit: 4 },
  { words: "profiles show default --json", limit: 6 },
];

const folder = await mkdtemp(join(tmpdir(), "hlsctl-startup-"));
try {
  const hello = await buildHello(folder);
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

async function buildHello(folder: string): Promise<string> {
  const source = join(folder, "hello.ts");
  const path = join(folder, "hello");
  await Bun.write(source, 'console.log("hello");\n');
  const child = Bun.spawn([process.execPath, "build", ...COMPILE_FLAGS, `--outfile=${path}`, source], {
    stdout: "ignore",
    stderr: "inherit",
  });
  if ((await child.exited) !== 0) throw new Error("The hello-world could not be built.");
  return path;
}
