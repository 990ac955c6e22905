import { mediaPlaylist, multivariantPlaylist } from "../../lib/hls/playlist.ts";
import { liveText, partText } from "./live-text.ts";

/** Playlists of the kinds found in the wild, for mutation. */
export const CORPUS: readonly string[] = [
  mediaPlaylist({
    segmentDurationSec: 2,
    firstListed: 850_000_000,
    lastListed: 850_000_009,
    uri: (n) => `stream${n}.ts`,
  }),
  multivariantPlaylist([
    {
      uri: "720p/stream.m3u8",
      bandwidth: 2_328_000,
      averageBandwidth: 2_128_000,
      width: 1280,
      height: 720,
      framerate: 29.97,
      codecs: "avc1.42c01f,mp4a.40.2",
    },
  ]),
  liveText(10, 15),
  partText(10, 15, 2),
  // FFmpeg, fragmented MP4 in one file.
  `#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-MAP:URI="out.m4s",BYTERANGE="803@0"\n#EXTINF:2.000000,\n#EXT-X-BYTERANGE:1525@803\nout.m4s\n#EXTINF:2.000000,\n#EXT-X-BYTERANGE:1525@2328\nout.m4s\n#EXT-X-ENDLIST\n`,
  // Byte ranges without offsets.
  "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXT-X-VERSION:4\n#EXTINF:9.9,\n#EXT-X-BYTERANGE:75232@0\nmain.ts\n#EXTINF:9.9,\n#EXT-X-BYTERANGE:82112\nmain.ts\n#EXT-X-ENDLIST\n",
  // Encrypted, keys that rotate, DRM beside them.
  `#EXTM3U\n#EXT-X-VERSION:5\n#EXT-X-TARGETDURATION:6\n#EXT-X-MEDIA-SEQUENCE:7794
#EXT-X-KEY:METHOD=AES-128,URI="https://keys.example/k?r=52",IV=0x9c7db8778570d05c3177c349fd9236aa
#EXTINF:2.833,\nhttps://media.example/a-1.ts
#EXT-X-KEY:METHOD=SAMPLE-AES,URI="skd://asset",KEYFORMAT="com.apple.streamingkeydelivery",KEYFORMATVERSIONS="1"
#EXTINF:5.999,\nhttps://media.example/a-2.ts\n#EXT-X-KEY:METHOD=NONE\n#EXTINF:3.333,\nclear.ts\n`,
  // Advertisements.
  `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:8\n#EXT-X-MEDIA-SEQUENCE:2680\n#EXT-X-DISCONTINUITY-SEQUENCE:4\n#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00.5+01:00
#EXTINF:7.975,title, with comma\nhttps://a.example/f2680.ts?token=a%2Cb&x=1\n#EXT-X-DISCONTINUITY\n#EXT-X-CUE-OUT:30\n#EXTINF:7.941,\nad0.ts\n#EXT-X-DISCONTINUITY\n#EXT-X-CUE-IN\n#EXTINF:8,\nf2681.ts\n`,
  // Windows line ends, a byte order mark, no last newline.
  "\uFEFF#EXTM3U\r\n#EXT-X-TARGETDURATION:5\r\n#EXT-X-MEDIA-SEQUENCE:1\r\n\r\n#EXTINF:6,\r\nold style.ts\r\n#EXTINF:5,\r\nnext.ts",
  // Delta update.
  `#EXTM3U\n#EXT-X-VERSION:9\n#EXT-X-TARGETDURATION:4\n#EXT-X-SERVER-CONTROL:CAN-SKIP-UNTIL=24,PART-HOLD-BACK=1,CAN-BLOCK-RELOAD=YES\n#EXT-X-PART-INF:PART-TARGET=0.33334
#EXT-X-MEDIA-SEQUENCE:266\n#EXT-X-SKIP:SKIPPED-SEGMENTS=3\n#EXTINF:4.00008,\nf269.mp4\n#EXT-X-PART:DURATION=0.33334,URI="p270.0.mp4",BYTERANGE="20@0"\n#EXT-X-PART:DURATION=0.33334,URI="p270.0.mp4",BYTERANGE="30"
#EXT-X-PRELOAD-HINT:TYPE=PART,URI="p270.1.mp4"\n#EXT-X-RENDITION-REPORT:URI="../1M/w.php",LAST-MSN=270,LAST-PART=1\n`,
  // Gaps and an event.
  '#EXTM3U\n#EXT-X-VERSION:8\n#EXT-X-PLAYLIST-TYPE:EVENT\n#EXT-X-TARGETDURATION:4\n#EXT-X-START:TIME-OFFSET=-12,PRECISE=YES\n#EXT-X-MAP:URI="i.mp4"\n#EXTINF:4,\n0.m4s\n#EXT-X-GAP\n#EXTINF:4,\n1.m4s\n',
  // Variables.
  '#EXTM3U\n#EXT-X-VERSION:8\n#EXT-X-TARGETDURATION:4\n#EXT-X-DEFINE:NAME="p",VALUE="https://a.example/{x}"\n#EXT-X-MAP:URI="{$p}/i.mp4"\n#EXTINF:4,\n{$p}/0.m4s\n',
  // Alternate audio, subtitles, captions, trick play, session data.
  `#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac",LANGUAGE="en",NAME="English, stereo",DEFAULT=YES,AUTOSELECT=YES,URI="en.m3u8"
#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subs",NAME="Deutsch",LANGUAGE="de",URI="de.m3u8"\n#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="cc",NAME="CC1",INSTREAM-ID="CC1"
#EXT-X-SESSION-DATA:DATA-ID="title",VALUE="x"\n#EXT-X-STREAM-INF:BANDWIDTH=6134000,AVERAGE-BANDWIDTH=5000000,FRAME-RATE=59.940,CODECS="avc1.640028,mp4a.40.2",RESOLUTION=1920x1080,AUDIO="aac",SUBTITLES="subs"\nv1.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=64000,CODECS="mp4a.40.5",AUDIO="aac"\nen.m3u8\n#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=187492,URI="iframe.m3u8"\n`,
  // Old, integers only.
  "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,no\nhttp://media.example/entire.ts\n#EXT-X-ENDLIST\n",
  // I-frames.
  "#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXT-X-VERSION:4\n#EXT-X-I-FRAMES-ONLY\n#EXTINF:6,\n#EXT-X-BYTERANGE:9400@376\ns1.ts\n#EXTINF:6,\n#EXT-X-BYTERANGE:7144@47000\ns1.ts\n#EXT-X-ENDLIST\n",
];
