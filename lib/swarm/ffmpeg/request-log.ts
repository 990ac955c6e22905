import type { RequestKind, RequestProblem } from "../../stats/sample.ts";
import type { FfmpegEvent } from "./log-line.ts";
import { type Opening, Openings } from "./openings.ts";

/** A request as far as FFmpeg tells of it: that it was made, and how it ended; no times. */
export interface LoggedRequest {
  kind: RequestKind;
  label: string | null;
  /** 0: no answer came. */
  status: number;
  problem: RequestProblem | null;
  attempt: number;
  bytes: number;
}

export interface RequestLogEvents {
  request(request: LoggedRequest): void;
  segmentDownloaded(label: string): void;
  segmentFailed(label: string): void;
  segmentsMissed(label: string, count: number): void;
}

export interface RequestLogOptions {
  url: string;
  /** Media playlists that are played, and their labels; all others are known by their number only. */
  streams: readonly { label: string; url: string }[];
  /** This FFmpeg tries segments again and says when it gives up. */
  hasRetries: boolean;
}

interface Pending extends Opening, LoggedRequest {
  connection: string;
  isGivenUp: boolean;
}

/** Segments of one playlist that FFmpeg loads at the same time: the one it reads, and the next. */
const AT_ONCE = 2;

/**
 * Makes requests of one FFmpeg's log. A request is over when the next one goes over its connection, when later ones of its playlist
 * are under way, when it failed, or when FFmpeg ends; and FFmpeg reloads a playlist only when the segment it reads is over. Bytes are those of Content-Length; what came without, FFmpeg tells
 * when it closes a connection, and that goes with the last segment.
 */
export class RequestLog {
  readonly #pending = new Set<Pending>();
  readonly #openings: Openings;
  #next: Opening | null = null;
  /** Playlists that are opened again because that failed, not because a segment was read to its end. */
  readonly #unread = new Set<number>();
  /** Segments that left the window before they could be loaded, of the playlist whose segment is announced next. */
  #missed = 0;
  /** What FFmpeg has read, and what of it is in requests already. */
  #readBytes = 0;
  #toldBytes = 0;
  /** All that was read is in the lengths of requests. */
  #isExact = true;

  constructor(
    private readonly options: RequestLogOptions,
    private readonly events: RequestLogEvents,
  ) {
    this.#openings = new Openings(options.url, options.streams);
  }

