import { describe, expect, test } from "bun:test";
import { checkUpdate } from "../../../lib/hls/conformance/check-update.ts";
import type { ViolationCode } from "../../../lib/hls/conformance/violations.ts";
import { dateTag, liveText, partText } from "../../support/live-text.ts";
import { media } from "../../support/playlists.ts";

/** Code, a playlist, a next version that breaks it and nothing else, one that just does not. */
type Case = [code: ViolationCode, previous: string, broken: string, whole: string];

const OLD = liveText(10, 15);
const NEW = liveText(11, 16);
const END = "#EXT-X-ENDLIST\n";
const DISC = "#EXT-X-DISCONTINUITY";
const sequence = (n: number) => `#EXT-X-DISCONTINUITY-SEQUENCE:${n}`;
const type = (name: string) => `#EXT-X-PLAYLIST-TYPE:${name}`;
const key = (name: string) => `#EXT-X-KEY:METHOD=AES-128,URI="${name}"`;
const map = (name: string) => `#EXT-X-MAP:URI="${name}"`;
const range = (text: string) => `#EXT-X-BYTERANGE:${text}`;

function swapped(text: string, a: string, b: string): string {
  return text.replace(a, "x").replace(b, a).replace("x", b);
}

const CASES: Case[] = [
  ["media-sequence-decreased", OLD, liveText(9, 14), OLD],
  [
    "target-duration-changed",
    OLD,
    NEW.replace("DURATION:2", "DURATION:3").replace("s16.ts", "s16.ts\n#EXTINF:2,\ns17.ts"),
    NEW,
  ],
  ["playlist-type-changed", OLD, liveText(10, 16, {}, type("EVENT")), liveText(10, 16)],
  ["endlist-vanished", OLD + END, OLD, OLD + END],
  ["changed-after-endlist", OLD + END, liveText(10, 16) + END, OLD + END],
  [
    "vod-changed",
    liveText(0, 5, {}, type("VOD")) + END,
    liveText(0, 6, {}, type("VOD")) + END,
    liveText(0, 5, {}, type("VOD")) + END,
  ],
  [
    "event-removed-segment",
    liveText(0, 5, {}, type("EVENT")),
    liveText(1, 6, {}, type("EVENT")),
    liveText(0, 6, {}, type("EVENT")),
  ],
  ["window-too-short", liveText(10, 12), liveText(12, 13), liveText(11, 13)],
  ["window-too-short", liveText(10, 12), liveText(12, 13), liveText(12, 13) + END],
  ["segment-vanished", OLD, liveText(10, 14), liveText(10, 15)],
  ["segment-uri-changed", OLD, NEW.replace("s13.ts", "other.ts"), NEW.replace("s16.ts", "other.ts")],
  [
    "segment-byte-range-changed",
    liveText(10, 15, { 13: range("5@0") }),
    liveText(11, 16, { 13: range("5@1") }),
    liveText(11, 16, { 13: range("5@0") }),
  ],
  ["removal-miscounted", OLD, NEW.replace("SEQUENCE:11", "SEQUENCE:10"), NEW],
  ["removal-miscounted", OLD, NEW.replace("SEQUENCE:11", "SEQUENCE:12"), NEW],
  [
    "segment-order-changed",
    OLD,
    NEW.replace("s13.ts", "x").replace("s14.ts", "s13.ts").replace("x", "s14.ts"),
    NEW,
  ],
  ["segment-order-changed", liveText(0, 2), swapped(liveText(0, 2), "s0.ts", "s2.ts"), liveText(0, 2)],
  [
    "segment-duration-changed",
    OLD,
    NEW.replace("#EXTINF:2.0,\ns13", "#EXTINF:2.02,\ns13"),
    NEW.replace("#EXTINF:2.0,\ns13", "#EXTINF:2.00,\ns13"),
  ],
  [
    "segment-key-changed",
    liveText(10, 15, { 10: key("a") }),
    liveText(11, 16, { 11: key("a"), 15: key("b") }),
    liveText(11, 16, { 11: key("a"), 16: key("b") }),
  ],
  [
    "segment-map-changed",
    liveText(10, 15, { 10: map("a") }),
    liveText(11, 16, { 11: map("a"), 15: map("b") }),
    liveText(11, 16, { 11: map("a"), 16: map("b") }),
  ],
  [
    "segment-date-changed",
    OLD,
    NEW.replace(dateTag(13), dateTag(13, 101)),
    NEW.replace(dateTag(13), dateTag(13, 99)),
  ],
  [
    "discontinuity-sequence-decreased",
    liveText(10, 15, {}, sequence(3)),
    liveText(11, 16, {}, sequence(2)),
    liveText(11, 16, {}, sequence(3)),
  ],
  ["discontinuity-sequence-missing", liveText(10, 15, { 10: DISC }), NEW, liveText(10, 16, { 10: DISC })],
  [
    "discontinuity-sequence-wrong",
    liveText(10, 15, { 10: DISC }, sequence(3)),
    liveText(11, 16, {}, sequence(3)),
    liveText(11, 16, {}, sequence(4)),
  ],
  [
    "discontinuity-sequence-wrong",
    liveText(10, 15, { 11: DISC }, sequence(3)),
    liveText(12, 17, {}, sequence(5)),
    liveText(11, 17, { 11: DISC }, sequence(3)),
  ],
];

