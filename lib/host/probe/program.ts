import { plainLine } from "../../nix/internal-json.ts";
import type { ExecResult, Host } from "../host.ts";
import type { ProgramFacts } from "./facts.ts";

/** A tool that only has to say its version answers in milliseconds; one on a sick disk gets this long. */
export const ASK_LIMIT_MS = 3_000;

export interface Question {
  name: string;
  versionArgs: readonly string[];
  /** Both streams of a version call, as one text → the version. */
  parseVersion: (output: string) => string | null;
}

/** Looks a program up and asks its version. The second value is what it printed (stdout, then stderr). */
export async function askProgram(
  host: Host,
  question: Question,
): Promise<{ program: ProgramFacts; output: string }> {
  const path = await host.which(question.name);
  return path ? askProgramAt(host, path, question) : { program: noProgram(), output: "" };
}

export async function askProgramAt(
  host: Host,
  path: string,
  question: Question,
): Promise<{ program: ProgramFacts; output: string }> {
  const result = await host.exec([path, ...question.versionArgs], { timeoutMs: ASK_LIMIT_MS });
  const output = `${result.stdout}${result.stderr}`;
  const version = question.parseVersion(output);
  const broken = result.status === 0 ? null : describeProblem(result);
  return { program: { path, version, broken }, output };
}

export function noProgram(): ProgramFacts {
  return { path: null, version: null, broken: null };
}

/** One line on why a command did not end with 0, without what steers a terminal: its error, else its last words. */
export function describeProblem({ problem, status, stdout, stderr }: ExecResult): string {
  const words = lastWords(`${stdout}\n${stderr}`);
  if (problem === undefined) return words || `it ended with status ${status}`;
  if (problem === "signal" && words) return `it was killed: ${words}`;
  return PROBLEMS[problem];
}

/** More than this of a line tells nobody anything. */
const LONGEST = 300;

/** Nix follows its error with where to find help. */
function lastWords(output: string): string {
  const lines = output.split("\n").map((line) => plainLine(line).trim());
  const told =
    lines.findLast((line) => /^error: \S/.test(line)) ?? lines.findLast((line) => line !== "") ?? "";
  return told
    .replace(/^error: /, "")
    .slice(0, LONGEST)
    .replace(/[.\s]+$/, "");
}

const PROBLEMS = {
  timeout: "it did not answer in time",
  denied: "the system will not execute it",
  missing: "it is not there",
  signal: "it was killed",
  overflow: "it printed without end",
} as const;

/** First two numbers of a dotted version. */
export function parseRelease(version: string | null): { major: number; minor: number } | null {
  const found = version?.match(/^v?(\d+)\.(\d+)/);
  return found ? { major: Number(found[1]), minor: Number(found[2]) } : null;
}
