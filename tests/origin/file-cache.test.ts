import { afterAll, describe, expect, test } from "bun:test";
import { renameSync, rmSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FileCache } from "../../lib/origin/file-cache.ts";
import type { MediaItem } from "../../lib/origin/media.ts";
import { removeFolder, temporaryFolder } from "./support/live-servers.ts";

const folder = temporaryFolder();
const path = join(folder, "seg00001.ts");
afterAll(() => removeFolder(folder));

function text(item: MediaItem | undefined): Promise<string> {
  return new Response(item?.body).text();
}

describe("a file that was sent before", () => {
  test("is sent from memory while it is the same", () => {
    const cache = new FileCache(1000);
    writeFileSync(path, "first");
    expect(cache.lookup(path, "segment")).toBe(cache.lookup(path, "segment") as MediaItem);
  });

  test("is read again when another took its place, with the same age and size too", async () => {
    const cache = new FileCache(1000);
    writeFileSync(path, "first");
    utimesSync(path, 1000, 1000);
    const first = cache.lookup(path, "segment");
    writeFileSync(`${path}.new`, "other");
    utimesSync(`${path}.new`, 1000, 1000);
    renameSync(`${path}.new`, path);
    const second = cache.lookup(path, "segment");
    expect([await text(first), await text(second)]).toEqual(["first", "other"]);
    expect(cache.sizeBytes).toBe(5);
  });

  test("is gone when it is removed, and takes no memory", () => {
    const cache = new FileCache(1000);
    writeFileSync(path, "first");
    cache.lookup(path, "segment");
    rmSync(path);
    expect(cache.lookup(path, "segment")).toBeUndefined();
    expect(cache.sizeBytes).toBe(0);
  });
});

test("the oldest files go when there are too many, and are read again when asked for", async () => {
  const cache = new FileCache(25);
  const files = [1, 2, 3].map((n) => join(folder, `${n}.ts`));
  for (const file of files) {
    writeFileSync(file, "ten bytes.");
    cache.lookup(file, "segment");
  }
  expect(cache.sizeBytes).toBe(20);
  expect(await text(cache.lookup(files[0] ?? "", "segment"))).toBe("ten bytes.");
  expect(cache.sizeBytes).toBe(20);
});

test("a very large file is sent from where it is", async () => {
  const cache = new FileCache(1e9);
  const large = join(folder, "large.ts");
  writeFileSync(large, "");
  truncateSync(large, 9 * 1024 * 1024);
  const item = cache.lookup(large, "segment");
  expect([item?.sizeBytes, (await new Response(item?.body).bytes()).length, cache.sizeBytes]).toEqual([
    9437184, 9437184, 0,
  ]);
});
