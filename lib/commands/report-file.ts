import { resolve } from "node:path";
import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { parseReport } from "../report/parse-report.ts";
import type { RunReport } from "../report/report-shape.ts";

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

async function readText(host: Host, file: string): Promise<string> {
  const path = resolve(host.cwd, file);
  const info = await host.fs.info(path).catch((error: NodeJS.ErrnoException) => refuse(file, error));
  if (!info) throw new Failure("file-not-found", `There is no file ${file}.`);
  if (info.kind === "directory") throw new Failure("file-not-found", `${file} is a folder, not a report.`);
  if (info.sizeBytes > LIMIT_BYTES) {
    throw new Failure("report-invalid", `${file} is larger than 256 MiB, which no report is.`);
  }
  const text = await host.fs.readText(path).catch((error: NodeJS.ErrnoException) => refuse(file, error));
  if (text === undefined) throw new Failure("file-not-found", `There is no file ${file}.`);
  return text;
}

function refuse(file: string, error: NodeJS.ErrnoException): never {
  const isDenied = error.code === "EACCES" || error.code === "EPERM";
  throw new Failure(
    isDenied ? "permission-denied" : "file-not-found",
    `${file} cannot be read: ${error.code ?? error.message}.`,
    { cause: error },
  );
}
