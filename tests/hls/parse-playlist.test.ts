import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { parsePlaylist } from "../../lib/hls/parse-playlist.ts";

const HEAD = "#EXTM3U\n#EXT-X-TARGETDURATION:6\n";

function problem(text: string): string {
  const parsed = parsePlaylist(text);
  return parsed.ok ? "none" : parsed.problem;
}

describe("media playlists", () => {
  test("dates count on from the last one told, and a discontinuity ends them", () => {
    const parsed = parsePlaylist(`${HEAD}#EXT-X-MEDIA-SEQUENCE:7
#EXT-X-DISCONTINUITY-SEQUENCE:2
#EXTINF:4,
a.ts
#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00.000+0100
#EXTINF:4.004,title, with comma
b.ts?x=1,2
#EXTINF:4
c.ts
#EXT-X-DISCONTINUITY
#EXT-X-GAP
#EXTINF:2,
d.ts
#EXT-X-ENDLIST
`);
    const at = Date.UTC(2025, 11, 31, 23);
    expect(parsed).toEqual({
      ok: true,
      value: {
        kind: "media",
        targetDurationSec: 6,
        mediaSequence: 7,
        discontinuitySequence: 2,
        isEnded: true,
        segments: [
          { sequence: 7, uri: "a.ts", durationSec: 4, dateMs: null, isDiscontinuity: false, isGap: false },
          {
            sequence: 8,
            uri: "b.ts?x=1,2",
            durationSec: 4.004,
            dateMs: at,
            isDiscontinuity: false,
            isGap: false,
          },
          {
            sequence: 9,
            uri: "c.ts",
            durationSec: 4,
            dateMs: at + 4004,
            isDiscontinuity: false,
            isGap: false,
          },
          { sequence: 10, uri: "d.ts", durationSec: 2, dateMs: null, isDiscontinuity: true, isGap: true },
        ],
      },
    });
  });

  test("may have a byte order mark, CRLF, blank lines, comments and tags nobody knows", () => {
    const text = `\uFEFF#EXTM3U\r\n# by hand\r\n#EXT-X-FUTURE:A="b"\r\n\r\n#EXT-X-TARGETDURATION:6\r\n#EXTINF:6.0,\r\n  a.ts \r\n`;
    expect(parsePlaylist(text)).toMatchObject({
      ok: true,
      value: { segments: [{ uri: "a.ts", sequence: 0 }] },
    });
  });

  test("number segments beyond 2^32", () => {
    const parsed = parsePlaylist(`${HEAD}#EXT-X-MEDIA-SEQUENCE:9007199254740000\n#EXTINF:6,\na.ts\n`);
    expect(parsed).toMatchObject({ ok: true, value: { segments: [{ sequence: 9007199254740000 }] } });
  });

  test("that are broken say what and where", () => {
    expect(problem("<html>404</html>")).toBe('does not begin with #EXTM3U but with "<html>404</html>"');
    expect(problem("")).toBe('does not begin with #EXTM3U but with ""');
    expect(problem("#EXTM3U\n#EXTINF:6,\na.ts\n")).toBe("has no #EXT-X-TARGETDURATION");
    expect(problem(`${HEAD}a.ts\n`)).toBe('line 3: "a.ts" has no #EXTINF');
    expect(problem(`${HEAD}#EXTINF:six,\na.ts\n`)).toBe('line 3: "#EXTINF:six," has no duration');
    expect(problem(`${HEAD}#EXT-X-MEDIA-SEQUENCE:18446744073709551615\n`)).toMatch(
      /not a whole number below 2\^53$/,
    );
    expect(problem("#EXTM3U\n#EXT-X-TARGETDURATION:0\n")).toMatch(/not a positive number$/);
    expect(problem(`${HEAD}#EXT-X-STREAM-INF:BANDWIDTH=1\na.m3u8\n`)).toMatch(
      /media playlist and of a multivariant/,
    );
  });
});

describe("multivariant playlists", () => {
  test("keep quoted commas and let unknown attributes and missing ones be", () => {
    const parsed = parsePlaylist(`#EXTM3U
#EXT-X-STREAM-INF:BANDWIDTH=2128000,AVERAGE-BANDWIDTH=2000000,RESOLUTION=1280x720,FRAME-RATE=29.970,CODECS="avc1.42c01f,mp4a.40.2",X-NEW="a=b"
# a comment between
720p.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=500000
360p.m3u8
`);
    expect(parsed).toEqual({
      ok: true,
      value: {
        kind: "multivariant",
        variants: [
          {
            uri: "720p.m3u8",
            bandwidth: 2_128_000,
            averageBandwidth: 2_000_000,
            resolution: { width: 1280, height: 720 },
            framerate: 29.97,
            codecs: "avc1.42c01f,mp4a.40.2",
          },
          {
            uri: "360p.m3u8",
            bandwidth: 500_000,
            averageBandwidth: null,
            resolution: null,
            framerate: null,
            codecs: null,
          },
        ],
      },
    });
  });
});

test("any text at all is a value, never an exception", () => {
  const lines = fc.constantFrom(
    "#EXTM3U",
    "#EXTINF:",
    "#EXTINF:1,",
    "#EXT-X-STREAM-INF:",
    "#EXT-X-TARGETDURATION:1",
    "#EXT-X-PROGRAM-DATE-TIME:x",
    "#EXT-X-MEDIA-SEQUENCE:-1",
    "a.ts",
    "",
    "\0",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.array(lines).map((list) => ["#EXTM3U", ...list].join("\n")),
      ),
      (text) => {
        expect(typeof parsePlaylist(text).ok).toBe("boolean");
      },
    ),
  );
});
