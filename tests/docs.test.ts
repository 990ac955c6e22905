import { describe, expect, test } from "bun:test";
import { join, resolve } from "node:path";
import { GENERATED } from "../scripts/generate/all.ts";
import { replacePart } from "../scripts/generate/generated.ts";

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

describe("links between the documents", () => {
  test("lead to files that exist", async () => {
    const documents = [...new Bun.Glob("{*.md,{docs,bench}/**/*.md}").scanSync(ROOT)];
    const broken: string[] = [];
    for (const document of documents) {
      const text = await Bun.file(join(ROOT, document)).text();
      for (const [, link = ""] of text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)) {
        const target = Bun.file(join(ROOT, document, "..", link));
        if (!(await target.exists()) && !link.endsWith("/")) broken.push(`${document}: ${link}`);
      }
    }
    expect(documents.length).toBeGreaterThan(5);
    expect(broken).toEqual([]);
  });
});
