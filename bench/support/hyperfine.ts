import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Timing {
  command: string;
  medianMs: number;
  minMs: number;
  maxMs: number;
}

export interface TimingOptions {
  runs: number;
  warmup: number;
  env?: Record<string, string>;
}

/** Times commands one after the other in one hyperfine run, without a shell between (`-N`), stdout to /dev/null. */
export async function timeCommands(commands: readonly string[], options: TimingOptions): Promise<Timing[]> {
  const folder = await mkdtemp(join(tmpdir(), "hlsctl-bench-"));
  try {
    const report = join(folder, "report.json");
    const flags = [
      "-N",
      "--runs",
      `${options.runs}`,
      "--warmup",
      `${options.warmup}`,
      "--export-json",
      report,
    ];
    const child = Bun.spawn(["hyperfine", ...flags, "--style", "none", ...commands], {
      env: { ...process.env, ...options.env },
      stdout: "ignore",
      stderr: "inherit",
    });
    const status = await child.exited;
    if (status !== 0) throw new Error(`hyperfine ended with ${status}`);
    return readReport(await Bun.file(report).json());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Report {
  results: readonly { command: string; median: number; min: number; max: number }[];
}

function readReport(report: Report): Timing[] {
  return report.results.map(({ command, median, min, max }) => ({
    command,
    medianMs: median * 1000,
    minMs: min * 1000,
    maxMs: max * 1000,
  }));
}
