import { quoteFish as q } from "../quote/fish.ts";
import { type CommandShape, type EntryShape, type FlagShape, isGroupShape, type WordShape } from "./shape.ts";
import WALK from "./shell/walk.fish" with { type: "text" };
import { commandsOf, sourceOfValues, valuedFlags } from "./words.ts";

const HEAD = `# fish completion for hlsctl, made by \`hlsctl completion fish\`.
#
# Now:       hlsctl completion fish | source
# For good:  hlsctl completion fish > ~/.config/fish/completions/hlsctl.fish`;

/** The completion script for fish: one `complete` for each command, flag and word. */
export function renderFishCompletion(entries: readonly EntryShape[]): string {
  const groups = entries.filter(isGroupShape);
  const valued = `set -g __hlsctl_valued ${valuedFlags(entries).join(" ")}`;
  const names = `set -g __hlsctl_groups ${groups.map((group) => group.name).join(" ")}`;
  const lines = [
    "complete -c hlsctl -f",
    ...entries.map((entry) => subcommand("", entry.name, entry.description)),
    ...groups.flatMap((group) =>
      group.commands.map(({ name, description }) =>
        subcommand(group.name, name.slice(group.name.length + 1), description),
      ),
    ),
    "complete -c hlsctl -s h -l help -d 'Show help'",
    "complete -c hlsctl -n '__hlsctl_in \"\"' -l version -d 'Tell version, commit and target'",
    ...commandsOf(entries).flatMap(commandLines),
  ];
  return `${[HEAD, [valued, names].join("\n"), WALK.trimEnd(), lines.join("\n")].join("\n\n")}\n`;
}

function subcommand(above: string, word: string, description: string): string {
  return `complete -c hlsctl -n ${q(`__hlsctl_in "${above}"`)} -a ${q(word)} -d ${q(description)}`;
}

function commandLines(command: CommandShape): string[] {
  const flags = command.flags.filter((flag) => flag.name !== "help");
  return [
    ...flags.map((flag) => flagLine(command, flag)),
    ...command.words.flatMap((word, index) => wordLine(command, word, index)),
  ];
}

function flagLine({ name }: CommandShape, flag: FlagShape): string {
  const short = flag.short === null ? "" : ` -s ${flag.short}`;
  const condition = q(`__hlsctl_in "${name}"`);
  return `complete -c hlsctl -n ${condition}${short} -l ${flag.name}${flag.hint === null ? "" : ` ${argumentOf(flag)}`} -d ${q(flag.description)}`;
}

function wordLine({ name }: CommandShape, word: WordShape, index: number): string[] {
  if (sourceOfValues(word).from === "user") return [];
  const test = word.isRepeatable ? "__hlsctl_words_from" : "__hlsctl_word";
  return [`complete -c hlsctl -n ${q(`${test} "${name}" ${index}`)} ${argumentOf(word).replace(/^-x /, "")}`];
}

/** `-x` takes a value and offers no files, `-r` takes a value. */
function argumentOf(of: FlagShape | WordShape): string {
  const source = sourceOfValues(of);
  switch (source.from) {
    case "options":
      return `-x -a ${q(source.options.join(" "))}`;
    case "hlsctl":
      return `-x -k -a ${q(`(__hlsctl_dynamic ${source.kind})`)}`;
    case "files":
      return "-r -F";
    case "folders":
      return "-x -a '(__fish_complete_directories)'";
    case "user":
      return "-x";
    default:
      return source satisfies never;
  }
}
