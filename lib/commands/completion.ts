import { Failure } from "../errors.ts";
import { suggest } from "../registry/suggest.ts";
import { renderBashCompletion } from "../render/completion/bash.ts";
import { renderFishCompletion } from "../render/completion/fish.ts";
import type { EntryShape } from "../render/completion/shape.ts";
import { renderZshCompletion } from "../render/completion/zsh.ts";
import { defineCommand } from "./command.ts";
import { OUTPUT_ARGS } from "./common-args.ts";
import { describeProgram } from "./describe.ts";

const RENDERERS: Readonly<Record<string, (entries: readonly EntryShape[]) => string>> = {
  bash: renderBashCompletion,
  zsh: renderZshCompletion,
  fish: renderFishCompletion,
};

export const completionCommand = defineCommand({
  name: "completion",
  description: "Print a completion script for bash, zsh or fish",
  args: {
    shell: { kind: "word", hint: "SHELL", description: "bash, zsh or fish", required: true },
    ...OUTPUT_ARGS,
  },
  examples: [
    "source <(hlsctl completion bash)",
    'hlsctl completion zsh > "$' + '{fpath[1]}/_hlsctl"',
    "hlsctl completion fish > ~/.config/fish/completions/hlsctl.fish",
  ],
  async run({ shell }, { out }) {
    const render = Object.hasOwn(RENDERERS, shell) ? RENDERERS[shell] : undefined;
    if (!render) throw unknownShell(shell);
    const script = render(await describeProgram());
    out.data("completion", { shell, script });
    out.answer(script);
  },
});

function unknownShell(shell: string): Failure {
  const known = Object.keys(RENDERERS);
  const near = suggest(shell, known);
  const choices = `There are scripts for ${known.join(", ")}.`;
  return new Failure("usage-unknown-shell", `There is no completion script for "${shell}".`, {
    hint: near ? `Did you mean ${near}? ${choices}` : choices,
  });
}
