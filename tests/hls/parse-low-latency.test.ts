import { expect, test } from "bun:test";
import { media } from "../support/playlists.ts";

const HEAD = `#EXTM3U
#EXT-X-TARGETDURATION:4
#EXT-X-PART-INF:PART-TARGET=1.002
#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=24,CAN-SKIP-DATERANGES=YES,HOLD-BACK=12,PART-HOLD-BACK=3.006
#EXT-X-MEDIA-SEQUENCE:7
`;

test("the offer of the server is read, and what it does not tell is null", () => {
  expect(media(HEAD)).toMatchObject({
    partTargetSec: 1.002,
    serverControl: {
      canBlockReload: true,
      canSkipUntilSec: 24,
      canSkipDateRanges: true,
      holdBackSec: 12,
      partHoldBackSec: 3.006,
    },
  });
  expect(
    media("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=NO\n").serverControl,
  ).toEqual({
    canBlockReload: false,
    canSkipUntilSec: null,
    canSkipDateRanges: false,
    holdBackSec: null,
    partHoldBackSec: null,
  });
});

test("parts belong to the segment after them, those at the end to the one being made", () => {
  const text = `${HEAD}#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00Z
#EXT-X-PART:DURATION=1,URI="a0",INDEPENDENT=YES
#EXT-X-PART:DURATION=1.5,URI="a1",GAP=YES
#EXTINF:2.5,
a
#EXTINF:4,
b
#EXT-X-MAP:URI="i2"
#EXT-X-PART:DURATION=1,URI="c",BYTERANGE="500@0"
#EXT-X-PART:DURATION=1,URI="c",BYTERANGE="600"
#EXT-X-PRELOAD-HINT:TYPE=PART,URI="c",BYTERANGE-START=1100
#EXT-X-PRELOAD-HINT:TYPE=MAP,URI="i3",BYTERANGE-LENGTH=20
#EXT-X-PRELOAD-HINT:TYPE=AD,URI="x"
#EXT-X-RENDITION-REPORT:URI="../en.m3u8",LAST-MSN=9,LAST-PART=1
#EXT-X-RENDITION-REPORT:URI="../de.m3u8"
`;
  const playlist = media(text);
  expect(playlist.segments.map(({ parts }) => parts)).toEqual([
    [
      { uri: "a0", durationSec: 1, byteRange: null, isIndependent: true, isGap: false },
      { uri: "a1", durationSec: 1.5, byteRange: null, isIndependent: false, isGap: true },
    ],
    [],
  ]);
  expect(playlist.trailingParts.map(({ byteRange }) => byteRange)).toEqual([
    { offset: 0, length: 500 },
    { offset: 500, length: 600 },
  ]);
  expect(playlist).toMatchObject({
    trailingDateMs: Date.UTC(2026, 0, 1) + 6500,
    trailingMap: { uri: "i2" },
    isTrailingDiscontinuity: false,
    preloadHints: [
      { type: "PART", uri: "c", byteRangeStart: 1100, byteRangeLength: null },
      { type: "MAP", uri: "i3", byteRangeStart: 0, byteRangeLength: 20 },
    ],
    renditionReports: [
      { uri: "../en.m3u8", lastSequence: 9, lastPart: 1 },
      { uri: "../de.m3u8", lastSequence: null, lastPart: null },
    ],
    oddities: [],
  });
});

test("a date or a discontinuity before the trailing parts is theirs", () => {
  const before = `${HEAD}#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00Z\n#EXTINF:4,\na\n`;
  const part = '#EXT-X-PART:DURATION=1,URI="b0"\n';
  const dated = media(`${before}#EXT-X-PROGRAM-DATE-TIME:2026-02-01T00:00:00Z\n${part}`);
  expect(dated.trailingDateMs).toBe(Date.UTC(2026, 1, 1));
  expect(media(`${before}#EXT-X-DISCONTINUITY\n${part}`)).toMatchObject({
    trailingDateMs: null,
    isTrailingDiscontinuity: true,
  });
});

test("tags that lack an attribute are left out and noted", () => {
  const text = `${HEAD}#EXT-X-PART:URI="a"\n#EXT-X-PRELOAD-HINT:TYPE=PART\n#EXT-X-RENDITION-REPORT:LAST-MSN=1\n`;
  expect(media(text)).toMatchObject({
    trailingParts: [],
    preloadHints: [],
    renditionReports: [],
    oddities: [{ code: "attribute-missing", count: 3 }],
  });
});

test("a delta update tells how many segments it skips and how far what held before goes on holding", () => {
  const skip = `${HEAD}#EXT-X-SKIP:SKIPPED-SEGMENTS=3\n#EXTINF:4,\na\n#EXT-X-MAP:URI="i"\n#EXTINF:4,\nb\n`;
  expect(media(skip)).toMatchObject({
    skipped: 3,
    inherits: { key: 3, map: 1, mapKey: 3, range: 0 },
    segments: [{ sequence: 10 }, { sequence: 11 }],
  });
});
