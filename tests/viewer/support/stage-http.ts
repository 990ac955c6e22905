import type { Exchange, GetRequest, HttpClient, PendingGet } from "../../../lib/http/exchange.ts";
import type { RequestProblem } from "../../../lib/stats/sample.ts";
import type { StageClock } from "./stage-clock.ts";

/** What a scripted origin answers; without anything an empty body with status 200 after 0 ms. */
export interface Answer {
  status?: number;
  problem?: RequestProblem;
  body?: string | Uint8Array;
  /** Length of a body that nobody looks at; 1000. */
  bytes?: number;
  /** From its turn to the last byte, and of that to the first. */
  tookMs?: number;
  waitMs?: number;
  /** Where redirects led. */
  url?: string;
}

/** `null`: the server never answers. */
export type Origin = (request: GetRequest, nowMs: number) => Answer | null;

export interface Sent {
  url: string;
  atMs: number;
  dueMs: number;
  lane: string;
  range: GetRequest["range"];
  request: GetRequest;
}

interface Job {
  request: GetRequest;
  isCancelled: boolean;
  timer: { cancel(): void } | null;
  sentMs: number | null;
  /** When it comes. */
  firstByteMs: number | null;
}

/** An HTTP client whose origin is a function of time; requests of one lane go one after another. */
export class StageHttp implements HttpClient {
  readonly sent: Sent[] = [];
  isClosed = false;
  private readonly lanes = new Map<string, Job[]>();

  constructor(
    private readonly clock: StageClock,
    private readonly origin: Origin,
  ) {}

  get(request: GetRequest): PendingGet {
    if (this.isClosed) throw new Error(`a request after close: ${request.url}`);
    const job: Job = { request, isCancelled: false, timer: null, sentMs: null, firstByteMs: null };
    const lane = this.lanes.get(request.lane) ?? [];
    this.lanes.set(request.lane, lane);
    lane.push(job);
    if (lane.length === 1) this.serve(lane);
    const { clock } = this;
    return {
      cancel: () => this.cancel(lane, job),
      get progress() {
        const { sentMs, firstByteMs } = job;
        const hasBegun = firstByteMs !== null && firstByteMs <= clock.nowMs();
        return { sentMs, firstByteMs: hasBegun ? firstByteMs : null };
      },
    };
  }

  close(): void {
    this.isClosed = true;
    for (const lane of this.lanes.values()) {
      for (const job of lane) job.timer?.cancel();
      lane.length = 0;
    }
  }

  /** Requests that have had no answer. */
  get open(): number {
    return [...this.lanes.values()].reduce((sum, lane) => sum + lane.length, 0);
  }

  urls(pattern: RegExp): string[] {
    return this.sent.map(({ url }) => url).filter((url) => pattern.test(url));
  }

  times(pattern: RegExp): number[] {
    return this.sent.filter(({ url }) => pattern.test(url)).map(({ atMs }) => atMs);
  }

  private cancel(lane: Job[], job: Job): void {
    const at = lane.indexOf(job);
    if (at < 0) return;
    job.timer?.cancel();
    lane.splice(at, 1);
    if (at === 0) this.serve(lane);
  }

  private serve(lane: Job[]): void {
    const job = lane[0];
    if (!job) return;
    const { request } = job;
    const sentMs = this.clock.nowMs();
    const { url, dueMs, range } = request;
    this.sent.push({ url, atMs: sentMs, dueMs, lane: request.lane, range, request });
    job.sentMs = sentMs;
    const answer = this.origin(request, sentMs);
    if (answer?.waitMs !== undefined) job.firstByteMs = sentMs + answer.waitMs;
    const took = answer === null ? request.timeoutMs : (answer.tookMs ?? 0);
    const outcome = answer ?? { problem: "timeout" as const, status: 0 };
    job.timer = this.clock.at(sentMs + took, () => {
      lane.shift();
      const exchange = exchangeOf(request, outcome, sentMs, this.clock.nowMs());
      if (lane.length > 0) this.serve(lane);
      request.onDone(exchange);
    });
  }
}

function exchangeOf(request: GetRequest, answer: Answer, sentMs: number, endMs: number): Exchange {
  const whole = typeof answer.body === "string" ? new TextEncoder().encode(answer.body) : answer.body;
  const { range } = request;
  const body =
    range && whole ? whole.slice(range.offset, range.offset + (range.length ?? whole.length)) : whole;
  if (body) request.onChunk?.(body);
  return {
    url: answer.url ?? request.url,
    redirects: answer.url ? 1 : 0,
    status: answer.problem ? (answer.status ?? 0) : (answer.status ?? (range ? 206 : 200)),
    problem: answer.problem ?? null,
    detail: answer.problem ? `scripted ${answer.problem}` : "",
    headers: new Map(),
    body: request.body === "keep" ? (body ?? new Uint8Array()) : null,
    bytes: answer.bytes ?? body?.length ?? (request.body === "keep" ? 0 : 1000),
    dueMs: request.dueMs,
    sentMs,
    firstByteMs: answer.problem ? null : sentMs + (answer.waitMs ?? 0),
    endMs,
  };
}
