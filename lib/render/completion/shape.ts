/** What a shell needs to know of the command line: plain data, made from the command table by `describe.ts`. */

/** What completions ask hlsctl for at run time; `files` and `folders` the shell knows itself. */
export const DYNAMIC = [
  "profiles",
  "instances",
  "types",
  "outputs",
  "checks",
  "keys",
  "settings",
  "inputs",
] as const;
export type DynamicCompletion = (typeof DYNAMIC)[number];
export type Completion = DynamicCompletion | "files" | "folders";

export interface FlagShape {
  /** Without the dashes: `dry-run`. */
  name: string;
  short: string | null;
  description: string;
  /** Name of its value, null when it takes none. */
  hint: string | null;
  isRepeatable: boolean;
  /** Allowed values, empty when any will do. */
  options: readonly string[];
  completes: Completion | null;
}

export interface WordShape {
  hint: string;
  description: string;
  isRequired: boolean;
  /** All further words too. */
  isRepeatable: boolean;
  options: readonly string[];
  completes: Completion | null;
}

export interface CommandShape {
  /** Full name as typed: `profiles show`. */
  name: string;
  description: string;
  words: readonly WordShape[];
  flags: readonly FlagShape[];
  examples: readonly string[];
}

/** A word with commands below it: `profiles`. */
export interface GroupShape {
  name: string;
  description: string;
  commands: readonly CommandShape[];
}

export type EntryShape = CommandShape | GroupShape;

export function isGroupShape(entry: EntryShape): entry is GroupShape {
  return "commands" in entry;
}
