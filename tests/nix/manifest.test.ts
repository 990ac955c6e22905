import { describe, expect, test } from "bun:test";
import {
  type FolderPlan,
  parseManifest,
  planFolder,
  renderManifest,
  type Standing,
} from "../../lib/nix/manifest.ts";
import { failureOf } from "../support/failure.ts";

const hash = (digit: string) => digit.repeat(64);
const file = (digit: string): Standing => ({ kind: "file", hash: hash(digit) });

describe("a manifest", () => {
  test("says after writing and reading what it said before", () => {
    const files = new Map([
      ["nix/lib.nix", hash("b")],
      ["flake.nix", hash("a")],
    ]);
    const read = parseManifest(renderManifest({ version: "1.0.0", files }), "M");
    expect(read.version).toBe("1.0.0");
    expect([...read.files]).toEqual([...files].sort());
  });

  test.each([
    "",
    "[]",
    "{}",
    '{"schema":"hlsctl/flake/v2","version":"1","files":{}}',
    '{"schema":"hlsctl/flake/v1","version":"1","files":{"a":"b"}}',
    `{"schema":"hlsctl/flake/v1","version":"1","files":{"../a":"${hash("a")}"}}`,
    `{"schema":"hlsctl/flake/v1","version":"1","files":{"/etc/a":"${hash("a")}"}}`,
  ])("that is none, or names files elsewhere, is refused: %s", (text) => {
    expect(failureOf(() => parseManifest(text, "/x/M"))).toMatchObject({
      id: "folder-edited",
      message: expect.stringContaining("/x/M"),
    });
  });
});

describe("what becomes of a path", () => {
  const cases: [string, Standing | undefined, string | undefined, keyof FolderPlan][] = [
    ["nothing there", undefined, undefined, "create"],
    ["ours, deleted by the user", undefined, "a", "create"],
    ["as it should be", file("b"), "a", "same"],
    ["as it should be, whoever wrote it", file("b"), undefined, "same"],
    ["as it was written", file("a"), "a", "update"],
    ["edited", file("c"), "a", "edited"],
    ["not ours", file("c"), undefined, "foreign"],
    ["a folder in its place", { kind: "obstacle", what: "x is a folder" }, "a", "obstacles"],
  ];
  test.each(cases)("%s", (_title, there, before, list) => {
    const plan = planFolder(
      [{ path: "x", hash: hash("b"), isOptional: false }],
      new Map(before ? [["x", hash(before)]] : []),
      new Map(there ? [["x", there]] : []),
    );
    const filled = Object.entries(plan).filter(([, paths]) => paths.length > 0);
    expect(filled.map(([name]) => name)).toEqual([list]);
  });

  test("an optional file gives way to what the user has there", () => {
    const wanted = [{ path: "README.md", hash: hash("b"), isOptional: true }];
    const plan = planFolder(wanted, new Map(), new Map([["README.md", file("c")]]));
    expect(plan).toMatchObject({ kept: ["README.md"], foreign: [], edited: [] });
  });

  test("what is no longer written is removed when nobody touched it, and left otherwise", () => {
    const before = new Map(["old", "touched", "gone"].map((path) => [path, hash("a")]));
    const standing = new Map([
      ["old", file("a")],
      ["touched", file("c")],
    ]);
    expect(planFolder([], before, standing)).toMatchObject({ remove: ["old"], kept: ["touched"] });
  });
});
