import type { Exchange, HttpClient } from "../../http/exchange.ts";
import { mediaLimitMs } from "../../http/patience.ts";
import type { Clock } from "../../viewer/viewer-shape.ts";

export interface Question {
  url: string;
  lane: string;
  /** Bytes of the body that are kept at most; 0: it is dropped. */
  keepBytes: number;
  range?: { offset: number; length: number | null } | null;
  isText?: boolean;
  /** It may take as long as players give media. */
  isMedia?: boolean;
  timeoutMs?: number;
}

/** Requests, pauses and the end of a probe, as promises: one client has no hot path. */
export class Asker {
  readonly #ending = Promise.withResolvers<void>();
  #isOver = false;

  constructor(
    private readonly http: HttpClient,
    private readonly clock: Clock,
    private readonly timeoutMs: number,
  ) {}

  get isOver(): boolean {
    return this.#isOver;
  }

  nowMs(): number {
    return this.clock.nowMs();
  }

  /** Unix time of a time of the clock. */
  unixMs(ms: number): number {
    return this.clock.epochMs + ms;
  }

  /** Nothing begins any more, and who waits goes on at once. */
  end(): void {
    this.#isOver = true;
    this.#ending.resolve();
  }

  /** Null: the probe was over before the answer came. */
  async ask(question: Question): Promise<Exchange | null> {
    if (this.#isOver) return null;
    const { promise, resolve } = Promise.withResolvers<Exchange>();
    const { keepBytes, isText = false, isMedia = false, timeoutMs = this.timeoutMs } = question;
    const pending = this.http.get({
      url: question.url,
      lane: question.lane,
      dueMs: this.clock.nowMs(),
      range: question.range ?? null,
      body: keepBytes > 0 ? "keep" : "drop",
      limitBytes: keepBytes,
      timeoutMs,
      totalMs: isMedia ? mediaLimitMs(timeoutMs) : timeoutMs,
      acceptsGzip: isText,
      onDone: resolve,
    });
    const first = await Promise.race([promise, this.#ending.promise]);
    if (first) return first;
    pending.cancel();
    return null;
  }

  /** Until a time of the clock, or the end. */
  async until(dueMs: number): Promise<void> {
    if (this.#isOver) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = this.clock.at(dueMs, resolve);
    await Promise.race([promise, this.#ending.promise]);
    timer.cancel();
  }
}
