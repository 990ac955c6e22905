import type { CommandGroup } from "./command.ts";
import { nixShow } from "./nix-show.ts";
import { nixWrite } from "./nix-write.ts";

export const nixGroup: CommandGroup = {
  name: "nix",
  description: "Write the Nix flake, and show what builds from it",
  commands: { write: nixWrite, show: nixShow },
};
