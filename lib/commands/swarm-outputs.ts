import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { renderHtml } from "../report/html.ts";
import { renderJunit } from "../report/junit.ts";
import type { RunReport } from "../report/report-shape.ts";
import { checkOutputs, writeOutput } from "./output-file.ts";
import type { SwarmWords } from "./swarm-words.ts";

const KINDS = {
  report: (report: RunReport) => `${JSON.stringify(report)}\n`,
  html: renderHtml,
  junit: renderJunit,
} as const;

/** A file that the end of a run is written to. */
export interface Output {
  path: string;
  render(report: RunReport): string;
}

/** Throws when a file cannot be written: better now than after two hours. */
export async function readOutputs(words: SwarmWords, host: Host): Promise<Output[]> {
  const outputs = Object.entries(KINDS).flatMap(([name, render]) => {
    const said = words.find(name as keyof typeof KINDS);
    return said ? [{ path: said.text, render }] : [];
  });
  await checkOutputs(
    host,
    outputs.map(({ path }) => path),
  );
  return outputs;
}

/** All of them are tried; answers what could not be written. */
export async function writeReport(
  outputs: readonly Output[],
  report: RunReport,
  host: Host,
): Promise<Failure[]> {
  const failures: Failure[] = [];
  for (const { path, render } of outputs) {
    try {
      await writeOutput(host, path, render(report));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failures.push(error);
    }
  }
  return failures;
}
