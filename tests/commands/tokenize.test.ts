import { describe, expect, test } from "bun:test";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { type Token, tokenize } from "../../lib/commands/tokenize.ts";

const NAMES = {
  valued: new Set(["set", "type"]),
  shorts: new Map([
    ["q", "quiet"],
    ["v", "verbose"],
    ["t", "type"],
  ]),
};

/** What Node's own parser makes of the same words. */
function nodeTokens(argv: readonly string[]): Token[] {
  const { tokens } = parseArgs({
    args: [...argv],
    options: {
      set: { type: "string" },
      type: { type: "string", short: "t" },
      quiet: { type: "boolean", short: "q" },
      verbose: { type: "boolean", short: "v" },
    },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  return tokens.flatMap((token): Token[] => {
    if (token.kind === "option-terminator") return [];
    if (token.kind === "positional") return [{ kind: "word", value: token.value }];
    const { name, rawName, value, inlineValue = false } = token;
    return [{ kind: "flag", name, rawName, value, isInline: inlineValue }];
  });
}

const WORDS = [
  "up",
  "-",
  "--",
  "--set",
  "--set=a=b",
  "a=b",
  "--quiet",
  "--quiet=x",
  "-q",
  "-qv",
  "-vt",
  "-tvm",
];
const MORE = ["-t", "vm", "--type", "--nope", "--nope=1", "-x", "-qx", "-5", "", "--set="];

describe("words of the command line", () => {
  test.each([
    [["--set", "a=b"], [{ kind: "flag", name: "set", rawName: "--set", value: "a=b", isInline: false }]],
    [
      ["-qtvm"],
      expect.arrayContaining([expect.objectContaining({ name: "type", value: "vm", isInline: true })]),
    ],
    [["--", "--quiet"], [{ kind: "word", value: "--quiet" }]],
    [["-"], [{ kind: "word", value: "-" }]],
    [["--set"], [{ kind: "flag", name: "set", rawName: "--set", value: undefined, isInline: false }]],
  ])("%j", (argv, tokens) => {
    expect(tokenize(argv, NAMES)).toEqual(tokens);
  });

  test("are read as Node's parser reads them", () => {
    const words = fc.array(fc.constantFrom(...WORDS, ...MORE), { maxLength: 6 });
    fc.assert(
      fc.property(words, (argv) => {
        expect(tokenize(argv, NAMES)).toEqual(nodeTokens(argv));
      }),
      { numRuns: 2000 },
    );
  });
});
