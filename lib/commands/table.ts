import type { Command, CommandGroup } from "./command.ts";

export interface TableEntry {
  name: string;
  description: string;
  isHidden?: boolean;
  load(): Promise<Command | CommandGroup>;
}

/** Every command, loaded only when it is called. */
export const COMMANDS: readonly TableEntry[] = [
  {
    name: "profiles",
    description: "List, show, compare and check profiles",
    load: async () => (await import("./profiles.ts")).profilesGroup,
  },
  {
    name: "explain",
    description: "Tell what a configuration key means and where its value came from",
    load: async () => (await import("./explain.ts")).explainCommand,
  },
  {
    name: "version",
    description: "Tell version, commit and target",
    load: async () => (await import("./version.ts")).versionCommand,
  },
];
