import { describe, expect, test } from "bun:test";
import { media } from "../support/playlists.ts";

const HEAD = "#EXTM3U\n#EXT-X-TARGETDURATION:6\n";

function codes(text: string): string[] {
  return media(`${HEAD}${text}`).oddities.map(({ code }) => code);
}

describe("segments", () => {
  test("have dates that count on from the last one told, and a discontinuity ends them", () => {
    const playlist = media(`${HEAD}#EXT-X-MEDIA-SEQUENCE:7
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
    const plain = {
      byteRange: null,
      map: null,
      key: null,
      parts: [],
      isGap: false,
      isDiscontinuity: false,
      hasDate: false,
    };
    expect(playlist).toEqual({
      kind: "media",
      version: 1,
      targetDurationSec: 6,
      mediaSequence: 7,
      discontinuitySequence: 2,
      hasDiscontinuitySequence: true,
      type: null,
      isEnded: true,
      isIFramesOnly: false,
      isIndependent: false,
      start: null,
      serverControl: null,
      partTargetSec: null,
      skipped: 0,
      inherits: null,
      segments: [
        { ...plain, sequence: 7, uri: "a.ts", durationSec: 4, dateMs: null, discontinuitySequence: 2 },
        {
          ...plain,
          sequence: 8,
          uri: "b.ts?x=1,2",
          durationSec: 4.004,
          dateMs: at,
          hasDate: true,
          discontinuitySequence: 2,
        },
        { ...plain, sequence: 9, uri: "c.ts", durationSec: 4, dateMs: at + 4004, discontinuitySequence: 2 },
        {
          ...plain,
          sequence: 10,
          uri: "d.ts",
          durationSec: 2,
          dateMs: null,
          isDiscontinuity: true,
          isGap: true,
          discontinuitySequence: 3,
        },
      ],
      trailingParts: [],
      trailingDateMs: null,
      isTrailingDiscontinuity: false,
      trailingMap: null,
      trailingKey: null,
      preloadHints: [],
      renditionReports: [],
      needs: { version: 3, feature: "EXTINF with a fraction" },
      oddities: [],
    });
  });

  test("keep a date that stands before their discontinuity", () => {
    const text = `${HEAD}#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00Z\n#EXT-X-DISCONTINUITY\n#EXTINF:6,\na\n`;
    expect(media(text).segments[0]?.dateMs).toBe(Date.UTC(2026, 0, 1));
  });

  test("are numbered up to 2^53 − 1, wherever the number stands", () => {
    expect(
      media(`${HEAD}#EXT-X-MEDIA-SEQUENCE:9007199254740990\n#EXTINF:6,\na.ts\n`).segments[0]?.sequence,
    ).toBe(9007199254740990);
    const late = media(`${HEAD}#EXTINF:6,\na.ts\n#EXT-X-MEDIA-SEQUENCE:5\n#EXT-X-DISCONTINUITY-SEQUENCE:3\n`);
    expect(late.segments[0]).toMatchObject({ sequence: 5, discontinuitySequence: 3 });
    expect(late.oddities).toEqual([
      {
        code: "sequence-tag-late",
        example: "Line 5: #EXT-X-MEDIA-SEQUENCE stands after a segment.",
        count: 2,
      },
    ]);
  });

  test("have byte ranges that go on where the one before of the same resource ended", () => {
    const text = `${HEAD}#EXT-X-BYTERANGE:100@50\n#EXTINF:6,\na\n#EXT-X-BYTERANGE:70\n#EXTINF:6,\na\n#EXTINF:6,\n#EXT-X-BYTERANGE:9\nb\n`;
    const { segments, oddities, needs } = media(text);
    expect(segments.map(({ byteRange }) => byteRange)).toEqual([
      { offset: 50, length: 100 },
      { offset: 150, length: 70 },
      { offset: 0, length: 9 },
    ]);
    expect(oddities.map(({ code }) => code)).toEqual(["byte-range-without-start"]);
    expect(needs).toEqual({ version: 4, feature: "EXT-X-BYTERANGE" });
  });

  test("have the init section before them, with its byte range and key", () => {
    const text = `${HEAD}#EXT-X-KEY:METHOD=AES-128,URI="k",IV=0xAB
#EXT-X-MAP:URI="a.mp4",BYTERANGE="720@10"
#EXTINF:6,
a.mp4
#EXT-X-KEY:METHOD=NONE
#EXTINF:6,
b.mp4
#EXT-X-MAP:URI="b.mp4"
#EXTINF:6,
c.mp4
`;
    const { segments, trailingMap, trailingKey } = media(text);
    const key = {
      method: "AES-128",
      uri: "k",
      iv: "000000000000000000000000000000ab",
      keyFormat: "identity",
    };
    const first = { uri: "a.mp4", byteRange: { offset: 10, length: 720 }, key };
    const second = { uri: "b.mp4", byteRange: null, key: null };
    expect(segments.map(({ map }) => map)).toEqual([first, first, second]);
    expect(segments.map((segment) => segment.key)).toEqual([key, null, null]);
    expect([trailingMap, trailingKey]).toEqual([second, null]);
  });

  test("keep the key of the format identity of several at once, until METHOD=NONE ends them all", () => {
    const text = `${HEAD}#EXT-X-KEY:METHOD=SAMPLE-AES,URI="skd://1",KEYFORMAT="com.apple.streamingkeydelivery"
#EXTINF:6,
a
#EXT-X-KEY:METHOD=AES-128,URI="k1"
#EXTINF:6,
b
#EXT-X-KEY:METHOD=SAMPLE-AES,URI="skd://2",KEYFORMAT="com.apple.streamingkeydelivery"
#EXTINF:6,
c
#EXT-X-KEY:METHOD=NONE
#EXTINF:6,
d
`;
    expect(media(text).segments.map(({ key }) => key?.uri ?? null)).toEqual(["skd://1", "k1", "k1", null]);
  });
});

test("tags about the whole playlist are read", () => {
  const playlist = media(`#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:4.5
#EXT-X-PLAYLIST-TYPE:EVENT
#EXT-X-I-FRAMES-ONLY
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-START:TIME-OFFSET=-12.5,PRECISE=YES
#EXT-X-BITRATE:1000
`);
  expect(playlist).toMatchObject({
    version: 7,
    targetDurationSec: 4.5,
    type: "EVENT",
    isEnded: false,
    isIFramesOnly: true,
    isIndependent: true,
    start: { offsetSec: -12.5, isPrecise: true },
    oddities: [{ code: "target-duration-invalid" }],
  });
});

test("a target duration of 0 is taken for 1, as players do", () => {
  expect(media("#EXTM3U\n#EXT-X-TARGETDURATION:0\n")).toMatchObject({
    targetDurationSec: 1,
    oddities: [{ code: "target-duration-invalid" }],
  });
});

test("what players let pass is noted: the first of each kind with its line, and all are counted", () => {
  expect(media(`${HEAD}a.ts\nb.ts\n#EXTINF:6,\nc.ts\n`)).toMatchObject({
    segments: [{ uri: "c.ts" }],
    oddities: [{ code: "uri-without-extinf", example: 'Line 3: "a.ts" has no #EXTINF.', count: 2 }],
  });
  expect(codes("#EXT-X-TARGETDURATION:6\n")).toEqual(["tag-repeated"]);
  expect(codes("#EXTINF:6,\n#EXTINF:6,\na\n")).toEqual(["extinf-without-uri"]);
  expect(codes("#EXTINF:6,\n")).toEqual(["extinf-without-uri"]);
  expect(codes("#EXT-X-PROGRAM-DATE-TIME:soon\n#EXTINF:6,\na\n")).toEqual(["date-invalid"]);
  expect(codes("#EXT-X-PLAYLIST-TYPE:LIVE\n")).toEqual(["playlist-type-invalid"]);
  expect(codes("#EXT-X-START:PRECISE=YES\n")).toEqual(["attribute-missing"]);
  expect(codes('#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="b"\n')).toEqual(["tags-mixed"]);
  expect(codes("#EXT-X-FUTURE:1\n#EXT-X-FUTURE:2\n#EXTINF:6,\na\n")).toEqual([]);
});

test("a playlist tells the version it needs, and what for", () => {
  const needs = (text: string) => media(`${HEAD}${text}`).needs;
  expect(needs("#EXTINF:6,\na\n")).toEqual({ version: 1, feature: "" });
  expect(needs('#EXT-X-KEY:METHOD=AES-128,URI="k",IV=0x1\n')).toEqual({
    version: 2,
    feature: "IV of EXT-X-KEY",
  });
  expect(needs('#EXT-X-KEY:METHOD=AES-128,URI="k",KEYFORMATVERSIONS="1"\n').version).toBe(5);
  expect(needs('#EXT-X-KEY:METHOD=SAMPLE-AES,URI="k",KEYFORMAT="x"\n').version).toBe(5);
  expect(needs("#EXT-X-I-FRAMES-ONLY\n").version).toBe(4);
  expect(needs('#EXT-X-I-FRAMES-ONLY\n#EXT-X-MAP:URI="i"\n')).toEqual({ version: 5, feature: "EXT-X-MAP" });
  expect(needs('#EXT-X-MAP:URI="i"\n')).toEqual({ version: 6, feature: "EXT-X-MAP" });
  expect(needs('#EXT-X-DEFINE:NAME="a",VALUE="b"\n').version).toBe(8);
  expect(needs("#EXT-X-SKIP:SKIPPED-SEGMENTS=3\n").version).toBe(9);
  expect(needs('#EXT-X-SKIP:SKIPPED-SEGMENTS=3,RECENTLY-REMOVED-DATERANGES="a"\n').version).toBe(10);
});
