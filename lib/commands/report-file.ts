import { resolve } from "node:path";
import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { parseReport } from "../report/parse-report.ts";
import type { RunReport } from "../report/report-shape.ts";
import { readInput } from "./input-file.ts";

/** Far more than a day of a swarm. */
const LIMIT_BYTES = 256 * 1024 * 1024;

/**
 * The report that `--report`, or `swarm --json`, wrote. Throws `Failure("file-not-found")`, `Failure("permission-denied")` or
 * `Failure("report-invalid")`.
 */
export async function readReport(host: Host, file: string): Promise<RunReport> {
  const report = parseReport(await readText(host, file));
  if (report.ok) return report.value;
  const problem = report.problem.replace(/\.?$/, ".");
  throw new Failure("report-invalid", `${file} cannot be read as a report: ${problem}`, {
    hint: "`hlsctl swarm URL --report FILE` writes one.",
  });
}

function readText(host: Host, file: string): Promise<string> {
  return readInput(host, resolve(host.cwd, file), file, ({ kind, sizeBytes }) => {
    if (kind === "directory") throw new Failure("file-not-found", `${file} is a folder, not a report.`);
    if (sizeBytes <= LIMIT_BYTES) return;
    throw new Failure("report-invalid", `${file} is larger than 256 MiB, which no report is.`);
  });
}
