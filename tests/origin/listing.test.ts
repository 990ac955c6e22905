import { describe, expect, test } from "bun:test";
import { htmlListing, httpDate, jsonListing } from "../../lib/origin/listing.ts";
import type { MediaEntry } from "../../lib/origin/media.ts";

const MODIFIED_MS = Date.parse("2027-01-02T03:04:05.678Z");

function file(name: string): MediaEntry {
  return { name, type: "file", sizeBytes: 1234, modifiedMs: MODIFIED_MS };
}

const FOLDER: MediaEntry = { name: "720p", type: "directory", sizeBytes: 0, modifiedMs: MODIFIED_MS };

describe("a listing as data", () => {
  test("has folders first, then names byte by byte; folders have no size", () => {
    const listed = JSON.parse(jsonListing([file("b.ts"), file("B.ts"), FOLDER, file("a.ts")]));
    const mtime = "Sat, 02 Jan 2027 03:04:05 GMT";
    expect(listed).toEqual([
      { name: "720p", type: "directory", mtime },
      { name: "B.ts", type: "file", mtime, size: 1234 },
      { name: "a.ts", type: "file", mtime, size: 1234 },
      { name: "b.ts", type: "file", mtime, size: 1234 },
    ]);
  });

  test("of an empty folder is an empty list", () => expect(JSON.parse(jsonListing([]))).toEqual([]));

  test("keeps a name with quotes", () => {
    expect(JSON.parse(jsonListing([file('a"\\.ts')]))[0].name).toBe('a"\\.ts');
  });
});

describe("a listing as a page", () => {
  test("links each name and aligns dates and sizes", () => {
    const lines = htmlListing("/files/", [file("seg00001.ts"), FOLDER]).split("\r\n");
    const gap = (name: string) => " ".repeat(51 - name.length);
    expect(lines.slice(4, 6)).toEqual([
      `<a href="720p/">720p/</a>${gap("720p/")}02-Jan-2027 03:04 ${"-".padStart(19)}`,
      `<a href="seg00001.ts">seg00001.ts</a>${gap("seg00001.ts")}02-Jan-2027 03:04 ${"1234".padStart(19)}`,
    ]);
  });

  test("cannot be made to say something else by a name or a path", () => {
    const page = htmlListing("/files/<script>/", [file('"><script>.ts')]);
    expect(page).not.toContain("<script>");
  });

  test("cuts a name longer than its column, not its link", () => {
    const name = `${"n".repeat(60)}.ts`;
    expect(htmlListing("/files/", [file(name)])).toContain(
      `<a href="${name}">${"n".repeat(47)}..&gt;</a> 02-`,
    );
  });
});

test("HTTP dates drop the fraction of a second", () => {
  expect(httpDate(MODIFIED_MS)).toBe("Sat, 02 Jan 2027 03:04:05 GMT");
});
