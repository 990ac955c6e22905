import type {
  CommandShape,
  EntryShape,
  FlagShape,
  GroupShape,
  WordShape,
} from "../render/completion/shape.ts";
import { type ArgDef, type Command, type CommandGroup, isGroup } from "./command.ts";
import { COMMANDS } from "./table.ts";

/** Every command that is not hidden, as plain data: what completions and the reference are made from. */
export async function describeProgram(): Promise<EntryShape[]> {
  const shown = COMMANDS.filter((entry) => !entry.isHidden);
  const loaded = await Promise.all(shown.map((entry) => entry.load()));
  return loaded.map((entry, index) => ({
    ...(isGroup(entry) ? describeGroup(entry) : describeCommand(entry)),
    description: shown[index]?.description ?? entry.description,
  }));
}

export function describeGroup(group: CommandGroup): GroupShape {
  const { name, description, commands } = group;
  return { name, description, commands: Object.values(commands).map(describeCommand) };
}

export function describeCommand(command: Command): CommandShape {
  const { name, description, examples } = command;
  const defs = Object.entries(command.args);
  return {
    name,
    description,
    words: defs.flatMap(([, def]) => (def.kind === "word" ? [describeWord(def)] : [])),
    flags: defs.flatMap(([flag, def]) => (def.kind === "word" ? [] : [describeFlag(flag, def)])),
    examples,
  };
}

function describeFlag(name: string, def: Exclude<ArgDef, { kind: "word" }>): FlagShape {
  const { description, short = null } = def;
  if (def.kind === "flag") {
    return { name, short, description, hint: null, isRepeatable: false, options: [], completes: null };
  }
  const { hint, repeatable = false, options = [], completes = null } = def;
  return { name, short, description, hint, isRepeatable: repeatable, options, completes };
}

function describeWord(def: Extract<ArgDef, { kind: "word" }>): WordShape {
  const { hint, description, required = false, repeatable = false, options = [], completes = null } = def;
  return { hint, description, isRequired: required, isRepeatable: repeatable, options, completes };
}
