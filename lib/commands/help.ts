import { EXIT } from "../errors.ts";
import type { Out } from "../ui/out.ts";
import { renderCommandUsage, renderGroupUsage, renderProgramUsage } from "../ui/usage.ts";
import { type Command, type CommandGroup, isGroup } from "./command.ts";
import { describeCommand, describeGroup } from "./describe.ts";
import { loadCommand, lookupSub } from "./find-command.ts";
import { COMMANDS } from "./table.ts";

/** `hlsctl help [COMMAND [COMMAND]]`, in JSON the same as data. */
export async function answerHelp(out: Out, words: readonly string[]): Promise<number> {
  const [name, sub] = words.filter((word) => !word.startsWith("-"));
  if (name === undefined) return programHelp(out);
  const entry = await loadCommand(name);
  if (!isGroup(entry)) return commandHelp(out, entry);
  return sub === undefined ? groupHelp(out, entry) : commandHelp(out, lookupSub(entry, sub));
}

function programHelp(out: Out): number {
  const commands = COMMANDS.filter((entry) => !entry.isHidden);
  out.data("help", { commands: commands.map(({ name, description }) => ({ name, description })) });
  out.answer(
    renderProgramUsage(
      commands.map((entry) => [entry.name, entry.description] as const),
      out,
    ),
  );
  return EXIT.ok;
}

export function groupHelp(out: Out, group: CommandGroup): number {
  const shape = describeGroup(group);
  out.data("help", shape);
  out.answer(renderGroupUsage(shape, out));
  return EXIT.ok;
}

export function commandHelp(out: Out, command: Command): number {
  const shape = describeCommand(command);
  out.data("help", shape);
  out.answer(renderCommandUsage(shape, out));
  return EXIT.ok;
}
