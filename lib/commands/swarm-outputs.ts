import { dirname, resolve } from "node:path";
import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { renderHtml } from "../report/html.ts";
import { renderJunit } from "../report/junit.ts";
import type { RunReport } from "../report/report-shape.ts";
import type { SwarmWords } from "./swarm-words.ts";

const KINDS = {
  report: (report: RunReport) => `${JSON.stringify(report)}\n`,
  html: renderHtml,
  junit: renderJunit,
} as const;

/** A file that the end of a run is written to. */
export interface Output {
  /** The flag. */
  from: string;
  path: string;
  render(report: RunReport): string;
}

/** Throws when a file cannot be written: better now than after two hours. */
export async function checkOutputs(words: SwarmWords, host: Host): Promise<Output[]> {
  const outputs = Object.entries(KINDS).flatMap(([name, render]) => {
    const said = words.find(name as keyof typeof KINDS);
    return said ? [{ from: said.from, path: resolve(host.cwd, said.text), render }] : [];
  });
  for (const [index, output] of outputs.entries()) {
    const twin = outputs.slice(0, index).find(({ path }) => path === output.path);
    if (twin) throw new Failure("usage-bad-value", `${twin.from} and ${output.from} name the same file.`);
    await checkOutput(output, host);
  }
  return outputs;
}

async function checkOutput({ from, path }: Output, host: Host): Promise<void> {
  const info = await host.fs.info(path).catch(() => undefined);
  if (info && info.kind !== "file") throw new Failure("usage-bad-value", `${from}: ${path} is not a file.`);
  const problem = await host.fs.probeWritable(dirname(path));
  if (problem === undefined) return;
  const why = problem === "ENOENT" ? "there is no such folder" : problem;
  throw new Failure("directory-unwritable", `${from}: nothing can be written to ${dirname(path)}: ${why}.`, {
    hint: "Name a file in a folder that is there and yours.",
  });
}

/** All of them are tried; what could not be written is told at the end. */
export async function writeOutputs(
  outputs: readonly Output[],
  report: RunReport,
  host: Host,
): Promise<Failure[]> {
  const failures: Failure[] = [];
  for (const { from, path, render } of outputs) {
    try {
      await host.fs.writeText(path, render(report));
    } catch (error) {
      failures.push(writeFailure(from, path, error));
    }
  }
  return failures;
}

function writeFailure(from: string, path: string, error: unknown): Failure {
  const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
  if (code === undefined) throw error;
  const isFull = code === "ENOSPC" || code === "EDQUOT";
  return new Failure(
    isFull ? "disk-full" : "directory-unwritable",
    `${from}: ${path} could not be written: ${code}.`,
    { cause: error },
  );
}
