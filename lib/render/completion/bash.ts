import { quoteShell } from "../quote/shell.ts";
import { type CommandShape, type EntryShape, isGroupShape } from "./shape.ts";
import WALK from "./shell/walk.bash" with { type: "text" };
import { commandsOf, sourceOfValues, spellings, type ValueSource, valuedFlags } from "./words.ts";

const HEAD = `# shellcheck shell=bash disable=SC2034,SC2086,SC2206
# bash completion for hlsctl, made by \`hlsctl completion bash\`.
#
# Now:       source <(hlsctl completion bash)
# For good:  hlsctl completion bash > ~/.local/share/bash-completion/completions/hlsctl
#            or, without the package bash-completion, the line above in ~/.bashrc`;

/** The completion script for bash, 3.2 (macOS) and later; the package bash-completion is not needed. */
export function renderBashCompletion(entries: readonly EntryShape[]): string {
  const valued = `_hlsctl_valued=${listOf(valuedFlags(entries))}`;
  return [HEAD, valued, wordsFunction(entries), valueFunction(entries), WALK].join("\n\n");
}

/** `_hlsctl_words 'profiles show'`: what may follow the command. */
function wordsFunction(entries: readonly EntryShape[]): string {
  const groups = entries.filter(isGroupShape);
  const arms = [
    arm("", [
      `subs=${listOf(entries.map((entry) => entry.name))}`,
      `flags=${listOf(["--help", "--version", "--json"])}`,
    ]),
    ...groups.map((group) =>
      arm(group.name, [`subs=${listOf(group.commands.map(lastWord))}`, `flags=${listOf(["--help"])}`]),
    ),
    ...commandsOf(entries).map((command) => arm(command.name, commandLines(command))),
  ];
  return [
    "_hlsctl_words() {",
    "  subs='' flags='' wanted='' rest=''",
    "  case $1 in",
    ...arms,
    "  esac",
    "}",
  ].join("\n");
}

function commandLines({ words, flags }: CommandShape): string[] {
  const wanted = words.map((word) => tagOf(sourceOfValues(word)));
  return [
    `wanted=${listOf(wanted)}`,
    `rest=${quoteShell(words.at(-1)?.isRepeatable ? (wanted.at(-1) ?? "") : "")}`,
    `flags=${listOf(flags.map((flag) => `--${flag.name}`))}`,
  ];
}

function arm(pattern: string, lines: readonly string[]): string {
  return `    ${quoteShell(pattern)})\n${lines.map((line) => `      ${line}\n`).join("")}      ;;`;
}

/** `_hlsctl_value 'up --type'`: where the values of a flag come from. */
function valueFunction(entries: readonly EntryShape[]): string {
  const rows = commandsOf(entries).flatMap((command) =>
    command.flags
      .filter((flag) => flag.hint !== null)
      .flatMap((flag) =>
        spellings(flag).map((spelling) => ({
          pattern: quoteShell(`${command.name} ${spelling}`),
          tag: tagOf(sourceOfValues(flag)),
        })),
      ),
  );
  const known = Map.groupBy(
    rows.filter((row) => row.tag !== "user"),
    (row) => row.tag,
  );
  const arms = [...known].map(
    ([tag, some]) =>
      `    ${some.map((row) => row.pattern).join(" | ")})\n      source=${quoteShell(tag)}\n      ;;`,
  );
  return ["_hlsctl_value() {", "  source=user", "  case $1 in", ...arms, "  esac", "}"].join("\n");
}

/** A source as one word: `options:origin,swarm`, `hlsctl:profiles`, `files`. */
function tagOf(source: ValueSource): string {
  if (source.from === "options") return `options:${source.options.join(",")}`;
  return source.from === "hlsctl" ? `hlsctl:${source.kind}` : source.from;
}

function listOf(words: readonly string[]): string {
  return quoteShell(words.join(" "));
}

function lastWord({ name }: CommandShape): string {
  return name.slice(name.lastIndexOf(" ") + 1);
}
