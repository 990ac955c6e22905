import { completionScript, type Shell } from "../../lib/commands/completion.ts";
import type { Generated } from "./generated.ts";

/** What `hlsctl completion SHELL` prints, for packages to install. */
export const COMPLETIONS: readonly Generated[] = [
  completionFile("completions/hlsctl.bash", "bash"),
  completionFile("completions/_hlsctl", "zsh"),
  completionFile("completions/hlsctl.fish", "fish"),
];

function completionFile(path: string, shell: Shell): Generated {
  return { path, render: () => completionScript(shell) };
}
