import { beforeAll, describe, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { bundleText } from "../../lib/build/bundle.ts";
import { bunHost } from "../../lib/host/bun.ts";
import { bundle } from "../support/nix.ts";

const ROOT = resolve(import.meta.dir, "../..");

let text: string;

beforeAll(async () => {
  text = await bundleText(bunHost);
});

describe("the bundle", () => {
  test("is the same each time, wherever it is built from", async () => {
    expect(await bundleText({ ...bunHost, cwd: "/" })).toBe(text);
    expect(await bundle()).toBe(text);
  });

  test("has no path of this machine in it", () => {
    expect(text.includes(ROOT)).toBe(false);
    expect(text.includes(process.execPath)).toBe(false);
  });

  test("runs alone, says that it is for any Bun, and gives itself as its bundle", async () => {
    const folder = await mkdtemp(join(tmpdir(), "hlsctl-bundle-"));
    try {
      const path = join(folder, "hlsctl.js");
      await Bun.write(path, text);
      const run = (...words: string[]) =>
        Bun.spawnSync([process.execPath, path, ...words], { cwd: folder, env: { HLSCTL_HOME: folder } });
      const version: unknown = JSON.parse(run("version", "--json").stdout.toString());
      expect(version).toMatchObject({ data: { target: "bun" } });
      const flake = run("nix", "write").stdout.toString().trim();
      expect(await Bun.file(join(flake, "nix/bundle/hlsctl.js")).text()).toBe(text);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
