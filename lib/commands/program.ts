import { EXIT, Failure } from "../errors.ts";
import { reportBug, reportFailure } from "../ui/failure.ts";
import { makeOut, type Out } from "../ui/out.ts";
import { type Command, isGroup } from "./command.ts";
import { LEADING, loadCommand, lookupSub } from "./find-command.ts";
import { answerHelp, commandHelp, groupHelp } from "./help.ts";
import { parseWords } from "./parse-args.ts";

/** One command line on its way; `kind` becomes as long as what is known of the command (`profiles show`). */
interface Line {
  kind: string;
  out: Out;
}

/** Runs one command line to its exit status; every failure has been told by then. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  const line: Line = { kind: "hlsctl", out: outFor(argv) };
  try {
    return await dispatch(line, argv);
  } catch (error) {
    if (error instanceof Failure) {
      reportFailure(line.out, line.kind, error);
      return error.exitCode;
    }
    reportBug(line.out, line.kind, error);
    return EXIT.bug;
  }
}

async function dispatch(line: Line, argv: readonly string[]): Promise<number> {
  const { name, rest } = takeName(argv);
  if (name === undefined || HELP.has(name) || name === "help") return answerHelp(line.out, rest);
  if (name === "--version" || name === "-V") return dispatch(line, ["version", ...rest]);
  const entry = await loadCommand(name);
  line.kind = name;
  if (!isGroup(entry)) return runCommand(line, entry, rest);
  const sub = takeName(rest);
  if (sub.name !== undefined && HELP.has(sub.name)) return groupHelp(line.out, entry);
  return runCommand(line, lookupSub(entry, sub.name), sub.rest);
}

async function runCommand(line: Line, command: Command, argv: readonly string[]): Promise<number> {
  const { out } = line;
  line.kind = command.name;
  if (beforeTerminator(argv).some((word) => HELP.has(word))) return commandHelp(line.out, command);
  const args = parseWords(command.name, command.args, argv);
  if (args.help) return commandHelp(line.out, command);
  const { bunHost } = await import("../host/bun.ts");
  try {
    return (await command.run(args, { host: bunHost, out })) ?? EXIT.ok;
  } catch (error) {
    const { systemFailure } = await import("./system-failure.ts");
    throw systemFailure(bunHost, error) ?? error;
  }
}

const HELP = new Set(["--help", "-h"]);

/** The first word that is no such flag, and all the others in their order. */
function takeName(words: readonly string[]): { name: string | undefined; rest: readonly string[] } {
  const at = words.findIndex((word) => !LEADING.has(word));
  return { name: words[at], rest: words.filter((_, index) => index !== at) };
}

/** Read before the command is known, so that even a usage error is told in the form asked for. */
function outFor(argv: readonly string[]): Out {
  const words = beforeTerminator(argv);
  const short = words.filter((word) => /^-[A-Za-z]+$/.test(word)).join("");
  return makeOut(
    {
      json: words.includes("--json"),
      quiet: words.includes("--quiet") || short.includes("q"),
      verbose: words.includes("--verbose") || short.includes("v"),
      noColor: words.includes("--no-color"),
      noInput: words.includes("--no-input") || words.includes("--yes") || short.includes("y"),
    },
    process.env,
  );
}

/** What follows `--` are words, whatever they look like. */
function beforeTerminator(words: readonly string[]): readonly string[] {
  const end = words.indexOf("--");
  return end < 0 ? words : words.slice(0, end);
}
