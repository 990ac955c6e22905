import { Failure } from "../errors.ts";

/** One viewer's FFmpeg. */
export interface FfmpegClient {
  /** Path of the program. */
  program: string;
  input: FfmpegInput;
  userAgent: string;
  /** Extra request headers in order. */
  headers: readonly (readonly [name: string, value: string])[];
  noCache: boolean;
  insecure: boolean;
  /** File of further certificate authorities. */
  caFile: string | null;
  /** Addresses instead of DNS, which FFmpeg cannot be told: anything in it is refused. */
  resolve: Readonly<Record<string, string>>;
  reconnect: boolean;
  reconnectDelayMaxSec: number;
  segMaxRetry: number;
  timeoutMs: number;
}

/** What FFmpeg opens, and which of its programs (variants, in the order of the playlist) are downloaded; null: all. */
export interface FfmpegInput {
  url: string;
  program: number | null;
}

export interface FfmpegClientCommand {
  argv: string[];
  /** What this FFmpeg lacks, for a person. */
  notes: string[];
}

/** Stands for the viewer's number in the arguments. */
export const VIEWER_NUMBER = "%ID%";

/** An option with its value and why it is given; the reason is told when FFmpeg does not know it. */
type Wish = readonly [option: string, value: string, without: string];

/**
 * Command of one FFmpeg client: downloads as a player does, copies to nowhere, tells its progress on stdout and every request on
 * stderr. Options that this FFmpeg does not know (`known`: names without the dash) are left out with a note; unknown options would
 * end it. Throws `Failure("usage-bad-value")` for what no FFmpeg can do.
 */
export function renderFfmpegClient(client: FfmpegClient, known: ReadonlySet<string>): FfmpegClientCommand {
  refuseResolve(client.resolve);
  const wishes = wishesOf(client);
  const lacking = wishes.filter(([option]) => !known.has(option));
  const given = wishes.filter(([option]) => known.has(option));
  return {
    argv: [
      client.program,
      // `repeat`: equal lines are not summed up; `trace` has status and length of every answer.
      ...["-hide_banner", "-nostdin", "-nostats", "-loglevel", "repeat+level+trace"],
      ...["-progress", "pipe:1"],
      ...given.flatMap(([option, value]) => [`-${option}`, value]),
      ...["-i", client.input.url],
      ...["-map", client.input.program === null ? "0" : `0:p:${client.input.program}`],
      ...["-c", "copy", "-f", "null", "-"],
    ],
    notes: lacking.map(([option, , without]) => `This FFmpeg does not know -${option}: ${without}.`),
  };
}

function wishesOf(client: FfmpegClient): Wish[] {
  const { headers, noCache, segMaxRetry } = client;
  const lines = [...(noCache ? NO_CACHE : []), ...headers].map(([name, value]) => `${name}: ${value}\r\n`);
  return [
    ["stats_period", "0.5", "it tells its progress in periods of its own (half a second)"],
    ...reconnecting(client),
    ["rw_timeout", `${Math.round(client.timeoutMs * 1000)}`, "a silent server is waited for without end"],
    ["user_agent", client.userAgent, "requests carry FFmpeg's own User-Agent"],
    ...(lines.length > 0
      ? ([["headers", lines.join(""), "requests go without the extra headers"]] satisfies Wish[])
      : []),
    ...security(client),
    ["seg_max_retry", `${segMaxRetry}`, "a segment that fails is skipped after FFmpeg's own second try"],
  ];
}

/** Request headers that have caches ask the origin (RFC 9111, 5.2.1.4 and 5.4). */
const NO_CACHE = [
  ["Cache-Control", "no-cache"],
  ["Pragma", "no-cache"],
] as const;

function reconnecting({ reconnect, reconnectDelayMaxSec }: FfmpegClient): Wish[] {
  if (!reconnect) return [];
  const without = "it gives up sooner; the process is started again instead";
  return [
    ["reconnect", "1", without],
    ["reconnect_streamed", "1", without],
    ["reconnect_on_network_error", "1", without],
    ["reconnect_delay_max", `${Math.round(reconnectDelayMaxSec)}`, without],
  ];
}

function security({ insecure, caFile }: FfmpegClient): Wish[] {
  const without = "certificates are treated as this FFmpeg was built to";
  if (insecure) return [["tls_verify", "0", without]];
  if (caFile === null) return [];
  return [
    ["tls_verify", "1", without],
    ["ca_file", caFile, without],
  ];
}

function refuseResolve(resolve: Readonly<Record<string, string>>): void {
  const [name] = Object.keys(resolve);
  if (name === undefined) return;
  throw new Failure(
    "usage-bad-value",
    `FFmpeg clients cannot be sent to another address (--resolve ${name}).`,
    {
      hint: "Use the native engine (--engine native), or give the address in the URL.",
    },
  );
}
