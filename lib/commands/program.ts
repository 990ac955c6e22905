import { EXIT, Failure } from "../errors.ts";
import { suggest } from "../registry/suggest.ts";
import { reportBug, reportFailure } from "../ui/failure.ts";
import { makeOut, type Out } from "../ui/out.ts";
import { renderCommandUsage, renderGroupUsage, renderProgramUsage } from "../ui/usage.ts";
import { type Command, type CommandGroup, isGroup } from "./command.ts";
import { describeCommand, describeGroup } from "./describe.ts";
import { parseWords } from "./parse-args.ts";
import { COMMANDS } from "./table.ts";

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
  if (name === undefined || HELP.has(name) || name === "help") return help(line, rest);
  if (name === "--version" || name === "-V") return dispatch(line, ["version", ...rest]);
  const entry = await loadCommand(name);
  line.kind = name;
  if (!isGroup(entry)) return runCommand(line, entry, rest);
  const sub = takeName(rest);
  if (sub.name !== undefined && HELP.has(sub.name)) return groupHelp(line, entry);
  return runCommand(line, lookupSub(entry, sub.name), sub.rest);
}

async function runCommand(line: Line, command: Command, argv: readonly string[]): Promise<number> {
  const { out } = line;
  line.kind = command.name;
  if (beforeTerminator(argv).some((word) => HELP.has(word))) return commandHelp(line, command);
  const args = parseWords(command.name, command.args, argv);
  if (args.help) return commandHelp(line, command);
  const { bunHost } = await import("../host/bun.ts");
  return (await command.run(args, { host: bunHost, out })) ?? EXIT.ok;
}

async function help(line: Line, words: readonly string[]): Promise<number> {
  const [name, sub] = words.filter((word) => !word.startsWith("-"));
  if (name === undefined) return programHelp(line);
  const entry = await loadCommand(name);
  if (!isGroup(entry)) return commandHelp(line, entry);
  return sub === undefined ? groupHelp(line, entry) : commandHelp(line, lookupSub(entry, sub));
}

function programHelp({ out }: Line): number {
  const commands = COMMANDS.filter((entry) => !entry.isHidden);
  out.data("help", { commands: commands.map(({ name, description }) => ({ name, description })) });
  out.answer(
    renderProgramUsage(
      commands.map((entry) => [entry.name, entry.description] as const),
      out,
    ),
  );
  return EXIT.ok;
}

function groupHelp({ out }: Line, group: CommandGroup): number {
  const shape = describeGroup(group);
  out.data("help", shape);
  out.answer(renderGroupUsage(shape, out));
  return EXIT.ok;
}

function commandHelp({ out }: Line, command: Command): number {
  const shape = describeCommand(command);
  out.data("help", shape);
  out.answer(renderCommandUsage(shape, out));
  return EXIT.ok;
}

async function loadCommand(name: string): Promise<Command | CommandGroup> {
  const entry = COMMANDS.find((known) => known.name === name);
  if (entry) return entry.load();
  if (name.startsWith("-")) throw unknownLeadingFlag(name);
  throw unknownCommand(
    name,
    COMMANDS.filter((known) => !known.isHidden).map((known) => known.name),
  );
}

function lookupSub(group: CommandGroup, name: string | undefined): Command {
  const command =
    name !== undefined && Object.hasOwn(group.commands, name) ? group.commands[name] : undefined;
  if (command) return command;
  const known = Object.keys(group.commands);
  if (name !== undefined) throw unknownCommand(name, known, `${group.name} `);
  throw new Failure("usage-missing-argument", `\`hlsctl ${group.name}\` needs one of ${known.join(", ")}.`, {
    hint: `\`hlsctl ${group.name} --help\` tells what each does.`,
  });
}

function unknownLeadingFlag(name: string): Failure {
  const near = suggest(name, ["--version", "--help", ...LEADING]);
  const meant = near ? `Did you mean ${near}? ` : "";
  return new Failure("usage-unknown-flag", `\`hlsctl\` has no flag ${name} before its command.`, {
    hint: `${meant}Flags of a command follow it: hlsctl COMMAND [WORDS] [FLAGS]`,
  });
}

function unknownCommand(name: string, known: readonly string[], family = ""): Failure {
  const near = suggest(name, known);
  const meant = near ? `Did you mean \`hlsctl ${family}${near}\`? ` : "";
  return new Failure("usage-unknown-command", `There is no command \`hlsctl ${family}${name}\`.`, {
    hint: `${meant}The commands are ${known.join(", ")}.`,
  });
}

const HELP = new Set(["--help", "-h"]);

/** Flags of every command, which may stand before it: `hlsctl --json ps`. */
const LEADING = new Set([
  "--json",
  "--quiet",
  "-q",
  "--verbose",
  "-v",
  "--no-color",
  "--no-input",
  "--yes",
  "-y",
  "--dry-run",
]);

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
