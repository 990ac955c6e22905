import { describe, expect, test } from "bun:test";
import { join, resolve } from "node:path";
import { GENERATED } from "../scripts/generate/all.ts";
import { replacePart } from "../scripts/generate/generated.ts";
import { refusalOf } from "./support/accepted.ts";

const ROOT = resolve(import.meta.dir, "..");

describe("generated files are as `bun run generate` writes them", () => {
  test.each(GENERATED.map((generated) => [generated.path, generated] as const))("%s", async (path, made) => {
    const current = await Bun.file(join(ROOT, path)).text();
    expect(await made.render(current)).toBe(current);
  });
});

test("a generated part replaces what stands between its marks and nothing else", () => {
  const text = "a\n<!-- generated: x -->\nold\n<!-- end -->\nb <!-- end -->";
  expect(replacePart(text, "x", "new")).toBe("a\n<!-- generated: x -->\nnew\n<!-- end -->\nb <!-- end -->");
  expect(() => replacePart(text, "y", "new")).toThrow('no "<!-- generated: y -->"');
});

const documents = await Promise.all(
  ["*.md", "docs/**/*.md", "bench/*.md"]
    .flatMap((pattern) => [...new Bun.Glob(pattern).scanSync(ROOT)])
    .map(async (path) => ({ path, text: await Bun.file(join(ROOT, path)).text() })),
);

test("links between the documents lead to files that exist", async () => {
  const broken: string[] = [];
  for (const { path, text } of documents) {
    for (const [, link = ""] of text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)) {
      if (!(await Bun.file(join(ROOT, path, "..", link)).exists())) broken.push(`${path}: ${link}`);
    }
  }
  expect(documents.length).toBeGreaterThan(5);
  expect(broken).toEqual([]);
});

/** The words after `hlsctl` in the shell samples of a document, without what the shell keeps for itself. */
function commandsIn(text: string): string[] {
  const fences = [...text.matchAll(/^```(?:sh|console)\n([\s\S]*?)^```/gm)].map((match) => match[1] ?? "");
  return fences.flatMap((fence) =>
    [...fence.matchAll(/^(?:\$ )?hlsctl ([^#|>\n]+)/gm)].map((match) => match[1]!),
  );
}

test("commands in the documents are accepted as they are written there", async () => {
  const lines = documents.flatMap(({ text }) => commandsIn(text));
  const refused = await Promise.all(lines.map(refusalOf));
  expect(lines.length).toBeGreaterThan(30);
  expect(refused.filter((words) => words !== undefined)).toEqual([]);
});

test("the page of findings has every code of the rules, and no other", async () => {
  const files = [...new Bun.Glob("lib/derive/**/*.ts").scanSync(ROOT)];
  const sources = await Promise.all(files.map((file) => Bun.file(join(ROOT, file)).text()));
  const code = /(?:code: |\bcode: \w+ \? |: |problem\(\s*|doubt\(\s*)"([a-z]+(?:-[a-z]+)+)"/g;
  const made = sources.flatMap((text) => [...text.matchAll(code)].map((match) => match[1]!));
  const page = await Bun.file(join(ROOT, "docs/reference/findings.md")).text();
  const told = [...page.matchAll(/^\| (`[a-z-]+`(?:, `[a-z-]+`)*) \|/gm)].flatMap((match) =>
    match[1]!.split(", ").map((name) => name.slice(1, -1)),
  );
  expect(told.toSorted()).toEqual([...new Set(made)].toSorted());
});
