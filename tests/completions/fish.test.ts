import { afterAll, beforeAll, describe, expect } from "bun:test";
import { join } from "node:path";
import { hasTool, testWithTool } from "../support/tools.ts";
import { COMPLETES, OFFERS } from "./cases.ts";
import { openStage, SCRIPTS, type Stage } from "./shell.ts";

let stage: Stage;

beforeAll(async () => {
  if (hasTool("fish")) stage = await openStage();
}, 60_000);

afterAll(() => stage?.[Symbol.asyncDispose]());

/** Candidates for each line and their descriptions, asked in one fish. */
async function complete(lines: readonly string[]): Promise<string[][]> {
  const asked = lines.map((line) => `complete -C '${line}'; echo =====`);
  const script = [`source ${join(SCRIPTS, "hlsctl.fish")}`, ...asked].join("\n");
  const child = Bun.spawn(["fish", "--no-config", "-c", script], {
    cwd: stage.folder,
    env: stage.env,
    stdout: "pipe",
    stderr: "pipe",
  });
  const [said, complaint] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  expect(complaint).toBe("");
  return said.split("=====\n").map((part) => part.split("\n").filter(Boolean));
}

async function wordsFor(line: string): Promise<string[]> {
  const [found = []] = await complete([line]);
  return found.map((one) => one.split("\t")[0] ?? "");
}

/** fish also offers what has the typed text in the middle, when nothing begins with it; that is fish's way. */
function beginning(words: readonly string[], typed: string): string[] {
  const last = typed.slice(typed.lastIndexOf(" ") + 1);
  return words.filter((word) => word.startsWith(last));
}

describe("fish", () => {
  for (const [typed, line] of COMPLETES) {
    testWithTool("fish", `${typed}⇥ becomes ${line}`, async () => {
      const last = line.trimEnd().slice(line.trimEnd().lastIndexOf(" ") + 1);
      const expected = line === typed ? [] : [last];
      expect(beginning(await wordsFor(typed), typed)).toEqual(expected);
    });
  }

  for (const [typed, words] of OFFERS) {
    testWithTool("fish", `${typed}⇥ offers ${words.join(", ")}`, async () => {
      expect((await wordsFor(typed)).sort()).toEqual([...words].sort());
    });
  }

  testWithTool("fish", "shows what each is", async () => {
    const [profiles = [], flags = []] = await complete(["hlsctl profiles show my", "hlsctl up --dr"]);
    expect(profiles).toEqual(["my-own\tMine: it's [quoted]"]);
    expect(flags).toEqual(["--dry-run\tPrint what would be done and do nothing"]);
  });
});
