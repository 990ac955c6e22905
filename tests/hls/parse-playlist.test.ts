import { describe, expect, test } from "bun:test";
import { parsePlaylist } from "../../lib/hls/parse-playlist.ts";
import { excerpt } from "../../lib/hls/playlist-line.ts";

const HEAD = "#EXTM3U\n#EXT-X-TARGETDURATION:6\n";

function problem(text: string): string {
  const parsed = parsePlaylist(text);
  return parsed.ok ? "none" : parsed.problem;
}

describe("a playlist", () => {
  test("may have a byte order mark, CRLF, blank lines, comments and tags nobody knows", () => {
    const text = `\uFEFF#EXTM3U\r\n# by hand\r\n#EXT-X-FUTURE:A="b"\r\n\r\n#EXT-X-TARGETDURATION:6\r\n#EXTINF:6.0,\r\n  a.ts \r\n`;
    expect(parsePlaylist(text)).toMatchObject({
      ok: true,
      value: { segments: [{ uri: "a.ts", sequence: 0 }], oddities: [{ code: "byte-order-mark" }] },
    });
  });

  test("may lack the last newline", () => {
    expect(parsePlaylist(`${HEAD}#EXTINF:6,\na.ts`)).toMatchObject({
      value: { segments: [{ uri: "a.ts" }] },
    });
    expect(parsePlaylist("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\na.m3u8")).toMatchObject({
      value: { variants: [{ uri: "a.m3u8" }] },
    });
  });

  test("is of the kind its tags say, wherever they stand", () => {
    const title = `${HEAD}#EXTINF:6,about #EXT-X-STREAM-INF:x\na.ts\n`;
    expect(parsePlaylist(title)).toMatchObject({ value: { kind: "media" } });
    expect(parsePlaylist("#EXTM3U\n  #EXT-X-STREAM-INF:BANDWIDTH=1\na\n")).toMatchObject({
      value: { kind: "multivariant" },
    });
  });

  test("that cannot be played says what and where", () => {
    const largest = "18446744073709551615";
    const cases: [string, string | RegExp][] = [
      ["<html>404</html>", 'does not begin with #EXTM3U but with "<html>404</html>"'],
      ["", 'does not begin with #EXTM3U but with ""'],
      ["\n\n<html>", 'does not begin with #EXTM3U but with ""'],
      ["#EXTM3U\n#EXTINF:6,\na.ts\n", "has no #EXT-X-TARGETDURATION"],
      [`${HEAD}#EXTINF:six,\na.ts\n`, 'line 3: "#EXTINF:six," has no duration'],
      [`${HEAD}#EXTINF:-1,\na.ts\n`, 'line 3: "#EXTINF:-1," has no duration'],
      [`${HEAD}#EXT-X-MEDIA-SEQUENCE:${largest}\n`, /2\^64 − 1, this program to 2\^53 − 1$/],
      [`${HEAD}#EXT-X-DISCONTINUITY-SEQUENCE:${largest}\n`, /^line 3: .*2\^64 − 1/],
      [`${HEAD}#EXT-X-MEDIA-SEQUENCE:1.5\n`, 'line 3: "#EXT-X-MEDIA-SEQUENCE:1.5" is not a whole number'],
      [`${HEAD}#EXT-X-MEDIA-SEQUENCE:9007199254740991\n#EXTINF:1,\na\n`, /beyond 2\^53 − 1/],
      ["#EXTM3U\n#EXT-X-TARGETDURATION:-1\n", /not a number of seconds$/],
      [`${HEAD}#EXT-X-STREAM-INF:BANDWIDTH=1\na.m3u8\n`, /^line 2: .*media playlist and of a multivariant/],
      [`${HEAD}#EXT-X-BYTERANGE:x@1\n`, 'line 3: "x@1" is no byte range (length@offset)'],
      [`${HEAD}#EXT-X-BYTERANGE:1@9007199254740991\n`, /is no byte range/],
      [`${HEAD}#EXT-X-MAP:BYTERANGE="1@0"\n`, /^line 3: .* has no URI$/],
      [`${HEAD}#EXT-X-MAP:URI="a",BYTERANGE="1@"\n`, /is no byte range/],
      [`${HEAD}#EXT-X-KEY:URI="k"\n`, /has no METHOD$/],
      [`${HEAD}#EXT-X-KEY:METHOD=AES-128\n`, "line 3: #EXT-X-KEY of METHOD=AES-128 has no URI"],
      [`${HEAD}#EXT-X-KEY:METHOD=AES-128,URI="k",IV=0xfg\n`, /no hexadecimal number of 128 bits$/],
      [`${HEAD}#EXT-X-SKIP:X=1\n`, /has no SKIPPED-SEGMENTS$/],
    ];
    for (const [text, expected] of cases) expect(problem(text)).toMatch(expected);
  });

  test("is quoted in messages no longer than needed", () => {
    expect(excerpt("x".repeat(100))).toBe(`"${"x".repeat(60)}…"`);
  });
});
