import { afterAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bunFs } from "../../lib/host/bun-fs.ts";

const folder = mkdtempSync(join(tmpdir(), "hlsctl-fs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);

describe("files", () => {
  test("are replaced as a whole: a reader with the old one open keeps it, and nothing else is left", async () => {
    await bunFs.writeText(at("a"), "old");
    const before = statSync(at("a")).ino;
    await bunFs.writeText(at("a"), "new", 0o600);
    expect(statSync(at("a")).ino).not.toBe(before);
    expect(await bunFs.readText(at("a"))).toBe("new");
    expect((await bunFs.info(at("a")))?.mode).toBe(0o600);
    expect((await bunFs.list(folder)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  test("written at the same time do not disturb each other", async () => {
    await Promise.all(Array.from({ length: 20 }, (_, at_) => bunFs.writeText(at("b"), `text ${at_}`)));
    expect(await bunFs.readText(at("b"))).toMatch(/^text \d+$/);
  });

  test("that are not there are undefined, and no error", async () => {
    expect(await bunFs.readText(at("absent"))).toBeUndefined();
    expect(await bunFs.readBytes(at("absent"))).toBeUndefined();
    expect(await bunFs.info(at("a/below-a-file"))).toBeUndefined();
    expect(await bunFs.readLink(at("absent"))).toBeUndefined();
    expect(await bunFs.list(at("absent"))).toEqual([]);
    await bunFs.remove(at("absent"));
  });

  test("are described with owner, group and kind", async () => {
    symlinkSync("a", at("link"));
    expect(await bunFs.info(at("link"))).toMatchObject({
      kind: "file",
      uid: process.getuid?.(),
      gid: process.getgid?.(),
    });
    expect((await bunFs.info(folder))?.kind).toBe("directory");
    expect((await bunFs.info("/dev/null"))?.kind).toBe("other");
    expect(await bunFs.readLink(at("link"))).toBe("a");
  });

  test("can be mapped into memory", async () => {
    await bunFs.writeBytes(at("bytes"), new Uint8Array([1, 2, 3]));
    expect([...bunFs.mapBytes(at("bytes"))]).toEqual([1, 2, 3]);
  });
});

describe("folders", () => {
  test("are made with their parents; the topmost new one is told", async () => {
    expect(await bunFs.makeDirectory(at("x/y/z"), 0o700)).toBe(at("x"));
    expect(await bunFs.makeDirectory(at("x/y/z"))).toBeUndefined();
    expect((await bunFs.info(at("x/y/z")))?.mode).toBe(0o700);
  });

  test("are tried for writing, many at a time, and nothing stays behind", async () => {
    await bunFs.makeDirectory(at("trial"));
    const tried = await Promise.all(Array.from({ length: 20 }, () => bunFs.probeWritable(at("trial"))));
    expect(new Set(tried)).toEqual(new Set([undefined]));
    expect(await bunFs.list(at("trial"))).toEqual([]);
    expect(await bunFs.probeWritable(at("absent"))).toBe("ENOENT");
    expect(await bunFs.probeWritable("/proc")).toBeString();
  });

  test("have free space, those yet to be made that of their parents", async () => {
    const free = await bunFs.freeBytes(folder);
    expect(free).toBeGreaterThan(0);
    expect(Math.abs((await bunFs.freeBytes(at("not/yet/there"))) - free)).toBeLessThan(2 ** 30);
  });
});
