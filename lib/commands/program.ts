import { EXIT, Failure } from "../errors.ts";
import { bunHost } from "../host/bun.ts";
import { suggest } from "../registry/suggest.ts";
import { reportBug, reportFailure } from "../ui/failure.ts";
import { makeOut, type Out } from "../ui/out.ts";
import { renderCommandUsage, renderGroupUsage, renderProgramUsage } from "../ui/usage.ts";
import { type Command, type CommandGroup, isGroup } from "./command.ts";
import { parseWords } from "./parse-args.ts";
import { COMMANDS } from "./table.ts";

/** Runs one command line to its exit status; every failure has been told by then. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  const words = commandFirst(argv);
  const out = outFor(words);
  try {
    return await dispatch(words, out);
  } catch (error) {
    const kind = words.find((word) => !word.startsWith("-")) ?? "hlsctl";
    if (error instanceof Failure) {
      reportFailure(out, kind, error);
      return error.exitCode;
    }
    reportBug(out, kind, error);
    return EXIT.bug;
  }
}

async function dispatch(words: readonly string[], out: Out): Promise<number> {
  const [name, ...rest] = words;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") return help(rest, out);
  if (name === "--version" || name === "-V") return dispatch(["version", ...rest], out);
  const entry = await loadCommand(name);
  if (!isGroup(entry)) return runCommand(entry, rest, out);
  const [sub, ...subRest] = rest;
  if (sub === undefined || sub === "--help" || sub === "-h") {
    out.answer(renderGroupUsage(entry, out.paint));
    if (sub !== undefined) return EXIT.ok;
    throw new Failure(
      "usage-missing-argument",
      `\`hlsctl ${name}\` needs one of ${Object.keys(entry.commands).join(", ")}.`,
    );
  }
  return runCommand(lookupSub(entry, sub), subRest, out);
}

async function runCommand(command: Command, argv: readonly string[], out: Out): Promise<number> {
  if (argv.includes("--help") || argv.includes("-h")) {
    out.answer(renderCommandUsage(command, out.paint));
    return EXIT.ok;
  }
  await command.run(parseWords(command.name, command.args, argv), { host: bunHost, out });
  return EXIT.ok;
}

async function help(words: readonly string[], out: Out): Promise<number> {
  const [name, sub] = words.filter((word) => !word.startsWith("-"));
  if (name === undefined) {
    const commands = COMMANDS.filter((entry) => !entry.isHidden).map(
      (entry) => [entry.name, entry.description] as const,
    );
    out.answer(renderProgramUsage(commands, out.paint));
    return EXIT.ok;
  }
  const entry = await loadCommand(name);
  if (!isGroup(entry)) out.answer(renderCommandUsage(entry, out.paint));
  else if (sub === undefined) out.answer(renderGroupUsage(entry, out.paint));
  else out.answer(renderCommandUsage(lookupSub(entry, sub), out.paint));
  return EXIT.ok;
}

async function loadCommand(name: string): Promise<Command | CommandGroup> {
  const entry = COMMANDS.find((known) => known.name === name);
  if (entry) return entry.load();
  throw unknownCommand(
    name,
    COMMANDS.filter((known) => !known.isHidden).map((known) => known.name),
  );
}

function lookupSub(group: CommandGroup, name: string): Command {
  const command = Object.hasOwn(group.commands, name) ? group.commands[name] : undefined;
  if (command) return command;
  throw unknownCommand(name, Object.keys(group.commands), `${group.name} `);
}

function unknownCommand(name: string, known: readonly string[], family = ""): Failure {
  const near = suggest(name, known);
  const meant = near ? `Did you mean \`hlsctl ${family}${near}\`? ` : "";
  return new Failure("usage-unknown-command", `There is no command \`hlsctl ${family}${name}\`.`, {
    hint: `${meant}The commands are ${known.join(", ")}.`,
  });
}

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

/** Flags of every command may stand before it: `hlsctl --json ps`. */
function commandFirst(argv: readonly string[]): string[] {
  const start = argv.findIndex((word) => !LEADING.has(word));
  if (start <= 0) return [...argv];
  return [...argv.slice(start), ...argv.slice(0, start)];
}

/** Read before the command is known, so that even a usage error is told in the form asked for. */
function outFor(words: readonly string[]): Out {
  const end = words.indexOf("--");
  const flags = new Set(end < 0 ? words : words.slice(0, end));
  const has = (...names: string[]) => names.some((name) => flags.has(name));
  return makeOut(
    {
      json: has("--json"),
      quiet: has("--quiet", "-q"),
      verbose: has("--verbose", "-v"),
      noColor: has("--no-color"),
      noInput: has("--no-input", "--yes", "-y"),
    },
    process.env,
  );
}
