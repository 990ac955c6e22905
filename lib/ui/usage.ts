import type { ArgDef, Command, CommandGroup } from "../commands/command.ts";
import type { Painter } from "./paint.ts";

type Row = readonly [string, string];

/** `hlsctl --help`. */
export function renderProgramUsage(commands: readonly Row[], paint: Painter): string {
  return sections(
    "hlsctl brings up HLS test origins from named profiles and says what this machine can do.",
    section("Usage", ["  hlsctl COMMAND [WORDS] [FLAGS]"], paint),
    section("Commands", rows(commands, paint), paint),
    section("Try", ["  hlsctl up", "  hlsctl up 4k-abr --detach", "  hlsctl doctor"], paint),
    "`hlsctl COMMAND --help` tells about one of them.",
  );
}

/** `hlsctl profiles --help`. */
export function renderGroupUsage(group: CommandGroup, paint: Painter): string {
  const commands = Object.values(group.commands).map((command): Row => [command.name, command.description]);
  return sections(
    `${group.description}.`,
    section("Usage", [`  hlsctl ${group.name} COMMAND [WORDS] [FLAGS]`], paint),
    section("Commands", rows(commands, paint), paint),
  );
}

/** `hlsctl up --help`. */
export function renderCommandUsage(command: Command, paint: Painter): string {
  const defs = Object.entries(command.args);
  const words = defs.filter(([, def]) => def.kind === "word");
  const flags = defs.filter(([, def]) => def.kind !== "word");
  const usage = ["hlsctl", command.name, ...words.map(([, def]) => wordHint(def)), "[FLAGS]"].join(" ");
  return sections(
    `${command.description}.`,
    section("Usage", [`  ${usage}`], paint),
    section(
      "Words",
      rows(
        words.map(([, def]): Row => [hintOf(def), describe(def)]),
        paint,
      ),
      paint,
    ),
    section(
      "Flags",
      rows(
        flags.map(([name, def]): Row => [flagLabel(name, def), describe(def)]),
        paint,
      ),
      paint,
    ),
    section(
      "Examples",
      command.examples.map((example) => `  ${example}`),
      paint,
    ),
  );
}

function wordHint(def: ArgDef): string {
  return def.kind === "word" && def.required ? hintOf(def) : `[${hintOf(def)}]`;
}

function hintOf(def: ArgDef): string {
  return def.kind === "flag" ? "" : def.hint;
}

function flagLabel(name: string, def: ArgDef): string {
  const short = def.kind !== "word" && def.short ? `-${def.short}, ` : "    ";
  return `${short}--${name}${def.kind === "value" ? ` ${def.hint}` : ""}`;
}

function describe(def: ArgDef): string {
  const options = def.kind === "flag" ? undefined : def.options;
  return options ? `${def.description}: ${options.join(", ")}` : def.description;
}

function rows(pairs: readonly Row[], paint: Painter): string[] {
  const width = Math.max(0, ...pairs.map(([name]) => name.length));
  return pairs.map(([name, text]) => `  ${paint.cyan(name.padEnd(width))}  ${text}`);
}

function section(title: string, lines: readonly string[], paint: Painter): string {
  return lines.length === 0 ? "" : [paint.bold(title), ...lines].join("\n");
}

function sections(...parts: readonly string[]): string {
  return parts.filter(Boolean).join("\n\n");
}
