import type { RequestKind, RequestProblem } from "../../stats/sample.ts";
import type { FfmpegEvent } from "./log-line.ts";

/** A request as far as FFmpeg tells of it: that it was made, and how it ended; no times. */
export interface LoggedRequest {
  kind: RequestKind;
  label: string | null;
  /** 200 for every good answer: FFmpeg does not tell which of 2xx it was. 0: none came. */
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

interface Pending extends LoggedRequest {
  url: string;
  connection: string | null;
  isGivenUp: boolean;
}

interface Announced {
  url: string;
  offset: number;
  playlist: number;
  /** How often it was opened. */
  openings: number;
}

/**
 * Makes requests of one FFmpeg's log. A request is over when the next one goes over its connection, when it failed, or when
 * FFmpeg ends. Bytes are told when FFmpeg closes a connection, without saying of what: they go with the next segment.
 */
export class RequestLog {
  readonly #pending = new Set<Pending>();
  /** Media playlists in the order of their first opening, which is that of FFmpeg's numbers. */
  readonly #playlists: string[] = [];
  #next: { kind: RequestKind; url: string; label: string | null; attempt: number } | null = null;
  #segment: Announced | null = null;
  #bytes = 0;

  constructor(
    private readonly options: RequestLogOptions,
    private readonly events: RequestLogEvents,
  ) {}

  take(event: FfmpegEvent): void {
    switch (event.event) {
      case "segment":
        return this.#announce(event);
      case "opening":
        return this.#open(event.url);
      case "request":
        return this.#send(event.connection);
      case "status":
        return this.#mark(event.connection, { status: event.status });
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
        return this.events.segmentFailed(this.#labelOf(event.playlist));
      case "missed":
        return this.events.segmentsMissed(this.#labelOf(this.#segment?.playlist ?? 0), event.count);
      case "bytes":
        this.#bytes += event.count;
        return;
      case "reload-failed":
        return;
      default:
        return event satisfies never;
    }
  }

  /** FFmpeg has ended; what was on its way counts as a request, and a segment as nothing. */
  end(): void {
    const last = [...this.#pending].sort((a, b) => Number(isMedia(b)) - Number(isMedia(a)));
    for (const pending of last) {
      this.#load(pending);
      this.events.request(pending);
    }
    this.#pending.clear();
  }

  #announce({ url, offset, playlist }: Omit<Announced, "openings">): void {
    const last = this.#segment;
    const isAgain = last?.url === url && last.offset === offset && last.playlist === playlist;
    this.#segment = { url, offset, playlist, openings: isAgain ? -last.openings : 0 };
  }

  #open(url: string): void {
    const segment = this.#segment;
    if (segment && [segment.url, `crypto+${segment.url}`, `crypto:${segment.url}`].includes(url)) {
      const attempt = Math.abs(segment.openings);
      segment.openings = attempt + 1;
      this.#next = { kind: "segment", url: segment.url, label: this.#labelOf(segment.playlist), attempt };
      return;
    }
    this.#next = { ...this.#classify(url), url, attempt: 0 };
  }

  /** No segment: a playlist, or, between the announcement of a segment and its opening, its key. */
  #classify(url: string): { kind: RequestKind; label: string | null } {
    const { options } = this;
    const stream = options.streams.find((one) => one.url === url);
    if (!stream && url === options.url) return { kind: "multivariant", label: null };
    const isAwaited = this.#segment !== null && this.#segment.openings <= 0;
    if (!stream && isAwaited) return { kind: "key", label: null };
    if (!this.#segment) this.#playlists.push(url);
    return { kind: "media", label: stream?.label ?? null };
  }

  #send(connection: string): void {
    for (const pending of this.#pending) if (pending.connection === connection) this.#finish(pending);
    if (!this.#next) return;
    this.#pending.add({ ...this.#next, connection, status: 200, problem: null, bytes: 0, isGivenUp: false });
  }

  #mark(connection: string, change: Partial<Pending>): void {
    for (const pending of this.#pending) {
      if (pending.connection === connection) Object.assign(pending, change);
    }
    if (change.status !== undefined) return;
    const cut = [...this.#pending].find((pending) => pending.connection === connection);
    if (cut?.kind === "segment" && cut.label !== null) this.events.segmentFailed(cut.label);
  }

  #markInit(): void {
    const last = [...this.#pending].findLast(({ kind }) => kind === "segment");
    if (last) last.kind = "init";
  }

  /** A kept connection was not good any more, or the server refused; a status was told before. */
  #fail(url: string, problem: RequestProblem | null): void {
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
  }

  #openFailed(playlist: number): void {
    const label = this.#labelOf(playlist);
    const failed = [...this.#pending].findLast((pending) => pending.url === this.#segment?.url);
    if (failed) {
      if (failed.status < 400 && failed.problem === null)
        Object.assign(failed, { status: 0, problem: "reset" });
      failed.isGivenUp = true;
      this.#finish(failed);
    }
    if (!this.options.hasRetries) this.events.segmentFailed(label);
  }

  #finish(pending: Pending): void {
    const { label } = pending;
    this.#pending.delete(pending);
    if (isMedia(pending)) this.#load(pending);
    this.events.request(pending);
    const isWhole = pending.status < 400 && pending.problem === null && !pending.isGivenUp;
    if (pending.kind === "segment" && isWhole) this.events.segmentDownloaded(label ?? ALTERNATE);
  }

  /** With several variants nobody knows whose bytes they were. */
  #load(pending: Pending): void {
    if (this.#bytes === 0) return;
    pending.bytes += this.#bytes;
    this.#bytes = 0;
    if (this.options.streams.length > 1) pending.label = null;
  }

  /** Alternate audio counts with the variant where there is one only. */
  #labelOf(playlist: number): string {
    const { streams } = this.options;
    const url = this.#playlists[playlist];
    const stream = streams.find((one) => one.url === url) ?? (streams.length === 1 ? streams[0] : undefined);
    return stream?.label ?? ALTERNATE;
  }
}

/** Label of renditions beside several variants. */
const ALTERNATE = "alternate";

function isMedia({ kind }: LoggedRequest): boolean {
  return kind === "segment" || kind === "init";
}
