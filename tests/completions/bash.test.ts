import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hasTool, testWithTool } from "../support/tools.ts";
import { COMPLETES, OFFERS } from "./cases.ts";
import { openSession, openStage, SCRIPTS, type Session, type Stage } from "./shell.ts";

/** Ctrl-G tells the line; Escape-* puts every candidate into it. Neither bash-completion nor a user's files are read. */
const RC = `
bind 'set enable-bracketed-paste off'
bind -x '"\\C-g": printf "LINE<%s>\\n" "$READLINE_LINE"'
source ${join(SCRIPTS, "hlsctl.bash")}
PS1='READY> '
`;
const [TAB, TELL, ALL, CLEAR] = ["\t", "\u0007", "\u001b*", "\u0015"];

let stage: Stage;
let session: Session;

beforeAll(async () => {
  if (!hasTool("bash")) return;
  stage = await openStage();
  await writeFile(join(stage.folder, "rc"), RC);
  session = await openSession(["bash", "--noprofile", "--rcfile", "rc", "-i"], stage);
}, 60_000);

afterAll(async () => {
  await session?.[Symbol.asyncDispose]();
  await stage?.[Symbol.asyncDispose]();
});

async function lineAfter(keys: string): Promise<string> {
  const [, line = ""] = await session.type(`${CLEAR}${keys}${TELL}`, /LINE<(.*)>\r?\n/);
  return line;
}

describe("bash", () => {
  for (const [typed, line] of COMPLETES) {
    testWithTool("bash", `${typed}⇥ becomes ${line}`, async () => {
      expect(await lineAfter(typed + TAB)).toBe(line);
    });
  }

  for (const [typed, words] of OFFERS) {
    testWithTool("bash", `${typed}⇥⇥ offers ${words.join(", ")}`, async () => {
      const line = await lineAfter(typed + ALL);
      const start = typed.slice(0, typed.lastIndexOf(" ") + 1);
      expect(line.slice(start.length).trim().split(/\s+/).sort()).toEqual([...words].sort());
    });
  }

  testWithTool("bash", "completes where the cursor stands, not where the line ends", async () => {
    const back = "\u0002".repeat(" --json".length);
    expect(await lineAfter(`hlsctl prof --json${back}${TAB}`)).toBe("hlsctl profiles  --json");
  });

  testWithTool("bash", "completes files without compopt, which bash 3.2 lacks", async () => {
    expect(await lineAfter(`enable -n compopt\rhlsctl up --set-file some${TAB}`)).toBe(
      "hlsctl up --set-file some-file.toml ",
    );
    expect(await lineAfter(`hlsctl up --set-file conf${TAB}`)).toBe("hlsctl up --set-file config/");
    expect(await lineAfter(`enable compopt\rhlsctl up --set-file=some${TAB}`)).toBe(
      "hlsctl up --set-file=some-file.toml ",
    );
  });

  testWithTool("bash", "completes hlsctl by a path and from the home folder", async () => {
    const path = stage.env.PATH?.split(":")[0];
    expect(
      await lineAfter(`complete -F _hlsctl -o nospace ${path}/hlsctl\r${path}/hlsctl profiles show my${TAB}`),
    ).toBe(`${path}/hlsctl profiles show my-own `);
  });
});

testWithTool("shellcheck", "shellcheck has nothing to say about the script", async () => {
  const child = Bun.spawn(["shellcheck", join(SCRIPTS, "hlsctl.bash")], { stdout: "pipe" });
  expect(await child.stdout.text()).toBe("");
  expect(await child.exited).toBe(0);
});

test("the script has none of what bash 3.2 (macOS) lacks", async () => {
  const text = await Bun.file(join(SCRIPTS, "hlsctl.bash")).text();
  const lacking =
    /\bmapfile\b|\breadarray\b|declare -[aAgn]*A|local -n|\$\{[^}]*(,,|\^\^|@Q)|\|&|&>>|\[-1\]|\bcoproc\b/;
  expect(lacking.exec(text)?.[0]).toBeUndefined();
});
