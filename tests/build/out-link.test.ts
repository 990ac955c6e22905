import { describe, expect, test } from "bun:test";
import { checkOutLink, inspectResult } from "../../lib/build/out-link.ts";
import { fakeHost } from "../support/fake-host.ts";

const STORE = "/nix/store/6a6flslx0blyyjbfckm3wc19fyhjcq24-x";

describe("--out", () => {
  const host = fakeHost({
    cwd: "/home/ana",
    files: { "/home/ana/file": "", "/home/ana/folder/x": "", "/locked/": "" },
    links: { "/home/ana/old": STORE, "/home/ana/other": "/etc/hosts" },
    unwritable: { "/locked": "EACCES" },
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
  ])("%s is %s", async (path, answer) => {
    expect(await check(path)).toBe(answer);
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
