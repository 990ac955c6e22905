import { describe, expect, test } from "bun:test";
import { checkOutLink, inspectResult } from "../../lib/build/out-link.ts";
import { bunFs } from "../../lib/host/bun-fs.ts";
import { fakeHost } from "../support/fake-host.ts";

const STORE = "/nix/store/6a6flslx0blyyjbfckm3wc19fyhjcq24-x";

describe("--out", () => {
  const host = fakeHost({
    cwd: "/home/ana",
    files: { "/home/ana/file": "", "/home/ana/folder/x": "", "/locked/": "" },
    links: { "/home/ana/old": STORE, "/home/ana/other": "/etc/hosts" },
    unwritable: { "/locked": "EACCES" },
    hidden: { "/root/x": "EACCES", "/home/ana/long": "ENAMETOOLONG", "/home/ana/ring": "ELOOP" },
  });
  const check = (path: string) =>
    checkOutLink(host, path).then(
      (found) => found,
      (error) => error.id,
    );

  test.each([
    ["new", "/home/ana/new"],
    ["old", "/home/ana/old"],
    ["file", "folder-in-use"],
    ["folder", "folder-in-use"],
    ["other", "folder-in-use"],
    ["nowhere/x", "file-not-found"],
    ["file/x", "file-not-found"],
    ["/locked/x", "directory-unwritable"],
    ["/root/x", "directory-unwritable"],
    ["long", "usage-bad-value"],
    ["ring", "usage-bad-value"],
    ["", "usage-bad-value"],
  ])("%s is %s", async (path, answer) => {
    expect(await check(path)).toBe(answer);
  });

  test.each(["file/x", "file/deep/x"])(
    "%s is refused because of the file, without advice to make a folder",
    async (path) => {
      const failure = await checkOutLink(host, path).catch((error) => error);
      expect(failure.message).toStartWith("/home/ana/file is a file");
      expect(failure.hint).not.toContain("mkdir");
    },
  );

  test("that the system refuses or that is too long names the value, on a real file system", async () => {
    const long = await checkOutLink({ ...host, fs: bunFs }, `/${"a".repeat(300)}`).catch((error) => error);
    expect(long).toMatchObject({ id: "usage-bad-value", exitCode: 2 });
    expect(long.message).toContain("--out has a name that is too long");
  });
});

describe("a result", () => {
  test("is looked at where it is", async () => {
    const host = fakeHost({
      files: {
        [`${STORE}/bin/b`]: "",
        [`${STORE}/bin/a`]: "",
        "/iso/iso/x.iso": "12345",
        "/iso/nix-support/y": "",
      },
    });
    expect(await inspectResult(host, STORE)).toEqual({ kind: "programs", path: STORE, programs: ["a", "b"] });
    expect(await inspectResult(host, "/iso")).toEqual({ kind: "iso", path: "/iso/iso/x.iso", sizeBytes: 5 });
  });

  test("that is one file tells whether it can be run", async () => {
    const host = fakeHost({
      files: { "/i.tar.gz": "123", "/stream": { text: "#!", mode: 0o555 }, "/conf": "x" },
    });
    expect(await inspectResult(host, "/i.tar.gz")).toEqual({
      kind: "image",
      path: "/i.tar.gz",
      sizeBytes: 3,
    });
    expect(await inspectResult(host, "/stream")).toEqual({ kind: "image-stream", path: "/stream" });
    expect(await inspectResult(host, "/conf")).toMatchObject({ kind: "file" });
  });
});
