import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  escapeUnitPath,
  escapeUnitText,
  quoteExec,
  quoteUnitWord,
} from "../../../lib/render/quote/systemd.ts";
import { run } from "../../support/decode.ts";
import { testWithTool } from "../../support/tools.ts";
import { parseExec } from "../../support/unit-syntax.ts";

const NASTY = [
  ...[
    "",
    ";",
    "#",
    "a b",
    "$HOME",
    "\u0024{HOME}",
    "$$",
    "%h",
    "%%",
    "%05d",
    '"',
    "'",
    "\\",
    "\\n",
    "\n",
    "\t",
    "\r",
  ],
  ...[
    "-x",
    "é 日本",
    "a\\x41",
    "@x",
    "\u0001\u007f",
    "'\"'",
    "\\;",
    "~",
    "*",
    "a b\\",
    "x%",
    "x$",
    "# no",
    "; no",
  ],
];
const WORD = fc
  .string({ unit: "binary", maxLength: 12 })
  .filter(
    (word) => !word.includes("\0") && word === new TextDecoder().decode(new TextEncoder().encode(word)),
  );

describe("a word of ExecStart=", () => {
  test("is what systemd gives the program, by the rules of systemd.syntax(7) and systemd.service(5)", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(WORD, fc.constantFrom(...NASTY)), { maxLength: 40 }), (words) => {
        expect(parseExec(quoteExec(["/bin/true", ...words]))).toEqual(["/bin/true", ...words]);
      }),
    );
  });

  test("has its percent and dollar signs doubled, and only there", () => {
    expect(quoteExec(["/bin/x", "seg%05d.ts", "$a"])).toBe('/bin/x "seg%%05d.ts" "$$a"');
    expect(quoteUnitWord("/srv/a $b%")).toBe('"/srv/a $b%%"');
    expect(escapeUnitText("50 %\nof it")).toBe("50 %% of it");
  });

  test("of a long command begins a line if it is an option, and no line reads as a comment", () => {
    const long = quoteExec(["/bin/x", ...Array.from({ length: 30 }, () => ["-i", "# a"]).flat(), "; b"]);
    expect(long.split("\n").length).toBe(31);
    expect(long.split("\n").filter((line) => /^\s*[#;]/.test(line))).toEqual([]);
  });
});

describe("the unit of a path", () => {
  testWithTool("systemd-escape", "has the name that systemd-escape gives it", async () => {
    const paths = ["/", "/var/hls", "/srv/my media/ü", "/.x/a-b", "//a//b/", "/a.b:c_d", "/50%/$x"];
    for (const path of paths) {
      const { output } = await run(["systemd-escape", "--path", path]);
      expect(escapeUnitPath(path)).toBe(new TextDecoder().decode(output).trim());
    }
  });
});
