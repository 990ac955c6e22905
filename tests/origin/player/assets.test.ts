import { describe, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { playerAssets } from "../../../lib/origin/player/assets.ts";

const FOLDER = join(import.meta.dir, "../../../lib/origin/player");
const assets = playerAssets();
const body = (path: string) => assets[path]?.body ?? "";
const own = Object.keys(assets).filter((path) => path !== "/assets/hls.light.min.js");

describe("player assets", () => {
  test("hold every file of the folder as it is", async () => {
    const names = readdirSync(FOLDER).filter((name) => /\.(js|css|svg)$/.test(name));
    for (const name of names) expect(body(`/assets/${name}`)).toBe(await Bun.file(join(FOLDER, name)).text());
    expect(names.length).toBe(own.length - 2);
  });

  test("hold everything they refer to, and refer to nothing by an absolute address", () => {
    const elsewhere = new Set(["./master.m3u8", "health", "files/"]);
    const page = [...body("/").matchAll(/(?:href|src)="([^"]*)"/g)].map(([, url]) => url!);
    for (const url of page) if (!elsewhere.has(url)) expect(assets).toHaveProperty([`/${url}`]);
    for (const path of own) {
      const imports = [...body(path).matchAll(/from "\.\/([^"]*)"/g)].map(([, name]) => name!);
      for (const name of imports) expect(assets).toHaveProperty([`/assets/${name}`]);
    }
    expect(page).toContain("assets/player.js");
    const addresses = own.filter((path) => /https?:\/\//.test(body(path)));
    expect(addresses).toEqual(["/assets/icon.svg", "/assets/hls.js-LICENSE.txt", "/assets/timeline.js"]);
  });

  test("keep script and style out of the page, as its content security policy demands", () => {
    expect(body("/")).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(body("/")).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)/);
  });

  test("name the playlist they are given, whatever characters it has", () => {
    const page = playerAssets(`a b"<$&:1.m3u8`)["/"]?.body ?? "";
    expect(page).toContain('href="./a%20b%22%3C%24%26%3A1.m3u8"');
    expect(page).not.toContain('master.m3u8"');
    expect(body("/")).toContain(
      'id="stream" rel="alternate" type="application/vnd.apple.mpegurl" href="./master.m3u8"',
    );
  });

  test("carry the notice of hls.js and no pointer to a source map", () => {
    expect(body("/assets/hls.light.min.js")).toStartWith("/*! hls.js");
    expect(body("/assets/hls.light.min.js")).not.toContain("sourceMappingURL");
    expect(body("/assets/hls.js-LICENSE.txt")).toContain("Apache License, Version 2.0");
  });
});
