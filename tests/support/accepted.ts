import { type Command, isGroup } from "../../lib/commands/command.ts";
import { parseWords } from "../../lib/commands/parse-args.ts";
import { splitWords } from "../../lib/commands/split-words.ts";
import { COMMANDS } from "../../lib/commands/table.ts";

/** Why `hlsctl LINE` would be refused as it is written; undefined when its words are accepted. */
export async function refusalOf(line: string): Promise<string | undefined> {
  const words = splitWords(line);
  if (!words.ok) return `hlsctl ${line}: ${words.problem}`;
  const [name = "", ...rest] = words.value;
  const entry = await COMMANDS.find((known) => known.name === name)?.load();
  const [command, argv] =
    entry && isGroup(entry) ? [entry.commands[rest[0] ?? ""], rest.slice(1)] : [entry, rest];
  try {
    parseWords(name, (command as Command).args, argv);
    return undefined;
  } catch (error) {
    return `hlsctl ${line}: ${error instanceof Error ? error.message : error}`;
  }
}
