import { describe, expect, test } from "bun:test";
import { checkMedia } from "../../../lib/hls/conformance/check-media.ts";
import type { ViolationCode } from "../../../lib/hls/conformance/violations.ts";
import { dateTag, liveText, partText } from "../../support/live-text.ts";
import { media } from "../../support/playlists.ts";

/** Code, a playlist that breaks it and nothing else, one that just does not. */
type Case = [code: ViolationCode, broken: string, whole: string];

const LIVE = liveText(10, 15);
/** Only the first segment has a date of its own. */
const ONE_DATE = LIVE.replaceAll(/#EXT-X-PROG.*\n/g, "").replace("#EXTINF", `${dateTag(10)}\n#EXTINF`);
const PARTS = partText(10, 15, 2);
const KEY = '#EXT-X-KEY:METHOD=AES-128,URI="k"';
const END = "#EXT-X-ENDLIST\n";
const VOD = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXTINF:2,\na.ts\n";
const MP4 = LIVE.replaceAll(".ts", ".m4s");

const CASES: Case[] = [
  ["byte-order-mark", `\uFEFF${LIVE}`, LIVE],
  [
    "playlist-empty",
    `#EXTM3U\n#EXT-X-TARGETDURATION:2\n${END}`,
    `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\na.ts\n${END}`,
  ],
  ["tag-repeated", `${LIVE}#EXT-X-TARGETDURATION:2\n`, `${LIVE}#EXT-X-BITRATE:1\n#EXT-X-BITRATE:1\n`],
  [
    "target-duration-invalid",
    LIVE.replace("DURATION:2", "DURATION:2.5"),
    LIVE.replace("DURATION:2", "DURATION:3").replace("s15.ts", "s15.ts\n#EXTINF:2,\ns16.ts"),
  ],
  ["uri-without-extinf", `${LIVE}x.ts\n`, `${LIVE}# x.ts\n`],
  ["extinf-without-uri", `${LIVE}#EXTINF:2,\n`, `${LIVE}#EXTINF:2,\nx.ts\n`],
  [
    "playlist-type-invalid",
    liveText(0, 5, {}, "#EXT-X-PLAYLIST-TYPE:LIVE"),
    liveText(0, 5, {}, "#EXT-X-PLAYLIST-TYPE:EVENT"),
  ],
  [
    "sequence-tag-late",
    `${liveText(0, 5)}#EXT-X-DISCONTINUITY-SEQUENCE:0\n`,
    liveText(0, 5, {}, "#EXT-X-DISCONTINUITY-SEQUENCE:0"),
  ],
  [
    "tags-mixed",
    liveText(0, 5, {}, '#EXT-X-SESSION-DATA:DATA-ID="x"'),
    liveText(0, 5, {}, "#EXT-X-SESSION:1"),
  ],
  [
    "attribute-missing",
    liveText(0, 5, {}, "#EXT-X-START:PRECISE=YES"),
    liveText(0, 5, {}, "#EXT-X-START:TIME-OFFSET=0"),
  ],
  [
    "date-invalid",
    LIVE.replace(dateTag(12), "#EXT-X-PROGRAM-DATE-TIME:x"),
    LIVE.replace(`${dateTag(12)}\n`, ""),
  ],
  [
    "date-inconsistent",
    LIVE.replace(dateTag(12), dateTag(12, 101))
      .replace(dateTag(13), dateTag(13, 101))
      .replace(dateTag(14), dateTag(14, 101))
      .replace(dateTag(15), dateTag(15, 101)),
    LIVE.replace(dateTag(12), dateTag(12, 99)),
  ],
  [
    "date-inconsistent",
    LIVE.replace(dateTag(12), dateTag(12, -5000)),
    LIVE.replace(dateTag(15), `#EXT-X-DISCONTINUITY\n${dateTag(15, -5000)}`),
  ],
  [
    "date-missing",
    LIVE.replaceAll(/#EXT-X-PROG.*\n/g, ""),
    `${LIVE.replaceAll(/#EXT-X-PROG.*\n/g, "")}#EXT-X-ENDLIST\n`,
  ],
  ["version-too-low", LIVE.replace("VERSION:6", "VERSION:2"), LIVE.replace("VERSION:6", "VERSION:3")],
  [
    "version-too-low",
    liveText(0, 5, { 2: "#EXT-X-BYTERANGE:5@0" }).replace("VERSION:6", "VERSION:3"),
    liveText(0, 5, { 2: "#EXT-X-BYTERANGE:5@0" }).replace("VERSION:6", "VERSION:4"),
  ],
  [
    "version-too-low",
    liveText(0, 5, { 0: '#EXT-X-MAP:URI="i"' }).replace("VERSION:6", "VERSION:5"),
    liveText(0, 5, { 0: '#EXT-X-MAP:URI="i"' }),
  ],
  [
    "byte-range-without-start",
    liveText(0, 5, { 2: "#EXT-X-BYTERANGE:5" }),
    liveText(0, 5, { 2: "#EXT-X-BYTERANGE:5@0" }),
  ],
  [
    "extinf-over-target",
    ONE_DATE.replace("#EXTINF:2.0", "#EXTINF:2.5"),
    ONE_DATE.replace("#EXTINF:2.0", "#EXTINF:2.499"),
  ],
  ["live-window-thin", liveText(10, 11), liveText(10, 12)],
  ["live-window-thin", liveText(10, 11), liveText(0, 1)],
  [
    "start-out-of-range",
    liveText(0, 5, {}, "#EXT-X-START:TIME-OFFSET=6.1"),
    liveText(0, 5, {}, "#EXT-X-START:TIME-OFFSET=12") + END,
  ],
  ["vod-without-endlist", VOD, `${VOD}#EXT-X-ENDLIST\n`],
  ["map-missing", MP4, liveText(10, 15, { 10: '#EXT-X-MAP:URI="i.mp4"' }).replaceAll(".ts", ".m4s")],
  [
    "map-iv-missing",
    liveText(10, 15, { 10: `${KEY}\n#EXT-X-MAP:URI="i.mp4"` }),
    liveText(10, 15, { 10: `${KEY},IV=0x1\n#EXT-X-MAP:URI="i.mp4"` }),
  ],
  [
    "start-out-of-range",
    liveText(0, 5, {}, "#EXT-X-START:TIME-OFFSET=12.1"),
    liveText(0, 5, {}, "#EXT-X-START:TIME-OFFSET=6"),
  ],
  [
    "start-out-of-range",
    liveText(0, 5, {}, "#EXT-X-START:TIME-OFFSET=-5.9"),
    liveText(0, 5, {}, "#EXT-X-START:TIME-OFFSET=-6"),
  ],
];

const LOW_LATENCY: Case[] = [
  [
    "tag-after-part",
    PARTS.replace('s15.3.ts"\n', `s15.3.ts"\n#EXT-X-DISCONTINUITY\n`),
    PARTS.replace(dateTag(15), `#EXT-X-DISCONTINUITY\n${dateTag(15)}`),
  ],
  [
    "attribute-missing",
    PARTS.replace(',URI="s16.1.ts"', ""),
    PARTS.replace('URI="s16.1.ts"', 'X=1,URI="s16.1.ts"'),
  ],
  ["part-inf-missing", PARTS.replace(/#EXT-X-PART-INF.*\n/, ""), PARTS],
  ["part-hold-back-missing", PARTS.replace("PART-HOLD-BACK=1.5,", ""), PARTS],
  ["part-hold-back-low", PARTS.replace("PART-HOLD-BACK=1.5", "PART-HOLD-BACK=0.99"), PARTS],
  ["part-hold-back-thin", PARTS.replace("PART-HOLD-BACK=1.5", "PART-HOLD-BACK=1"), PARTS],
  ["hold-back-low", PARTS.replace(",HOLD-BACK=6", ",HOLD-BACK=5.9"), PARTS.replace(",HOLD-BACK=6", "")],
  ["can-skip-until-low", PARTS.replace("UNTIL=12", "UNTIL=11.9"), PARTS],
  [
    "skip-dateranges-alone",
    PARTS.replace("CAN-SKIP-UNTIL=12", "CAN-SKIP-DATERANGES=YES"),
    PARTS.replace("CAN-SKIP-UNTIL=12", "CAN-SKIP-UNTIL=12,CAN-SKIP-DATERANGES=YES"),
  ],
  [
    "blocking-reload-missing",
    PARTS.replace("CAN-BLOCK-RELOAD=YES,", ""),
    `${PARTS.replace("CAN-BLOCK-RELOAD=YES,", "").replace(/#EXT-X-PRELOAD.*\n/, "")}#EXT-X-ENDLIST\n`,
  ],
  [
    "hint-missing",
    PARTS.replace(/#EXT-X-PRELOAD.*\n/, ""),
    `${PARTS.replace(/#EXT-X-PRELOAD.*\n/, "")}#EXT-X-ENDLIST\n`,
  ],
  ["hint-after-end", `${PARTS}#EXT-X-ENDLIST\n`, PARTS],
  [
    "hint-repeated",
    `${PARTS}#EXT-X-PRELOAD-HINT:TYPE=PART,URI="x"\n`,
    `${PARTS}#EXT-X-PRELOAD-HINT:TYPE=MAP,URI="x"\n`,
  ],
  [
    "part-over-target",
    PARTS.replace("DURATION=0.5", "DURATION=0.501"),
    PARTS.replace("DURATION=0.5", "DURATION=0.50005"),
  ],
  [
    "part-too-short",
    PARTS.replace("DURATION=0.5", "DURATION=0.42"),
    PARTS.replace("DURATION=0.5", "DURATION=0.425"),
  ],
  [
    "part-too-short",
    PARTS.replace("DURATION=0.5", "DURATION=0.1"),
    PARTS.replace("DURATION=0.5", "INDEPENDENT=YES,DURATION=0.1"),
  ],
  [
    "part-too-short",
    PARTS.replace("DURATION=0.5", "DURATION=0.1"),
    PARTS.replace("DURATION=0.5", "GAP=YES,DURATION=0.1"),
  ],
  [
    "part-too-short",
    PARTS.replace("DURATION=0.5", "DURATION=0.1"),
    PARTS.replace('DURATION=0.5,URI="s15.3', 'DURATION=0.1,URI="s15.3'),
  ],
  [
    "part-too-short",
    PARTS.replace('0.5,URI="s15.2', '0.1,URI="s15.2'),
    PARTS.replace('0.5,URI="s16.1', '0.1,URI="s16.1'),
  ],
  [
    "parts-not-removed",
    PARTS.replace("#EXTINF", '#EXT-X-PART:DURATION=0.5,URI="s10.0"\n#EXTINF'),
    PARTS.replace("#EXTINF:2.0,\ns14", '#EXT-X-PART:DURATION=0.5,URI="s14.0"\n#EXTINF:2.0,\ns14'),
  ],
];

describe.each([...CASES, ...LOW_LATENCY])("%s", (code, broken, whole) => {
  test("is found where it is broken, and nothing else", () => {
    expect(checkMedia(media(broken)).map((violation) => violation.code)).toEqual([code]);
  });

  test("is not found where it is just not", () => {
    expect(checkMedia(media(whole))).toEqual([]);
  });
});

test("an example is one sentence with the numbers, and tells how many more there are", () => {
  const text = LIVE.replaceAll("#EXTINF:2.0", "#EXTINF:7.25")
    .replaceAll(/#EXT-X-PROG.*\n/g, "")
    .replace("#EXTINF", `${dateTag(10)}\n#EXTINF`);
  expect(checkMedia(media(text))).toEqual([
    {
      code: "extinf-over-target",
      example: "Segment 10 lasts 7.25 s, more than the target duration of 2 s (and 5 more like it).",
    },
  ]);
  expect(checkMedia(media(`${LIVE}x.ts\ny.ts\n`))).toEqual([
    { code: "uri-without-extinf", example: 'Line 24: "x.ts" has no #EXTINF (and 1 more like it).' },
  ]);
});

test("long URIs are told by their end", () => {
  const uri = `https://a.example/${"x".repeat(80)}/seg10.m4s`;
  const [violation] = checkMedia(media(LIVE.replace("s10.ts", uri)));
  expect(violation).toMatchObject({
    code: "map-missing",
    example: expect.stringMatching(/Segment 10, …x+\/seg10\.m4s, has/),
  });
});

test("an empty live playlist, and one that only tells where to start, are in order", () => {
  const empty = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n";
  expect(checkMedia(media(empty))).toEqual([]);
  expect(checkMedia(media(`${empty}#EXT-X-START:TIME-OFFSET=100\n`))).toEqual([]);
});

test("examples tell what was found and what it was measured against", () => {
  const example = (text: string) => checkMedia(media(text))[0]?.example;
  expect(example(liveText(10, 11))).toBe("4 s are listed, three target durations are 6 s.");
  expect(example(liveText(0, 5, {}, "#EXT-X-START:TIME-OFFSET=-1"))).toBe(
    "TIME-OFFSET is -1 s, closer to the end of a live playlist than 6 s.",
  );
  expect(
    example(
      PARTS.replace("#EXT-X-PRELOAD", `${'#EXT-X-PRELOAD-HINT:TYPE=PART,URI="x"\n'.repeat(2)}#EXT-X-PRELOAD`),
    ),
  ).toBe("There are 3 hints of TYPE=PART.");
});
