import { describe, expect, test } from "bun:test";
import { drvName } from "../../lib/nix/drv-name.ts";
import { describeResult, type Found, nextCommands } from "../../lib/nix/result.ts";

const STORE = "/nix/store/6a6flslx0blyyjbfckm3wc19fyhjcq24";
const found = (change: Partial<Found>): Found => ({
  path: `${STORE}-x`,
  file: null,
  programs: [],
  images: [],
  ...change,
});
const next = (change: Partial<Found>) => nextCommands(describeResult(found(change)), "./out");

describe("what a build came to", () => {
  test("an archive of an image is loaded", () => {
    const image = { path: `${STORE}-hls.tar.gz`, file: { sizeBytes: 9, isExecutable: false } };
    expect(describeResult(found(image))).toEqual({ kind: "image", path: image.path, sizeBytes: 9 });
    expect(next(image)).toEqual(["docker load < ./out"]);
  });

  test("a program that writes an image is piped", () => {
    expect(next({ file: { sizeBytes: 9, isExecutable: true } })).toEqual(["./out | docker load"]);
  });

  test("an ISO is booted, or written to a stick by its real path", () => {
    const [boot, stick] = next({ images: [{ name: "hls.iso", sizeBytes: 7 }] });
    expect(boot).toContain(`-cdrom ${STORE}-x/iso/hls.iso`);
    expect(stick).toContain(`if=${STORE}-x/iso/hls.iso of=/dev/sdX`);
  });

  test("programs are run", () => {
    expect(next({ programs: ["test-origin"] })).toEqual(["out/bin/test-origin"]);
  });

  test("of anything else nothing is said", () => {
    expect(describeResult(found({}))).toEqual({ kind: "folder", path: `${STORE}-x` });
    expect(next({})).toEqual([]);
    expect(next({ file: { sizeBytes: 1, isExecutable: false } })).toEqual([]);
  });
});

test.each([
  [`${STORE}-test-origin-1.0.drv`, "test-origin-1.0"],
  [`${STORE}-a.drv.drv`, "a.drv"],
  [`${STORE}-bash`, "bash"],
  ["elsewhere", "elsewhere"],
])("%s is called %s", (path, name) => {
  expect(drvName(path)).toBe(name);
});
