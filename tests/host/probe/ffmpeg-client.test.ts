import { describe, expect, test } from "bun:test";
import { bunHost } from "../../../lib/host/bun.ts";
import { parseFfmpegHelp, probeFfmpegClientOptions } from "../../../lib/host/probe/ffmpeg-client.ts";
import { testWithTool, toolPath } from "../../support/tools.ts";

/** Lines of `ffmpeg -h full` of three generations. */
const RELEASE_4_1 = `
-loglevel loglevel  set logging level
-progress url       write program-readable progress information
-stdin              enable or disable interaction on standard input
URLContext AVOptions:
  -rw_timeout        <int64>      ED....... Timeout for IO operations (in microseconds) (from 0 to I64_MAX) (default 0)

ffrtmphttp AVOptions:
  -ffrtmphttp_tls    <boolean>    .D....... Use a HTTPS tunneling connection (RTMPTS). (default false)

http AVOptions:
  -headers           <string>     ED....... set custom HTTP headers, can override built in default headers
  -user_agent        <string>     .D....... override User-Agent header (default "Lavf/58.20.100")
  -send_expect_100   <boolean>    E........ Force sending an Expect: 100-continue header for POST (default auto)
  -reconnect         <boolean>    .D....... auto reconnect after disconnect before EOF (default false)
  -reconnect_streamed <boolean>    .D....... auto reconnect streamed / non seekable streams (default false)
  -reconnect_delay_max <int>        .D....... max reconnect delay in seconds after which to give up (from 0 to 4294) (default 120)

tls AVOptions:
  -ca_file           <string>     ED....... Certificate Authority database file
  -tls_verify        <int>        ED....... Verify the peer certificate (from 0 to 1) (default 0)

hls,applehttp AVOptions:
  -live_start_index  <int>        .D....... segment index to start live streams at (negative values are from the end)
  -http_multiple     <boolean>    .D....... Use multiple HTTP connections for fetching segments (default auto)

hls muxer AVOptions:
  -hls_time          <float>      E........ set segment length in seconds (from 0 to FLT_MAX) (default 2)
`;

const RELEASE_5_1 = `
-progress url       write program-readable progress information
-stats_period time  set the period at which ffmpeg updates stats and -progress output
URLContext AVOptions:
  -rw_timeout        <int64>      ED......... Timeout for IO operations (in microseconds) (from 0 to I64_MAX) (default 0)

http AVOptions:
  -auth_type         <int>        ED......... HTTP authentication type (from 0 to 1) (default none)
     none            0            ED......... No auth method set, autodetect
  -reconnect_on_network_error <boolean>    .D......... auto reconnect in case of tcp/tls error during connect (default false)
  -reconnect_on_http_error <string>     .D......... list of http status codes to reconnect on

hls demuxer AVOptions:
  -http_persistent   <boolean>    .D......... Use persistent HTTP connections (default true)
`;

const RELEASE_7_0 = `
-progress <url>      write program-readable progress information
-stats_period <time>  set the period at which ffmpeg updates stats and -progress output
hls muxer AVOptions:
  -hls_time          <duration>   E.......... set segment length (default 2)

hls demuxer AVOptions:
  -extension_picky   <boolean>    .D......... Be picky with all extensions matching (default true)
  -seg_max_retry     <int>        .D......... Maximum number of times to reload a segment on error. (from 0 to INT_MAX) (default 0)

mpegts demuxer AVOptions:
  -resync_size       <int>        .D......... set size limit for looking up a new synchronization
`;

describe("the help of FFmpeg", () => {
  test.each([
    [
      "4.1",
      RELEASE_4_1,
      "ca_file headers http_multiple live_start_index loglevel progress reconnect reconnect_delay_max " +
        "reconnect_streamed rw_timeout stdin tls_verify user_agent",
    ],
    [
      "5.1",
      RELEASE_5_1,
      "auth_type http_persistent progress reconnect_on_http_error reconnect_on_network_error rw_timeout stats_period",
    ],
    ["7.0", RELEASE_7_0, "extension_picky progress seg_max_retry stats_period"],
  ])("of release %s tells what reading HLS may be told", (_, text, options) => {
    expect([...parseFfmpegHelp(text)].sort().join(" ")).toBe(options);
  });

  test("of something else tells nothing", () => {
    expect(parseFfmpegHelp("Usage: thing [options]\n").size).toBe(0);
  });

  testWithTool("ffmpeg", "of the installed one knows what every release has", async () => {
    const known = await probeFfmpegClientOptions(bunHost, toolPath("ffmpeg") ?? "");
    for (const option of ["reconnect", "rw_timeout", "user_agent", "headers", "progress"]) {
      expect(known).toContain(option);
    }
    expect(known).not.toContain("hls_time");
  });
});