const INSIDE = liveText(10, 15, { 13: DISC });
const PARTS = partText(10, 15, 2);
const LOW_LATENCY: Case[] = [
  ["part-vanished", PARTS, partText(10, 15, 1), PARTS],
  ["part-changed", PARTS, partText(10, 15, 3).replace("s16.1.ts", "x.ts"), partText(10, 15, 3)],
  [
    "part-changed",
    PARTS,
    partText(10, 16, 0).replace('0.5,URI="s16.1', '0.4,URI="s16.1'),
    partText(10, 16, 0),
  ],
  ["hint-unfulfilled", PARTS, partText(10, 15, 3).replace("s16.2.ts", "x.ts"), partText(10, 15, 3)],
  ["hint-unfulfilled", PARTS, partText(10, 16, 1).replace("s16.2.ts", "x.ts"), partText(10, 18, 1)],
  [
    "hint-unfulfilled",
    partText(10, 15, 4),
    partText(10, 16, 1),
    partText(10, 16, 1).replace("s17.0.ts", "s16.4.ts"),
  ],
];

describe.each([...CASES, ...LOW_LATENCY])("%s", (code, previous, broken, whole) => {
  test("is found where it is broken, and nothing else", () => {
    expect(checkUpdate(media(previous), media(broken)).map((violation) => violation.code)).toEqual([code]);
  });

  test("is not found where it is just not", () => {
    expect(checkUpdate(media(previous), media(whole))).toEqual([]);
  });
});

test("a hint with a byte range comes true by its beginning", () => {
  const hint = (start: number) => `#EXT-X-PRELOAD-HINT:TYPE=PART,URI="p",BYTERANGE-START=${start}\n`;
  const part = (range: string) => `#EXT-X-PART:DURATION=0.5,URI="p",BYTERANGE="${range}"\n`;
  const codes = (start: number) => {
    const previous = media(liveText(10, 15) + part("100@0") + hint(start));
    return checkUpdate(previous, media(liveText(10, 15) + part("100@0") + part("50@100"))).map(
      ({ code }) => code,
    );
  };
  expect(codes(100)).toEqual([]);
  expect(codes(101)).toEqual(["hint-unfulfilled"]);
});

test("a discontinuity inside the window that comes or goes is found; at its beginning the tag may go with what was before", () => {
  const codes = (next: string) => checkUpdate(media(INSIDE), media(next)).map(({ code }) => code);
  expect(codes(NEW)).toEqual(["segment-discontinuity-changed"]);
  expect(codes(liveText(13, 18, { 13: DISC }))).toEqual([]);
  expect(codes(liveText(13, 18, {}, sequence(1)))).toEqual([]);
});

test("versions without a segment in common are compared by their headers alone", () => {
  expect(checkUpdate(media(OLD), media(liveText(30, 35)))).toEqual([]);
});

test("examples tell both sides", () => {
  expect(checkUpdate(media(OLD), media(NEW.replace("SEQUENCE:11", "SEQUENCE:10")))).toEqual([
    {
      code: "removal-miscounted",
      example: "Segment 10 was s10.ts and is s11.ts: the segments moved by 1 without the numbers.",
    },
  ]);
});
