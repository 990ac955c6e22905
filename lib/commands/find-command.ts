import { Failure } from "../errors.ts";
import { suggest } from "../registry/suggest.ts";
import type { Command, CommandGroup } from "./command.ts";
import { COMMANDS } from "./table.ts";

/** Flags of every command, which may stand before it: `hlsctl --json ps`. */
export const LEADING = new Set([
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

/** The command or family of that name; throws `Failure("usage-unknown-command")` with the nearest. */
export async function loadCommand(name: string): Promise<Command | CommandGroup> {
  const entry = COMMANDS.find((known) => known.name === name);
  if (entry) return entry.load();
  if (name.startsWith("-")) throw unknownLeadingFlag(name);
  throw unknownCommand(
    name,
    COMMANDS.filter((known) => !known.isHidden).map((known) => known.name),
  );
}

/** A command of a family. */
export function lookupSub(group: CommandGroup, name: string | undefined): Command {
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
