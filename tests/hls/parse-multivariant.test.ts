import { expect, test } from "bun:test";
import { multivariant } from "../support/playlists.ts";

test("variants keep quoted commas, and unknown attributes and missing ones are let be", () => {
  const playlist = multivariant(`#EXTM3U
#EXT-X-VERSION:6
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-START:TIME-OFFSET=3
#EXT-X-STREAM-INF:BANDWIDTH=2128000,AVERAGE-BANDWIDTH=2000000,RESOLUTION=1280x720,FRAME-RATE=29.970,CODECS="avc1.42c01f,mp4a.40.2",AUDIO="a",SUBTITLES="s",X-NEW="a=b"
# a comment between
720p.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=500000,RESOLUTION=big
360p.m3u8
#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,URI="i.m3u8"
`);
  expect(playlist).toEqual({
    kind: "multivariant",
    version: 6,
    isIndependent: true,
    variants: [
      {
        uri: "720p.m3u8",
        bandwidth: 2_128_000,
        averageBandwidth: 2_000_000,
        resolution: { width: 1280, height: 720 },
        framerate: 29.97,
        codecs: "avc1.42c01f,mp4a.40.2",
        audio: "a",
        subtitles: "s",
      },
      {
        uri: "360p.m3u8",
        bandwidth: 500_000,
        averageBandwidth: null,
        resolution: null,
        framerate: null,
        codecs: null,
        audio: null,
        subtitles: null,
      },
    ],
    renditions: [],
    start: { offsetSec: 3, isPrecise: false },
    variables: new Map(),
    needs: { version: 1, feature: "" },
    oddities: [],
  });
});

test("alternate renditions are read; one without a group or name, or of no known type, is left out", () => {
  const playlist = multivariant(`#EXTM3U
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="English",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,URI="en.m3u8"
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="In the stream"
#EXT-X-MEDIA:TYPE=SMELL,GROUP-ID="a",NAME="b"
#EXT-X-STREAM-INF:BANDWIDTH=1
v.m3u8
`);
  expect(playlist.renditions).toEqual([
    {
      type: "AUDIO",
      groupId: "a",
      name: "English",
      language: "en",
      uri: "en.m3u8",
      isDefault: true,
      isAutoselect: true,
    },
    {
      type: "AUDIO",
      groupId: "a",
      name: "In the stream",
      language: null,
      uri: null,
      isDefault: false,
      isAutoselect: false,
    },
  ]);
  expect(playlist.oddities).toMatchObject([{ code: "attribute-missing", count: 1 }]);
});

test("a URI without EXT-X-STREAM-INF and an EXT-X-STREAM-INF without URI make no variant", () => {
  const playlist = multivariant(
    "#EXTM3U\nx\n#EXT-X-STREAM-INF:BANDWIDTH=1\n#EXT-X-STREAM-INF:BANDWIDTH=2\na\n",
  );
  expect(playlist.variants.map(({ bandwidth }) => bandwidth)).toEqual([2]);
  expect(playlist.oddities).toMatchObject([{ code: "stream-inf-without-uri", count: 1 }]);
});
