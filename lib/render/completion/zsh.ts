import { quoteShell } from "../quote/shell.ts";
import { escapeZshSpec } from "../quote/zsh-spec.ts";
import {
  type CommandShape,
  type EntryShape,
  type FlagShape,
  type GroupShape,
  isGroupShape,
  type WordShape,
} from "./shape.ts";
import WALK from "./shell/walk.zsh" with { type: "text" };
import { sourceOfValues, spellings } from "./words.ts";

const HEAD = `#compdef hlsctl
# zsh completion for hlsctl, made by \`hlsctl completion zsh\`.
#
# Now:       source <(hlsctl completion zsh)    (after compinit)
# For good:  hlsctl completion zsh > "\${fpath[1]}/_hlsctl"`;

/** The completion script for zsh: one function a command, in the words of `_arguments`. */
export function renderZshCompletion(entries: readonly EntryShape[]): string {
  const functions = entries.flatMap((entry) =>
    isGroupShape(entry) ? groupFunctions(entry) : [commandFunction(entry)],
  );
  return [HEAD, ...functions, rootFunction(entries), WALK].join("\n\n");
}

function rootFunction(entries: readonly EntryShape[]): string {
  const flags = [
    "(- *)-h[Show help]",
    "(- *)--help[Show help]",
    "(- *)--version[Tell version, commit and target]",
    "--json[Answer in JSON on stdout]",
  ];
  return dispatchFunction("_hlsctl_root", entries, flags);
}

function groupFunctions(group: GroupShape): string[] {
  const commands = group.commands.map((command) => ({ ...command, name: lastWord(command.name) }));
  return [
    ...group.commands.map(commandFunction),
    dispatchFunction(functionName(group.name), commands, ["(- *)-h[Show help]", "(- *)--help[Show help]"]),
  ];
}

/** A function that completes one word from the table and hands what follows to that word's own function. */
function dispatchFunction(
  name: string,
  entries: readonly { name: string; description: string }[],
  flags: readonly string[],
): string {
  const rows = entries.map((entry) => `    ${quoteShell(`${entry.name}:${entry.description}`)}`);
  const prefix = name === "_hlsctl_root" ? "_hlsctl" : name;
  const arms = entries.map(
    (entry) => `        ${entry.name}) ${prefix}_${entry.name.replaceAll("-", "_")} && ret=0 ;;`,
  );
  return `${name}() {
  local curcontext=$curcontext state state_descr line ret=1
  typeset -A opt_args
  local -a commands=(
${rows.join("\n")}
  )
  _arguments -C ${flags.map(quoteShell).join(" ")} '1: :->command' '*:: :->rest' && ret=0
  case $state in
    command) _describe -t commands command commands && ret=0 ;;
    rest)
      curcontext=\${curcontext%:*:*}:hlsctl-$words[1]:
      case $words[1] in
${arms.join("\n")}
      esac
      ;;
  esac
  return ret
}`;
}

function commandFunction({ name, words, flags }: CommandShape): string {
  const specs = [...flags.flatMap(flagSpecs), ...words.map(wordSpec)];
  return `${functionName(name)}() {\n  _arguments -s -S ${["", ...specs.map(quoteShell)].join(" \\\n    ")}\n}`;
}

/** `(-n --tail)--tail=[Only the last lines]:LINES: `; an equals sign allows both `--tail 5` and `--tail=5`. */
function flagSpecs(flag: FlagShape): string[] {
  const all = spellings(flag);
  const others = flag.isRepeatable ? "*" : `(${all.join(" ")})`;
  const text = `[${escapeZshSpec(flag.description)}]`;
  if (flag.hint === null) return all.map((spelling) => `${others}${spelling}${text}`);
  const hint = flag.hint;
  return all.map((spelling) => {
    const joint = spelling.startsWith("--") ? "=" : "+";
    return `${others}${spelling}${joint}${text}:${escapeZshSpec(hint)}:${actionOf(flag)}`;
  });
}

function wordSpec(word: WordShape): string {
  const place = word.isRepeatable ? "*:" : word.isRequired ? ":" : "::";
  return `${place}${escapeZshSpec(word.hint)}:${actionOf(word)}`;
}

function actionOf(of: WordShape | FlagShape): string {
  const source = sourceOfValues(of);
  switch (source.from) {
    case "options":
      return `(${source.options.join(" ")})`;
    case "hlsctl":
      return ` _hlsctl_dynamic ${source.kind}`;
    case "files":
      return "_files";
    case "folders":
      return "_files -/";
    case "user":
      return " ";
    default:
      return source satisfies never;
  }
}

function functionName(command: string): string {
  return `_hlsctl_${command.replace(/[ -]/g, "_")}`;
}

function lastWord(name: string): string {
  return name.slice(name.lastIndexOf(" ") + 1);
}
