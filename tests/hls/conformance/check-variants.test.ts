import { describe, expect, test } from "bun:test";
import { checkVariants } from "../../../lib/hls/conformance/check-variants.ts";
import type { ViolationCode } from "../../../lib/hls/conformance/violations.ts";
import { liveText, partText } from "../../support/live-text.ts";
import { media, multivariant } from "../../support/playlists.ts";

const A = liveText(10, 15);
const UNDATED = A.replaceAll(/#EXT-X-PROG.*\n/g, "");
const DISC = "#EXT-X-DISCONTINUITY";
const END = "#EXT-X-ENDLIST\n";
const DEPENDENT = A.replace("#EXT-X-INDEPENDENT-SEGMENTS\n", "");
const sequence = (n: number) => `#EXT-X-DISCONTINUITY-SEQUENCE:${n}`;
const report = (text: string) => `${text}#EXT-X-RENDITION-REPORT:URI="../b.m3u8",LAST-MSN=16,LAST-PART=1\n`;

const CASES: [code: ViolationCode, broken: string[], whole: string[]][] = [
  ["variant-target-duration-differs", [A, A.replace("DURATION:2", "DURATION:3")], [A, A]],
  ["variant-dates-missing", [A, UNDATED], [UNDATED, UNDATED]],
  [
    "variant-discontinuity-differs",
    [liveText(10, 15, { 13: DISC }), liveText(11, 16, { 14: DISC })],
    [liveText(10, 15, { 13: DISC }), liveText(11, 16, { 13: DISC })],
  ],
  [
    "variant-discontinuity-differs",
    [liveText(10, 15, {}, sequence(1)), A],
    [liveText(13, 18, {}, sequence(1)), liveText(10, 15, { 13: DISC })],
  ],
  [
    "variant-discontinuity-differs",
    [UNDATED + END, UNDATED.replace("s13", `s13\n${DISC}\n#EXTINF:2,\nx`) + END],
    [UNDATED, UNDATED.replace("s13", `s13\n${DISC}\n#EXTINF:2,\nx`)],
  ],
  ["independent-segments-missing", [A, DEPENDENT], [A, A]],
  [
    "rendition-report-missing",
    [report(partText(10, 15, 2)), partText(10, 15, 2)],
    [report(partText(10, 15, 2)), report(partText(10, 15, 2))],
  ],
];

describe.each(CASES)("%s", (code, broken, whole) => {
  test("is found where it is broken, and nothing else", () => {
    const found = checkVariants(broken.map((text) => media(text)));
    expect(found.map((violation) => violation.code)).toEqual([code]);
  });

  test("is not found where it is just not", () => {
    expect(checkVariants(whole.map((text) => media(text)))).toEqual([]);
  });
});

test("independent segments may be told by the multivariant playlist for all", () => {
  const said = multivariant("#EXTM3U\n#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-STREAM-INF:BANDWIDTH=1\na\n");
  expect(checkVariants([media(DEPENDENT)], said)).toEqual([]);
});