  take(event: FfmpegEvent): void {
    switch (event.event) {
      case "segment":
        this.#openings.announce(event);
        return this.#miss(event.playlist);
      case "opening":
        this.#next = this.#openings.open(event.url);
        return this.#reload(this.#openings.playlistOf(event.url));
      case "request":
        return this.#send(event.connection);
      case "status":
        return this.#mark(event.connection, { status: event.status, bytes: 0 });
      case "length":
        return this.#mark(event.connection, { bytes: event.bytes });
      case "truncated":
        return this.#mark(event.connection, { problem: "truncated", isGivenUp: true });
      case "init":
        return this.#markInit();
      case "again":
        return this.#fail(event.url, event.problem);
      case "connect-failed":
        return this.#refuse(event.problem);
      case "open-failed":
        return this.#openFailed(event.playlist);
      case "gave-up":
        return this.events.segmentFailed(this.#openings.labelOf(event.playlist));
      case "missed":
        this.#missed += event.count;
        return;
      case "bytes":
        this.#readBytes += event.count;
        return;
      case "reload-failed":
        this.#unread.add(event.playlist);
        return;
      default:
        return event satisfies never;
    }
  }

  /**
   * FFmpeg has ended. When all was played what was under way is whole; otherwise so is what it has read in full, and the rest counts if
   * there was an answer.
   */
  end(isComplete: boolean): void {
    const last = [...this.#pending].sort((a, b) => Number(isMedia(a)) - Number(isMedia(b)));
    for (const pending of last) if (isComplete || this.#isRead(pending)) this.#finish(pending);
    const answered = last.filter((pending) => this.#pending.has(pending) && pending.status > 0);
    for (const pending of answered) if (isMedia(pending)) pending.bytes = 0;
    const rest = answered.pop();
    for (const pending of answered) this.#tell(pending);
    if (rest) this.#tell({ ...rest, bytes: Math.max(rest.bytes, this.#readBytes - this.#toldBytes) });
    this.#pending.clear();
  }

  /** In the order in which FFmpeg reads. */
  #isRead({ status, bytes }: Pending): boolean {
    return this.#isExact && status < 400 && bytes > 0 && this.#readBytes - this.#toldBytes >= bytes;
  }

  #miss(playlist: number): void {
    if (this.#missed > 0) this.events.segmentsMissed(this.#openings.labelOf(playlist), this.#missed);
    this.#missed = 0;
  }

  #send(connection: string): void {
    const next = this.#next;
    for (const pending of this.#pending) {
      const isSame = pending.connection === connection;
      // The same request goes on elsewhere.
      if (isSame && pending.status >= 300 && pending.status < 400) return;
      if (isSame || (pending.url === next?.url && pending.playlist === null)) this.#finish(pending);
    }
    if (!next) return;
    this.#finishEarlier(next.playlist);
    this.#pending.add({ ...next, connection, status: 0, problem: null, bytes: 0, isGivenUp: false });
    this.#next = null;
  }

  #reload(playlist: number): void {
    if (this.#unread.delete(playlist)) return;
    const read = [...this.#pending].find(
      (pending) => pending.playlist === playlist && pending.kind === "segment",
    );
    if (read) this.#finish(read);
  }

  #finishEarlier(playlist: number | null): void {
    const same = [...this.#pending].filter((pending) => playlist !== null && pending.playlist === playlist);
    for (const pending of same.slice(0, same.length - AT_ONCE + 1)) this.#finish(pending);
  }

  #mark(connection: string, change: Partial<Pending>): void {
    const pending = [...this.#pending].find((one) => one.connection === connection);
    if (!pending) return;
    Object.assign(pending, change);
    if (change.problem && pending.kind === "segment") this.events.segmentFailed(pending.label ?? "");
  }

  #markInit(): void {
    const last = [...this.#pending].findLast(({ kind }) => kind === "segment");
    if (last) last.kind = "init";
  }

  /** A kept connection was not good any more, or the server refused; a status was told before. */
  #fail(url: string, problem: RequestProblem | null): void {
    this.#unread.add(this.#openings.playlistOf(url));
    const failed = [...this.#pending].findLast((pending) => pending.url === url);
    if (!failed) return;
    if (failed.status < 400 && problem !== null) Object.assign(failed, { status: 0, problem });
    failed.isGivenUp = true;
    this.#finish(failed);
  }

  /** What was about to be asked for never was. */
  #refuse(problem: RequestProblem): void {
    if (!this.#next) return;
    const { kind, label, attempt } = this.#next;
    this.events.request({ kind, label, attempt, status: 0, problem, bytes: 0 });
    this.#next = { ...this.#next, attempt: attempt + 1 };
  }

  #openFailed(playlist: number): void {
    const label = this.#openings.labelOf(playlist);
    const failed = [...this.#pending].findLast((pending) => pending.url === this.#openings.segmentUrl);
    if (failed) {
      if (failed.status < 400 && failed.problem === null)
        Object.assign(failed, { status: 0, problem: "reset" });
      failed.isGivenUp = true;
      this.#finish(failed);
    }
    if (!this.options.hasRetries) this.events.segmentFailed(label);
  }

  #finish(pending: Pending): void {
    const { kind, label, problem, isGivenUp } = pending;
    this.#pending.delete(pending);
    this.#tell(pending);
    const isWhole = isAnswered(pending) && problem === null && !isGivenUp;
    if (kind === "segment" && isWhole) this.events.segmentDownloaded(label ?? "");
  }

  #tell(pending: Pending): void {
    if (pending.problem === "truncated" || (isAnswered(pending) && pending.bytes === 0))
      this.#isExact = false;
    if (pending.status >= 400 || pending.problem !== null) pending.bytes = 0;
    this.#toldBytes += pending.bytes;
    this.events.request(pending);
  }
}

function isAnswered({ status }: LoggedRequest): boolean {
  return status >= 200 && status < 400;
}

function isMedia({ kind }: LoggedRequest): boolean {
  return kind === "segment" || kind === "init";
}
