import { describe, expect, test } from "bun:test";
import { checkMultivariant } from "../../../lib/hls/conformance/check-multivariant.ts";
import type { ViolationCode } from "../../../lib/hls/conformance/violations.ts";
import { multivariant } from "../../support/playlists.ts";

const WHOLE = `#EXTM3U
#EXT-X-VERSION:6
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="English",DEFAULT=YES,URI="en.m3u8"
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="Deutsch",URI="de.m3u8"
#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="English",URI="sub.m3u8"
#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="c",NAME="CC1",INSTREAM-ID="CC1"
#EXT-X-STREAM-INF:BANDWIDTH=2000,AVERAGE-BANDWIDTH=1900,CODECS="avc1.42c01f,mp4a.40.2",RESOLUTION=640x360,AUDIO="a",SUBTITLES="s"
v.m3u8
`;
const AUDIO = '#EXT-X-STREAM-INF:BANDWIDTH=100,CODECS="mp4a.40.2"\naudio.m3u8\n';

const CASES: [code: ViolationCode, broken: string, whole: string][] = [
  ["attribute-missing", WHOLE.replace("BANDWIDTH=2000,AVERAGE-", "AVERAGE-"), WHOLE],
  ["attribute-missing", WHOLE.replace(',NAME="Deutsch"', ""), WHOLE],
  [
    "tag-repeated",
    `${WHOLE}#EXT-X-VERSION:6\n`,
    `${WHOLE}#EXT-X-SESSION-KEY:METHOD=NONE\n#EXT-X-SESSION-KEY:METHOD=NONE\n`,
  ],
  ["tags-mixed", `${WHOLE}#EXT-X-ENDLIST\n`, `${WHOLE}#EXT-X-END\n`],
  [
    "version-too-low",
    WHOLE.replace('INSTREAM-ID="CC1"', 'INSTREAM-ID="SERVICE1"'),
    WHOLE.replace("VERSION:6", "VERSION:7").replace('INSTREAM-ID="CC1"', 'INSTREAM-ID="SERVICE1"'),
  ],
  ["stream-inf-without-uri", `${WHOLE}#EXT-X-STREAM-INF:BANDWIDTH=100,CODECS="mp4a.40.2"\n`, WHOLE + AUDIO],
  ["codecs-missing", WHOLE.replace('CODECS="avc1.42c01f,mp4a.40.2",', ""), WHOLE],
  ["resolution-missing", WHOLE.replace("RESOLUTION=640x360,", ""), WHOLE + AUDIO],
  ["average-bandwidth-over-peak", WHOLE.replace("=1900", "=2001"), WHOLE.replace("=1900", "=2000")],
  ["group-undefined", WHOLE.replace('AUDIO="a"', 'AUDIO="b"'), WHOLE],
  ["group-undefined", WHOLE.replace('SUBTITLES="s"', 'SUBTITLES="a"'), WHOLE],
  ["rendition-name-repeated", WHOLE.replace("Deutsch", "English"), WHOLE],
  [
    "rendition-default-repeated",
    WHOLE.replace('"Deutsch"', '"Deutsch",DEFAULT=YES'),
    WHOLE.replace('URI="sub', 'DEFAULT=YES,URI="sub'),
  ],
  ["rendition-uri-missing", WHOLE.replace(',URI="sub.m3u8"', ""), WHOLE.replace(',URI="de.m3u8"', "")],
  ["rendition-uri-unexpected", WHOLE.replace('INSTREAM-ID="CC1"', 'URI="cc.m3u8"'), WHOLE],
];

describe.each(CASES)("%s", (code, broken, whole) => {
  test("is found where it is broken, and nothing else", () => {
    expect(checkMultivariant(multivariant(broken)).map((violation) => violation.code)).toEqual([code]);
  });

  test("is not found where it is just not", () => {
    expect(checkMultivariant(multivariant(whole))).toEqual([]);
  });
});
