import { describe, expect } from "bun:test";
import fc from "fast-check";
import { quoteFish } from "../../../lib/render/quote/fish.ts";
import { quoteShell } from "../../../lib/render/quote/shell.ts";
import { testWithTool } from "../../support/tools.ts";

const NASTY = [
  "",
  "a b",
  "it's",
  '"',
  "\\",
  "\\'",
  "$HOME",
  "`id`",
  "~",
  "*",
  "a\nb",
  "!x",
  "#",
  "é",
  "-n",
  "'",
  "''",
  "\\\\",
  "\t",
  "(a)",
  "%s",
];

const quoters = [
  ["sh", ["sh", "-c"], quoteShell],
  ["bash", ["bash", "-c"], quoteShell],
  ["zsh", ["zsh", "-f", "-c"], quoteShell],
  ["fish", ["fish", "--no-config", "-c"], quoteFish],
] as const;

/** What a shell makes of words: one a record, ended by NUL. */
async function wordsIn(argv: readonly string[], words: string): Promise<string[]> {
  const child = Bun.spawn([...argv, `printf '%s\\0' ${words}`], { stdout: "pipe", stderr: "pipe" });
  return (await child.stdout.text()).split("\0").slice(0, -1);
}

describe.each([...quoters])("%s", (name, argv, quote) => {
  testWithTool(name, "reads a quoted word as it was", async () => {
    const random = fc.sample(fc.string({ unit: "binary" }), { numRuns: 200, seed: 1 });
    const texts = [...NASTY, ...random].map((text) => text.replaceAll("\0", "").toWellFormed());
    expect(await wordsIn(argv, texts.map(quote).join(" "))).toEqual(texts);
  });
});
