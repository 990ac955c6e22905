import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { parsePlaylist } from "../../lib/hls/parse-playlist.ts";
import { mediaPlaylist, multivariantPlaylist } from "../../lib/hls/playlist.ts";

describe("media playlist", () => {
  test("lists a live window with the date of every segment", () => {
    const text = mediaPlaylist({
      segmentDurationSec: 1.5,
      firstListed: 1_175_333_333,
      lastListed: 1_175_333_335,
      uri: (n) => `seg${n}.ts`,
    });
    expect(text).toBe(`#EXTM3U
#EXT-X-VERSION:3
#EXT-X-TARGETDURATION:2
#EXT-X-MEDIA-SEQUENCE:1175333333
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-PROGRAM-DATE-TIME:2025-11-13T02:13:19.500Z
#EXTINF:1.500000,
seg1175333333.ts
#EXT-X-PROGRAM-DATE-TIME:2025-11-13T02:13:21.000Z
#EXTINF:1.500000,
seg1175333334.ts
#EXT-X-PROGRAM-DATE-TIME:2025-11-13T02:13:22.500Z
#EXTINF:1.500000,
seg1175333335.ts
`);
  });

  test("of no segment yet is valid and empty", () => {
    const text = mediaPlaylist({ segmentDurationSec: 0.2, firstListed: 0, lastListed: -1, uri: String });
    expect(text).toContain("#EXT-X-TARGETDURATION:1\n");
    expect(parsePlaylist(text)).toMatchObject({ ok: true, value: { segments: [] } });
  });

  test("reads back as it was written, and no EXTINF rounds above the target duration", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0.5, 1, 1.5, 2, 2.002, 6.006, 10),
        fc.nat(2 ** 33),
        fc.integer({ min: 1, max: 20 }),
        (segmentDurationSec, firstListed, count) => {
          const lastListed = firstListed + count - 1;
          const parsed = parsePlaylist(
            mediaPlaylist({ segmentDurationSec, firstListed, lastListed, uri: (n) => `${n}.ts` }),
          );
          if (!parsed.ok || parsed.value.kind !== "media") throw new Error("not a media playlist");
          const { segments, targetDurationSec } = parsed.value;
          expect(segments.map(({ sequence }) => sequence)).toEqual(
            Array.from({ length: count }, (_, i) => firstListed + i),
          );
          for (const segment of segments) {
            expect(Math.round(segment.durationSec)).toBeLessThanOrEqual(targetDurationSec);
            expect(segment.uri).toBe(`${segment.sequence}.ts`);
            expect(
              Math.abs((segment.dateMs ?? 0) - segment.sequence * segmentDurationSec * 1000),
            ).toBeLessThan(1);
          }
        },
      ),
    );
  });
});

test("a multivariant playlist tells rates, picture, cadence and codecs of each variant", () => {
  const text = multivariantPlaylist([
    {
      uri: "720p/stream.m3u8",
      bandwidth: 2_130_000.4,
      averageBandwidth: 2_128_000,
      width: 1280,
      height: 720,
      framerate: 30,
      codecs: "avc1.42c01f,mp4a.40.2",
    },
    {
      uri: "360p/stream.m3u8",
      bandwidth: 564_000,
      averageBandwidth: 564_000,
      width: 640,
      height: 360,
      framerate: 12.5,
      codecs: "avc1.42c01e,mp4a.40.2",
    },
  ]);
  expect(text).toBe(`#EXTM3U
#EXT-X-VERSION:3
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-STREAM-INF:BANDWIDTH=2130001,AVERAGE-BANDWIDTH=2128000,RESOLUTION=1280x720,FRAME-RATE=30.000,CODECS="avc1.42c01f,mp4a.40.2"
720p/stream.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=564000,AVERAGE-BANDWIDTH=564000,RESOLUTION=640x360,FRAME-RATE=12.500,CODECS="avc1.42c01e,mp4a.40.2"
360p/stream.m3u8
`);
});
