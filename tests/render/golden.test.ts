import { describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { embeddedRegistry } from "../../lib/registry/registry.ts";
import { renderLive } from "../../lib/render/ffmpeg.ts";
import { HOST_PATHS } from "../../lib/render/host-paths.ts";
import { renderLoopEncode } from "../../lib/render/loop.ts";
import { renderMaster } from "../../lib/render/master.ts";
import { quoteCommand } from "../../lib/render/quote/shell.ts";
import { renderSystemd } from "../../lib/render/systemd.ts";
import type { ResolvedOrigin } from "../../lib/resolve.ts";
import { originOf } from "../support/configs.ts";

/**
 * What each profile becomes, word for word. After a change that is meant: `UPDATE_GOLDEN=1 bun test golden`, and read
 * the difference.
 */
const FOLDER = join(import.meta.dir, "../golden");
const NOW_MS = Date.UTC(2026, 0, 1);
const NAMES = embeddedRegistry("origin").profiles.map((profile) => profile.name);

function artefactsOf(origin: ResolvedOrigin): Record<string, string> {
  const live = ["ffmpeg", ...renderLive(origin, { outputDir: origin.config.server.hlsDir, nowMs: NOW_MS })];
  const loop = origin.derived.renditions.flatMap((rendition) => {
    const files = { videoPath: `/cache/${rendition.name}.h264`, audioPath: `/cache/${rendition.name}.aac` };
    return renderLoopEncode(origin, rendition, files).map((argv) => ["ffmpeg", ...argv]);
  });
  const units = renderSystemd(origin, { bind: "127.0.0.1", paths: HOST_PATHS });
  return {
    "ffmpeg.txt": `${quoteCommand(live)}\n`,
    "ffmpeg.json": `${JSON.stringify(live, undefined, 2)}\n`,
    "loop.txt": `${loop.map(quoteCommand).join("\n")}\n`,
    ...Object.fromEntries(units.map(({ path, text }) => [basename(path), text])),
    "master.m3u8": renderMaster(origin),
  };
}

describe("the artefacts", () => {
  for (const name of NAMES) {
    test(`of profile ${name} are those in tests/golden/${name}`, () => {
      const folder = join(FOLDER, name);
      const artefacts = artefactsOf(originOf(name));
      if (process.env.UPDATE_GOLDEN) {
        mkdirSync(folder, { recursive: true });
        for (const [file, text] of Object.entries(artefacts)) writeFileSync(join(folder, file), text);
      }
      const golden = existsSync(folder) ? readdirSync(folder).sort() : [];
      expect(golden).toEqual(Object.keys(artefacts).sort());
      for (const file of golden) expect(artefacts[file], file).toBe(readFileSync(join(folder, file), "utf8"));
    });
  }
});
