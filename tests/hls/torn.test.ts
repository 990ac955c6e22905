import { describe, expect, test } from "bun:test";
import { mediaPlaylist } from "../../lib/hls/playlist.ts";
import { findTear } from "../../lib/hls/torn.ts";
import { liveText, partText } from "../support/live-text.ts";

const LIVE = liveText(10, 15, { 12: '#EXT-X-KEY:METHOD=AES-128,URI="k,1",IV=0x1' });
const PARTS = partText(10, 15, 2);
const MULTIVARIANT = `#EXTM3U
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="x",URI="a.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="a,b"
1.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=2
2.m3u8
`;

describe("whole playlists are not taken for torn", () => {
  const whole: [string, string][] = [
    ["live", LIVE],
    ["low-latency", PARTS],
    ["multivariant", MULTIVARIANT],
    ["ended", `${LIVE}#EXT-X-ENDLIST\n`],
    ["empty live", "#EXTM3U\n#EXT-X-TARGETDURATION:2\n"],
    ["one segment", liveText(1, 1)],
    [
      "our own",
      mediaPlaylist({ segmentDurationSec: 2, firstListed: 1, lastListed: 4, uri: (n) => `${n}.ts` }),
    ],
    ["with queries", `${liveText(1, 3).replaceAll(/(s\d)\.ts/g, "$1.ts?a=$1&b=1")}`],
  ];
  test.each(whole)("%s", (_name, text) => {
    expect(findTear(text)).toBeNull();
    expect(findTear(text.trimEnd())).toBeNull();
    expect(findTear(text.replaceAll("\n", "\r\n"))).toBeNull();
  });

  test("nor is what is no playlist", () => {
    for (const text of ["", "<html>", "#EXT-X-", "not found", "#"]) {
      expect([text, findTear(text)]).toEqual([text, text === "#" ? 'breaks off inside "#"' : null]);
    }
  });
});

describe("a cut", () => {
  test("says where", () => {
    expect(findTear("#EXTM3U\n#EXTINF:2,\n")).toBe('breaks off after "#EXTINF:2,", before its URI');
    expect(findTear("#EXTM3U\n#EXTINF:2,\na.ts\n#EXT-X-PROG")).toBe('breaks off inside "#EXT-X-PROG"');
  });

  test.each([
    ["the first tag", "#EXTM"],
    ["a tag", "#EXTM3U\n#EXTINF:2,\na.ts\n#EXT-X-ENDLIS"],
    ["a value", "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:"],
    ["a date", "#EXTM3U\n#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:0"],
    ["a quote", '#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="htt'],
    ["an attribute's name", "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,UR"],
    ["the attributes", "#EXTM3U\n#EXT-X-PART:DURATION=0.5"],
    ["a URI", "#EXTM3U\n#EXTINF:2,\ns10.ts\n#EXTINF:2,\ns1"],
    ["an extension", "#EXTM3U\n#EXTINF:2,\ns10.m4s\n#EXTINF:2,\ns11.m4"],
    ["a query", "#EXTM3U\n#EXTINF:2,\ns10.ts?a=1&token=2\n#EXTINF:2,\ns11.ts?a=1&to"],
    ["EXT-X-STREAM-INF and its URI", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n"],
  ])("inside or after %s is found", (_what, text) => {
    expect(findTear(text)).not.toBeNull();
  });

  test("anywhere but at the end of a line, in a number, before an optional attribute or in the first URI is found", () => {
    const missed: string[] = [];
    for (let end = 1; end < LIVE.length; end++) {
      const text = LIVE.slice(0, end);
      const line = text.slice(text.lastIndexOf("\n") + 1);
      if (findTear(text) === null) missed.push(line);
    }
    const excused =
      /^$|^#EXT-X-(?:VERSION|TARGETDURATION|MEDIA-SEQUENCE):\d+$|^#EXT-X-PROGRAM-DATE-TIME:.*:\d\d(?:\.\d*)?Z?$|,IV=0x?$|^s(?:10\.?t?)?$/;
    const whole = new Set([...LIVE.split("\n"), "s1", '#EXT-X-KEY:METHOD=AES-128,URI="k,1"']);
    const rest = missed.filter((line) => !excused.test(line) && !whole.has(line));
    expect(rest).toEqual([]);
  });
});
