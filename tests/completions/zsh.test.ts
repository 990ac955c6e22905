import { afterAll, beforeAll, describe, expect } from "bun:test";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hasTool, testWithTool } from "../support/tools.ts";
import { COMPLETES, OFFERS } from "./cases.ts";
import { openSession, openStage, SCRIPTS, type Session, type Stage } from "./shell.ts";

/** Ctrl-G tells the line; Ctrl-X a puts every candidate into it. No file of the system's or the user's is read. */
const RC = `
fpath=($PWD/functions $fpath)
autoload -U compinit && compinit -D -u
zstyle ':completion:all-matches::::' completer _all_matches _complete
zstyle ':completion:all-matches:*' old-matches false
zstyle ':completion:all-matches:*' insert true
zle -C all-matches complete-word _generic
bindkey '^Xa' all-matches
tell() { print -r -- "LINE<$BUFFER>"; zle reset-prompt }
zle -N tell
bindkey '^G' tell
setopt no_auto_menu no_list_beep
`;
const [TAB, TELL, ALL, CLEAR] = ["\t", "\u0007", "\u0018a", "\u0015"];

let stage: Stage;
let session: Session;

beforeAll(async () => {
  if (!hasTool("zsh")) return;
  stage = await openStage();
  await mkdir(join(stage.folder, "functions"));
  await copyFile(join(SCRIPTS, "_hlsctl"), join(stage.folder, "functions/_hlsctl"));
  await writeFile(join(stage.folder, "rc"), RC);
  const start = { ...stage, env: { ...stage.env, PS1: "start> " } };
  session = await openSession(["zsh", "-f", "-i", "-c", "print READY; exec zsh -f -i"], start);
  await session.type("source ./rc; PS1='SET> '\r", /SET> /);
}, 60_000);

afterAll(async () => {
  await session?.[Symbol.asyncDispose]();
  await stage?.[Symbol.asyncDispose]();
});

async function lineAfter(keys: string): Promise<string> {
  const [, line = ""] = await session.type(`${CLEAR}${keys}${TELL}`, /LINE<(.*)>\r?\n/);
  return line;
}

describe("zsh", () => {
  for (const [typed, line] of COMPLETES) {
    testWithTool("zsh", `${typed}⇥ becomes ${line}`, async () => {
      expect(await lineAfter(typed + TAB)).toBe(line);
    });
  }

  for (const [typed, words] of OFFERS) {
    testWithTool("zsh", `${typed}⇥ offers ${words.join(", ")}`, async () => {
      const line = await lineAfter(typed + ALL);
      const start = typed.slice(0, typed.lastIndexOf(" ") + 1);
      expect(line.slice(start.length).trim().split(/\s+/).sort()).toEqual([...words].sort());
    });
  }
});

testWithTool("zsh", "zsh can also source the script", async () => {
  const script = `autoload -U compinit; compinit -D -u; source ${join(SCRIPTS, "_hlsctl")}; print $_comps[hlsctl]`;
  const child = Bun.spawn(["zsh", "-f", "-c", script], { stdout: "pipe", stderr: "pipe" });
  expect(await child.stderr.text()).toBe("");
  expect((await child.stdout.text()).trim()).toBe("_hlsctl");
});
