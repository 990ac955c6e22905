import type { RequestProblem } from "../../stats/sample.ts";

/**
 * What a line of FFmpeg's log tells of requests. `connection` names an HTTP context (`http @ 0x55…`): with keep-alive it is
 * used again, so that the next request on it means that the one before is over.
 */
export type FfmpegEvent =
  /** A playlist, key or segment is about to be requested. */
  | { event: "opening"; url: string }
  /** The next opening is of this segment or init section (or of its key); `playlist` in FFmpeg's count from 0. */
  | { event: "segment"; url: string; offset: number; playlist: number }
  /** Request sent. */
  | { event: "request"; connection: string }
  | { event: "status"; connection: string; status: number }
  /** How long the body will be. */
  | { event: "length"; connection: string; bytes: number }
  | { event: "truncated"; connection: string }
  /** The last segment was an init section. */
  | { event: "init" }
  /** A request on a kept connection failed; the same is asked for again. */
  | { event: "again"; url: string; problem: RequestProblem | null }
  /** No connection. */
  | { event: "connect-failed"; problem: RequestProblem }
  /** A segment could not be opened; FFmpeg that knows `seg_max_retry` may try again, and says `gave-up` in the end. */
  | { event: "open-failed"; playlist: number }
  | { event: "gave-up"; playlist: number }
  | { event: "missed"; count: number }
  | { event: "reload-failed"; playlist: number }
  /** A context was closed: all it has read. */
  | { event: "bytes"; count: number };

type Maker = (found: RegExpExecArray) => FfmpegEvent;

/** Wordings of libavformat (hls.c, http.c, tcp.c, aviobuf.c), 4.1 to 7.1; the oldest have no name for the level `trace`. */
const RULES: readonly (readonly [RegExp, Maker])[] = [
  [
    /^\[(https? @ \w+)\] \[debug\] request: [A-Z]+ /,
    ([, connection = ""]) => ({ event: "request", connection }),
  ],
  [
    /HLS request for url '(.*)', offset (\d+), playlist (\d+)/,
    ([, url = "", offset, playlist]) => ({
      event: "segment",
      url,
      offset: Number(offset),
      playlist: Number(playlist),
    }),
  ],
  [/\] Opening '(.*)' for reading/, ([, url = ""]) => ({ event: "opening", url })],
  [/Statistics: (\d+) bytes read/, ([, count]) => ({ event: "bytes", count: Number(count) })],
  [
    /^\[(https? @ \w+)\] \[(?:trace)?\] http_code=(\d{3})/,
    ([, connection = "", status]) => ({ event: "status", connection, status: Number(status) }),
  ],
  [
    /^\[(https? @ \w+)\] \[(?:trace)?\] header='content-length: *(\d+)'/i,
    ([, connection = "", bytes]) => ({ event: "length", connection, bytes: Number(bytes) }),
  ],
  [
    /^\[(https? @ \w+)\] \[\w+\] Stream ends prematurely/,
    ([, connection = ""]) => ({ event: "truncated", connection }),
  ],
  [/Downloading an initialization section/, () => ({ event: "init" })],
  [
    /keepalive request failed for '(.*)' with error: '(.*)' when/,
    ([, url = "", reason = ""]) => ({ event: "again", url, problem: problemOf(reason) }),
  ],
  [
    /(Connection to \S+ failed: .*|Failed to resolve hostname .*)/,
    ([, reason = ""]) => connectFailed(reason),
  ],
  [/^\[tls @ \w+\] \[error\] (.*)/, () => ({ event: "connect-failed", problem: "tls" })],
  [
    /Failed to open segment -?\d+ of playlist (\d+)/,
    ([, playlist]) => ({ event: "open-failed", playlist: Number(playlist) }),
  ],
  [
    /Segment -?\d+ of playlist (\d+) failed too many times/,
    ([, playlist]) => ({ event: "gave-up", playlist: Number(playlist) }),
  ],
  [
    /skipping (\d+) segments ahead, expired from playlists/,
    ([, count]) => ({ event: "missed", count: Number(count) }),
  ],
  [
    /Failed to reload playlist (\d+)/,
    ([, playlist]) => ({ event: "reload-failed", playlist: Number(playlist) }),
  ],
];

/** Who tells of requests; demuxers and parsers have a line for every frame. */
const TELLERS = /^\[(?:https?|hls(?:,applehttp)?|AVIOContext|tcp|tls|NULL|AVFormatContext) @ /;

/** Null: the line tells nothing of requests. */
export function parseFfmpegLine(line: string): FfmpegEvent | null {
  if (!TELLERS.test(line)) return null;
  for (const [rule, make] of RULES) {
    const found = rule.exec(line);
    if (found) return make(found);
  }
  return null;
}

function connectFailed(reason: string): FfmpegEvent {
  const problem = reason.startsWith("Failed to resolve") ? "dns" : (problemOf(reason) ?? "unreachable");
  return { event: "connect-failed", problem };
}

/** Words of strerror(3) and of FFmpeg's own errors; null: the server did answer. */
const PROBLEMS: readonly (readonly [RegExp, RequestProblem | null])[] = [
  [/Server returned/, null],
  [/refused/, "refused"],
  [/timed out/i, "timeout"],
  [/unreachable|No route/, "unreachable"],
  [/Cannot assign requested address|Can't assign requested address/, "no-port"],
  [/Too many open files/, "no-descriptor"],
  [/Invalid data/, "protocol"],
];

function problemOf(reason: string): RequestProblem | null {
  const found = PROBLEMS.find(([words]) => words.test(reason));
  return found ? found[1] : "reset";
}

/** Lines of a severity that a person should see, without FFmpeg's marks; null for all others. */
export function complaintOf(line: string): string | null {
  const found = /^(?:\[[^\]]*\] )?\[(?:error|fatal|panic)\] (.*)/.exec(line);
  return found?.[1] ?? null;
}
