import { describe, expect, test } from "bun:test";
import { type FfmpegClient, renderFfmpegClient } from "../../lib/render/ffmpeg-client.ts";
import { failureOf } from "../support/failure.ts";

const CLIENT: FfmpegClient = {
  program: "/usr/bin/ffmpeg",
  input: { url: "http://origin/master.m3u8", program: null },
  userAgent: "hlsctl/1 (client-%ID%)",
  headers: [],
  noCache: false,
  insecure: false,
  caFile: null,
  resolve: {},
  reconnect: true,
  reconnectDelayMaxSec: 5,
  segMaxRetry: 3,
  timeoutMs: 15_000,
};

const ALL = new Set(
  "stats_period reconnect reconnect_streamed reconnect_on_network_error reconnect_delay_max rw_timeout user_agent headers tls_verify ca_file seg_max_retry".split(
    " ",
  ),
);

const render = (change: Partial<FfmpegClient> = {}, known: ReadonlySet<string> = ALL) =>
  renderFfmpegClient({ ...CLIENT, ...change }, known);

/** The value after an option. */
function valueAfter(argv: readonly string[], option: string): string | undefined {
  const at = argv.indexOf(option);
  return at < 0 ? undefined : argv[at + 1];
}

describe("the command of an FFmpeg client", () => {
  test("downloads everything, copies it to nowhere and tells of it", () => {
    expect(render()).toEqual({
      argv: [
        "/usr/bin/ffmpeg",
        ...["-hide_banner", "-nostdin", "-nostats", "-loglevel", "repeat+level+trace"],
        ...["-progress", "pipe:1", "-stats_period", "0.5"],
        ...["-reconnect", "1", "-reconnect_streamed", "1", "-reconnect_on_network_error", "1"],
        ...["-reconnect_delay_max", "5", "-rw_timeout", "15000000"],
        ...["-user_agent", "hlsctl/1 (client-%ID%)", "-seg_max_retry", "3"],
        ...["-i", "http://origin/master.m3u8", "-map", "0", "-c", "copy", "-f", "null", "-"],
      ],
      notes: [],
    });
  });

  test("leaves out what this FFmpeg does not know, and says what follows", () => {
    const known = new Set([...ALL].filter((option) => option !== "seg_max_retry"));
    const { argv, notes } = render({}, known);
    expect(argv).not.toContain("-seg_max_retry");
    expect(notes).toEqual([
      "This FFmpeg does not know -seg_max_retry: a segment that fails is skipped after FFmpeg's own second try.",
    ]);
  });

  test("takes one program", () => {
    expect(valueAfter(render({ input: { url: "u", program: 2 } }).argv, "-map")).toBe("0:p:2");
  });

  test("has no options of reconnecting when it shall not", () => {
    expect(render({ reconnect: false }).argv.join(" ")).not.toContain("reconnect");
  });

  test("puts request headers together, one a line", () => {
    const { argv } = render({
      headers: [
        ["X-A", "1"],
        ["X-B", "two words"],
      ],
      noCache: true,
    });
    expect(valueAfter(argv, "-headers")).toBe(
      "Cache-Control: no-cache\r\nPragma: no-cache\r\nX-A: 1\r\nX-B: two words\r\n",
    );
  });

  test("verifies certificates as it is told to", () => {
    expect(valueAfter(render({ insecure: true }).argv, "-tls_verify")).toBe("0");
    const { argv } = render({ caFile: "/tmp/ca.pem" });
    expect([valueAfter(argv, "-tls_verify"), valueAfter(argv, "-ca_file")]).toEqual(["1", "/tmp/ca.pem"]);
    expect(valueAfter(render().argv, "-tls_verify")).toBeUndefined();
  });

  test("cannot go to another address", () => {
    const failure = failureOf(() => render({ resolve: { "origin:80": "127.0.0.1" } }));
    expect([failure.id, failure.exitCode]).toEqual(["usage-bad-value", 2]);
    expect(failure.message).toContain("--resolve origin:80");
  });
});
