import { Histogram } from "./histogram.ts";
import type { RequestsData } from "./measurements.ts";
import {
  REQUEST_PROBLEMS,
  type RequestProblem,
  type RequestSample,
  type UnfinishedSample,
} from "./sample.ts";
import type { Stats } from "./stats-by-name.ts";
import { Tally } from "./tally.ts";

/** What is known of the requests of one kind, or of several added up. */
export class RequestStats implements Stats<RequestsData> {
  count = 0;
  failed = 0;
  retries = 0;
  /** Not in `count`: overdue and without an end when their viewers left. Their ages are in the distributions, as lower bounds. */
  unfinished = 0;
  bytes = 0;
  /** By HTTP status; a request without an answer is in none. */
  readonly byStatus = new Tally();
  readonly byProblem = new Tally<RequestProblem>();
  /**
   * Refusals, statuses of 400 and more, come fast and are in no distribution: they would make a broken origin look quick.
   * From sending to the first byte; of a timeout without one the time it took, lest the slowest be left out.
   */
  readonly ttfb = new Histogram();
  /** From sending to the end of a whole answer; a timeout counts with the time it took. */
  readonly total = new Histogram();
  /** The same from when the request was due. */
  readonly due = new Histogram();

  get isEmpty(): boolean {
    return this.count === 0 && this.unfinished === 0;
  }

  record(sample: RequestSample): void {
    const { status, problem } = sample;
    this.count += 1;
    this.bytes += sample.bytes;
    if (isFailed(sample)) this.failed += 1;
    if (sample.attempt > 0) this.retries += 1;
    if (status > 0) this.byStatus.count(String(status));
    if (problem !== null) this.byProblem.count(problem);
    if (sample.isUntimed || status >= 400) return;
    const isTimeout = problem === "timeout";
    const firstByteMs = sample.firstByteMs ?? (isTimeout ? sample.endMs : null);
    if (firstByteMs !== null) this.ttfb.record(firstByteMs - sample.sentMs);
    if (problem === null || isTimeout) {
      this.total.record(sample.endMs - sample.sentMs);
      this.due.record(sample.endMs - sample.dueMs);
    }
  }

  recordUnfinished({ dueMs, sentMs, firstByteMs, leftMs }: UnfinishedSample): void {
    this.unfinished += 1;
    this.due.record(leftMs - dueMs);
    if (sentMs === null) return;
    this.total.record(leftMs - sentMs);
    this.ttfb.record((firstByteMs ?? leftMs) - sentMs);
  }

  add(other: RequestStats, sign: 1 | -1 = 1): void {
    this.count += sign * other.count;
    this.failed += sign * other.failed;
    this.retries += sign * other.retries;
    this.unfinished += sign * other.unfinished;
    this.bytes += sign * other.bytes;
    this.byStatus.add(other.byStatus, sign);
    this.byProblem.add(other.byProblem, sign);
    this.ttfb.add(other.ttfb, sign);
    this.total.add(other.total, sign);
    this.due.add(other.due, sign);
  }

  addData(data: RequestsData): void {
    this.count += data.count;
    this.failed += data.failed;
    this.retries += data.retries;
    this.unfinished += data.unfinished;
    this.bytes += data.bytes;
    for (const [status, count] of Object.entries(data.byStatus)) this.byStatus.count(status, count);
    for (const problem of REQUEST_PROBLEMS) this.byProblem.count(problem, data.byProblem[problem] ?? 0);
    this.ttfb.addEncoded(data.ttfb);
    this.total.addEncoded(data.total);
    this.due.addEncoded(data.due);
  }

  toData(): RequestsData {
    return {
      count: this.count,
      failed: this.failed,
      retries: this.retries,
      unfinished: this.unfinished,
      bytes: this.bytes,
      byStatus: this.byStatus.toRecord(),
      byProblem: this.byProblem.toRecord(),
      ttfb: this.ttfb.encode(),
      total: this.total.encode(),
      due: this.due.encode(),
    };
  }

  clear(): void {
    this.count = 0;
    this.failed = 0;
    this.retries = 0;
    this.unfinished = 0;
    this.bytes = 0;
    for (const part of [this.byStatus, this.byProblem, this.ttfb, this.total, this.due]) part.clear();
  }
}

/** No whole answer, or a status of 400 and more. */
function isFailed({ status, problem }: RequestSample): boolean {
  return problem !== null || status >= 400;
}
