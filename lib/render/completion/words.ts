import {
  type CommandShape,
  type DynamicCompletion,
  type EntryShape,
  type FlagShape,
  isGroupShape,
  type WordShape,
} from "./shape.ts";

/** Where the values of a word or a flag come from, the same for every shell. */
export type ValueSource =
  | { from: "options"; options: readonly string[] }
  | { from: "hlsctl"; kind: DynamicCompletion }
  | { from: "files" }
  | { from: "folders" }
  | { from: "user" };

export function sourceOfValues({ options, completes }: WordShape | FlagShape): ValueSource {
  if (options.length > 0) return { from: "options", options };
  if (completes === null) return { from: "user" };
  if (completes === "files" || completes === "folders") return { from: completes };
  return { from: "hlsctl", kind: completes };
}

/** Every command that can be run, those of groups too. */
export function commandsOf(entries: readonly EntryShape[]): CommandShape[] {
  return entries.flatMap((entry) => (isGroupShape(entry) ? entry.commands : [entry]));
}

/**
 * Flags that take the next word, as typed: `--set`, `-n`. A shell skips their values before it knows the command, so no flag
 * takes a value in one command and none in another (a test looks).
 */
export function valuedFlags(entries: readonly EntryShape[]): string[] {
  const flags = commandsOf(entries).flatMap((command) => command.flags);
  return [...new Set(flags.filter((flag) => flag.hint !== null).flatMap(spellings))].sort();
}

/** A flag as it may be typed: `--tail`, `-n`. */
export function spellings({ name, short }: FlagShape): string[] {
  return short === null ? [`--${name}`] : [`--${name}`, `-${short}`];
}
