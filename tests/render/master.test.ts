import { describe, expect, test } from "bun:test";
import { parsePlaylist } from "../../lib/hls/parse-playlist.ts";
import { renderMaster } from "../../lib/render/master.ts";
import { originOf } from "../support/configs.ts";

function variantsOf(text: string) {
  const playlist = parsePlaylist(text);
  if (!playlist.ok || playlist.value.kind !== "multivariant") throw new Error(text);
  return playlist.value.variants;
}

describe("the multivariant playlist", () => {
  test("names the one media playlist of a single rendition", () => {
    expect(variantsOf(renderMaster(originOf("default")))).toEqual([
      {
        uri: "stream.m3u8",
        bandwidth: 2_328_000,
        averageBandwidth: 2_128_000,
        resolution: { width: 1280, height: 720 },
        framerate: 30,
        codecs: "avc1.42c01f,mp4a.40.2",
        audio: null,
        subtitles: null,
      },
    ]);
  });

  test("has the variants in the order of the ladder, each in its folder, at the least level that fits", () => {
    const variants = variantsOf(renderMaster(originOf("4k-abr")));
    expect(variants.map(({ uri }) => uri)).toEqual(
      ["2160p", "1080p", "720p", "480p", "360p"].map((name) => `${name}/stream.m3u8`),
    );
    expect(variants.map(({ codecs }) => codecs?.slice(9, 11))).toEqual(["33", "28", "1f", "1f", "1e"]);
  });

  test("tells what is sent, not what was configured, for a source that has a profile of its own", () => {
    const origin = originOf("default", { encoder: { profile: "high" } });
    expect(renderMaster(origin)).toContain('CODECS="avc1.64001f,');
    expect(renderMaster(origin, { videoProfile: "baseline" })).toContain('CODECS="avc1.42c01f,');
  });
});
