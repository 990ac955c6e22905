import { join } from "node:path";
import type { OriginConfig } from "../schema/origin.ts";
import { LogFile } from "./log-file.ts";
import type { Reply } from "./reply.ts";

export interface LoggedRequest {
  readonly address: string;
  readonly method: string;
  readonly target: string;
  readonly referer: string | null;
  readonly agent: string | null;
  readonly reply: Reply;
  readonly sentBytes: number;
  readonly nowMs: number;
  /** Time until the answer was handed to the network; nginx counts until it is sent. */
  readonly tookMs: number;
}

/** Access logs in the format and files of the nginx configuration. */
export class AccessLog {
  readonly #segments: LogFile;
  readonly #playlists: LogFile;
  readonly #all: LogFile;
  readonly #segmentsOnly: boolean;

  /** `onProblem` hears once of a file that cannot be written; its lines are dropped from then on. */
  constructor(logging: OriginConfig["logging"], directory: string, onProblem: (line: string) => void) {
    const open = (name: string) => new LogFile(join(directory, name), logging, onProblem);
    this.#segments = open(logging.files.segments);
    this.#playlists = open(logging.files.manifests);
    this.#all = open(logging.files.all);
    this.#segmentsOnly = logging.segmentsOnly;
  }

  write(request: LoggedRequest): void {
    const path = request.target.replace(/\?.*/, "");
    const isSegment = path.endsWith(".ts");
    if (this.#segmentsOnly && !isSegment) return;
    const line = formatLine(request);
    if (isSegment) this.#segments.add(line);
    if (this.#segmentsOnly) return;
    if (path.endsWith(".m3u8")) this.#playlists.add(line);
    this.#all.add(line);
  }

  async close(): Promise<void> {
    await Promise.all([this.#segments.flush(), this.#playlists.flush(), this.#all.flush()]);
  }
}

/** nginx's `combined` and the seconds the request took. */
export function formatLine(request: LoggedRequest): string {
  const { address, method, target, reply, sentBytes, referer, agent, nowMs, tookMs } = request;
  const line = `${method} ${escapeField(target)} HTTP/1.1`;
  const from = `"${escapeField(referer ?? "-")}" "${escapeField(agent ?? "-")}"`;
  const took = (tookMs / 1000).toFixed(3);
  return `${address} - - [${logTime(nowMs)}] "${line}" ${reply.status} ${sentBytes} ${from} ${took}\n`;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `21/Nov/2026:10:42:44 +0000` */
function logTime(unixMs: number): string {
  const date = new Date(unixMs);
  const day = `${String(date.getUTCDate()).padStart(2, "0")}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}`;
  return `${day}:${date.toISOString().slice(11, 19)} +0000`;
}

/** As nginx writes what a client could forge a line with. */
function escapeField(text: string): string {
  return text.replace(/[^ !#-[\]-~]/gu, (character) =>
    [...new TextEncoder().encode(character)]
      .map((byte) => `\\x${byte.toString(16).toUpperCase().padStart(2, "0")}`)
      .join(""),
  );
}
