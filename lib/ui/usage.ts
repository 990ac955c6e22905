import type { CommandShape, FlagShape, GroupShape, WordShape } from "../render/completion/shape.ts";
import { renderColumns, wrap } from "./columns.ts";
import type { Painter } from "./paint.ts";

type Row = readonly [string, string];

/** Where help is read. */
interface Page {
  paint: Painter;
  width: number;
}

/** `hlsctl --help`. */
export function renderProgramUsage(commands: readonly Row[], page: Page): string {
  return sections(
    text("hlsctl brings up HLS test origins from named profiles and says what this machine can do.", page),
    section("Usage", ["  hlsctl COMMAND [WORDS] [FLAGS]"], page),
    section("Commands", rows(commands, page), page),
    section("Try", ["  hlsctl up", "  hlsctl up 4k-abr --detach", "  hlsctl doctor"], page),
    "`hlsctl COMMAND --help` tells about one of them.",
  );
}

/** `hlsctl profiles --help`. */
export function renderGroupUsage(group: GroupShape, page: Page): string {
  const commands = group.commands.map((command): Row => [command.name, command.description]);
  return sections(
    text(`${group.description}.`, page),
    section("Usage", [`  hlsctl ${group.name} COMMAND [WORDS] [FLAGS]`], page),
    section("Commands", rows(commands, page), page),
    `\`hlsctl ${group.name} COMMAND --help\` tells about one of them.`,
  );
}

/** `hlsctl up --help`. */
export function renderCommandUsage(command: CommandShape, page: Page): string {
  const { name, words, flags, examples } = command;
  const usage = ["hlsctl", name, ...words.map(wordLabel), "[FLAGS]"].join(" ");
  const wordRows = words.map((word): Row => [word.hint, describe(word)]);
  const flagRows = flags.map((flag): Row => [flagLabel(flag), describe(flag)]);
  return sections(
    text(`${command.description}.`, page),
    section("Usage", [`  ${usage}`], page),
    section("Words", rows(wordRows, page), page),
    section("Flags", rows(flagRows, page), page),
    section(
      "Examples",
      examples.map((example) => `  ${example}`),
      page,
    ),
  );
}

function wordLabel({ hint, isRequired, isRepeatable }: WordShape): string {
  const label = isRepeatable ? `${hint}…` : hint;
  return isRequired ? label : `[${label}]`;
}

function flagLabel({ name, short, hint }: FlagShape): string {
  return `${short === null ? "    " : `-${short}, `}--${name}${hint === null ? "" : ` ${hint}`}`;
}

function describe({ description, options }: WordShape | FlagShape): string {
  return options.length > 0 ? `${description}: ${options.join(", ")}` : description;
}

function rows(pairs: readonly Row[], { paint, width }: Page): string[] {
  return renderColumns(
    pairs.map(([label, words]) => [paint.cyan(label), words]),
    { width, indent: 2 },
  );
}

function section(title: string, lines: readonly string[], { paint }: Page): string {
  return lines.length === 0 ? "" : [paint.bold(title), ...lines].join("\n");
}

function text(words: string, { width }: Page): string {
  return wrap(words, width).join("\n");
}

function sections(...parts: readonly string[]): string {
  return parts.filter(Boolean).join("\n\n");
}
