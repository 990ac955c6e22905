import { expect, test } from "bun:test";
import { parsePlaylist } from "../../../lib/hls/parse-playlist.ts";
import { chooseFfmpegInput } from "../../../lib/swarm/ffmpeg/choose-input.ts";
import { failureOf } from "../../support/failure.ts";

const URL = "http://o/m.m3u8";

function parse(text: string) {
  const parsed = parsePlaylist(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
}

const LADDER = parse(`#EXTM3U
#EXT-X-STREAM-INF:BANDWIDTH=2000,RESOLUTION=640x360
http://o/mid.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=9000,RESOLUTION=1920x1080
http://o/high.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=1000,RESOLUTION=320x180
http://o/low.m3u8
`);

const WITH_AUDIO = parse(`#EXTM3U
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="English",URI="http://o/en.m3u8",DEFAULT=YES
#EXT-X-STREAM-INF:BANDWIDTH=2000,AUDIO="a",CODECS="avc1.42c01e,mp4a.40.2"
http://o/mid.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=9000,AUDIO="a",CODECS="avc1.42c01e,mp4a.40.2"
http://o/high.m3u8
`);

const MEDIA = parse("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\ns1.ts\n");

test.each([
  ["first", "http://o/mid.m3u8", ["360p"]],
  ["highest", "http://o/high.m3u8", ["1080p"]],
  ["lowest", "http://o/low.m3u8", ["180p"]],
  ["all", URL, ["360p", "1080p", "180p"]],
] as const)("%s: FFmpeg opens %s", (variant, url, labels) => {
  const choice = chooseFfmpegInput(URL, LADDER, variant);
  expect(choice.input).toEqual({ url, program: null });
  expect(choice.streams.map(({ label }) => label)).toEqual([...labels]);
});

test("a variant with alternate audio is a program of the multivariant playlist", () => {
  expect(chooseFfmpegInput(URL, WITH_AUDIO, "highest").input).toEqual({ url: URL, program: 1 });
});

test("a media playlist is opened as it is", () => {
  expect(chooseFfmpegInput(URL, MEDIA, "highest")).toEqual({
    input: { url: URL, program: null },
    streams: [{ label: "media", url: URL }],
  });
});

test("FFmpeg does not adapt", () => {
  const failure = failureOf(() => chooseFfmpegInput(URL, LADDER, "adaptive"));
  expect([failure.exitCode, failure.hint]).toEqual([2, expect.stringContaining("--engine native")]);
});
