import { Failure } from "../errors.ts";
import { logArgv } from "./build-argv.ts";
import { drvName } from "./drv-name.ts";
import type { NixTrouble } from "./trouble.ts";

/** How many lines of a log a failure shows. */
export const TOLD_LOG_LINES = 25;
const TOLD_WORDS = 25;

/** What was done: for `--json`, and to find the log again. */
export interface BuildCase {
  /** The last lines of the builder that failed, each as it is told; empty when there are none. */
  log: readonly string[];
  /** What Nix itself said. */
  said: readonly string[];
  argv: readonly string[];
}

/** The failure a build ends with: what happened, the end of the log, what to do next. */
export function buildFailure(trouble: NixTrouble, { log, said, argv }: BuildCase): Failure {
  const { id, message, advice, drvPath } = trouble;
  const end = log.findLastIndex((line) => line.trim() !== "") + 1;
  const tail = log.slice(0, end).slice(-TOLD_LOG_LINES);
  return new Failure(id, message, {
    hint: [...describeLog(drvPath, tail), ...nextSteps(trouble, said)].join("\n") || undefined,
    details: {
      derivation: drvPath,
      name: drvPath === null ? null : drvName(drvPath),
      log: tail,
      nix: said.slice(-TOLD_WORDS),
      command: argv,
      advice,
    },
  });
}

function describeLog(drvPath: string | null, tail: readonly string[]): string[] {
  if (drvPath === null) return [];
  if (tail.length === 0) return [`Its builder wrote nothing. The derivation: ${drvPath}`];
  const all = logArgv("nix", drvPath).map((word) => (word.includes(" ") ? `'${word}'` : word));
  return [`The end of its log:`, ...tail.map((line) => `  │ ${line}`), `All of it: ${all.join(" ")}`];
}

function nextSteps({ id, advice, drvPath }: NixTrouble, said: readonly string[]): readonly string[] {
  if (advice.length > 0) return advice;
  if (id !== "build-failed" || drvPath !== null) return [];
  const errors = said.filter((text) => !/^warning:/.test(text)).flatMap((text) => text.split("\n"));
  return errors.length > 1
    ? ["What Nix said:", ...errors.slice(-TOLD_WORDS).map((line) => `  │ ${line}`)]
    : [];
}
