import type { FailureId } from "../errors.ts";
import type { Host } from "../host/host.ts";
import type { Completion } from "../render/completion/shape.ts";
import type { Out } from "../ui/out.ts";

/** One option or word of a command: data, from which parsing, help, completions and the reference are made. */
export type ArgDef =
  | { kind: "flag"; description: string; short?: string }
  | {
      kind: "value";
      description: string;
      /** Name of the value in help: `PROFILE`. */
      hint: string;
      short?: string;
      /** Every occurrence counts, in order. */
      repeatable?: boolean;
      /** A fixed set of allowed words. */
      options?: readonly string[];
      /** What completions offer at run time. */
      completes?: Completion;
    }
  | {
      kind: "word";
      description: string;
      hint: string;
      required?: boolean;
      /** All further words; the last of a command's words. */
      repeatable?: boolean;
      options?: readonly string[];
      /** What a word that is none of the options is called, `usage-bad-value` when not said. */
      failure?: FailureId;
      completes?: Completion;
    };

export type { Completion };

export type ArgDefs = Readonly<Record<string, ArgDef>>;

/** What `run` gets: flags are booleans, repeatable values lists, everything else text or absent. */
export type ParsedArgs<Defs extends ArgDefs> = {
  readonly [Name in keyof Defs]: Defs[Name] extends { kind: "flag" }
    ? boolean
    : Defs[Name] extends { kind: "value" | "word"; repeatable: true }
      ? readonly string[]
      : Defs[Name] extends { kind: "word"; required: true }
        ? string
        : string | undefined;
};

export interface CommandContext {
  host: Host;
  out: Out;
}

export interface Command {
  /** Full name as typed: `profiles show`. */
  name: string;
  description: string;
  args: ArgDefs;
  examples: readonly string[];
  /** Answers with the exit status; nothing is 0. */
  run(args: ParsedArgs<ArgDefs>, context: CommandContext): Promise<number | undefined>;
}

/** A family of commands under one word: `profiles list|show|…`. */
export interface CommandGroup {
  name: string;
  description: string;
  /** By the word that names each: `show` → the command `profiles show`. */
  commands: Readonly<Record<string, Command>>;
}

/** Gives `run` the types that its `args` imply. */
export function defineCommand<const Defs extends ArgDefs>(definition: {
  name: string;
  description: string;
  args: Defs;
  examples?: readonly string[];
  run(args: ParsedArgs<Defs>, context: CommandContext): Promise<number | undefined> | Promise<void>;
}): Command {
  return { examples: [], ...definition } as unknown as Command;
}

export function isGroup(entry: Command | CommandGroup): entry is CommandGroup {
  return "commands" in entry;
}
