import { renderBashCompletion } from "../render/completion/bash.ts";
import { renderFishCompletion } from "../render/completion/fish.ts";
import { renderZshCompletion } from "../render/completion/zsh.ts";
import { defineCommand } from "./command.ts";
import { OUTPUT_ARGS } from "./common-args.ts";
import { describeProgram } from "./describe.ts";

const RENDERERS = { bash: renderBashCompletion, zsh: renderZshCompletion, fish: renderFishCompletion };

export type Shell = keyof typeof RENDERERS;

export async function completionScript(shell: Shell): Promise<string> {
  return RENDERERS[shell](await describeProgram());
}

export const completionCommand = defineCommand({
  name: "completion",
  description: "Print a completion script for bash, zsh or fish",
  args: {
    shell: {
      kind: "word",
      hint: "SHELL",
      description: "The shell",
      required: true,
      options: Object.keys(RENDERERS),
      failure: "usage-unknown-shell",
    },
    ...OUTPUT_ARGS,
  },
  examples: [
    "source <(hlsctl completion bash)",
    'hlsctl completion zsh > "$' + '{fpath[1]}/_hlsctl"',
    "hlsctl completion fish > ~/.config/fish/completions/hlsctl.fish",
  ],
  async run({ shell }, { out }) {
    const script = await completionScript(shell as Shell);
    out.data("completion", { shell, script });
    out.answer(script);
  },
});
