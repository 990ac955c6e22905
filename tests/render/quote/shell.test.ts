import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { quoteCommand, quoteShell } from "../../../lib/render/quote/shell.ts";
import { run } from "../../support/decode.ts";
import { hasTool, testWithTool } from "../../support/tools.ts";

const NASTY = [
  ...["", "a b", "$HOME", "`id`", "$(id)", "'", '"', "\\", "\n", "*", "~", "#", "!", ";", "&", "|", "<", ">"],
  ...["{a,b}", "[a]", "=ls", "a=b", "-n", "--", "%05d", "é 日本", "a'b'c", "\t", "\u0001", "^x", "?"],
];
const WORD = fc.string({ unit: "binary", maxLength: 12 }).filter((word) => !word.includes("\0"));

async function throughShell(shell: string, command: string): Promise<string[]> {
  const { output, errors } = await run([shell, "-c", command]);
  expect(errors).toBe("");
  return new TextDecoder().decode(output).split("\0").slice(0, -1);
}

describe("a word for the shell", () => {
  for (const shell of ["sh", "bash", "zsh"]) {
    testWithTool(shell, `comes out of ${shell} as it went in, whatever is in it`, async () => {
      const words = [...NASTY, ...fc.sample(WORD, { numRuns: 300, seed: 5 })];
      const quoted = words.map(quoteShell).join(" ");
      expect(await throughShell(shell, `printf '%s\\0' ${quoted}`)).toEqual(words);
    });
  }

  test("stays bare where no shell needs more", () => {
    expect(quoteShell("smptebars=size=1280x720:rate=30,format=yuv420p")).not.toContain("'");
    expect(quoteShell("/var/hls/%v/seg%05d.ts")).toBe("/var/hls/%v/seg%05d.ts");
  });
});

describe("a command", () => {
  const options = Array.from({ length: 20 }, () => ["-i", "a b", "-1", "-map", "0:v", "$x"]).flat();
  const argv = ["printf", "%s\\0", ...options];

  test("that is long has each option and its values on a line of its own", () => {
    expect(quoteCommand(argv)).toStartWith("printf '%s\\0' \\\n  -i 'a b' -1 \\\n  -map 0:v '$x' \\\n  -i ");
    expect(quoteCommand(["mkdir", "-p", "/var/hls"])).toBe("mkdir -p /var/hls");
  });

  test("can be pasted: the shell makes the same words of it", async () => {
    expect(hasTool("sh")).toBe(true);
    expect(await throughShell("sh", quoteCommand(argv))).toEqual(options);
  });
});
