import type { EndedBy } from "../report/report-shape.ts";
import { maskPasswords } from "../stats/mask-passwords.ts";
import type { Gauges } from "../stats/measurements.ts";
import type { Measurements } from "../stats/totals.ts";
import { DueCount } from "./due-count.ts";
import type { GeneratorLink } from "./generator-process.ts";
import type { GeneratorSpec, Order, Report } from "./protocol.ts";
import { RunLedger } from "./run-ledger.ts";
import { invalidReasons } from "./validity.ts";

/** From the last generator's readiness to the run's zero: until then orders are read and sockets opened. */
const LEAD_MS = 100;
/** With `--verify` the origin's media are loaded first. */
const VERIFY_LEAD_MS = 1000;
const READY_LIMIT_MS = 30_000;
/** A generator that has not told of a second by then is told without. */
const PATIENCE_MS = 700;
/** After `stop` the viewers leave; FFmpeg processes are given time to end. */
const STOP_LIMIT_MS = 10_000;
/** A generator that has told nothing for so long does not live any more, whatever the system says. */
const SILENCE_LIMIT_MS = 15_000;
const LISTEN_MS = SILENCE_LIMIT_MS / 3;
/** Viewers that are due since less than this may still be on their way. */
const START_GRACE_MS = 1000;

export interface SwarmWorld {
  /** Monotonic. */
  nowMs(): number;
  /** Unix time: for people only, it may step. */
  wallMs(): number;
  /** Calls back once. */
  after(ms: number, run: () => void): { cancel(): void };
  start(onReport: (report: Report) => void): GeneratorLink;
}

export interface SwarmEvents {
  onBegin(beginsAtMs: number): void;
  /** What was measured in a second, when all generators have told theirs; it is in the ledger by then. */
  onSecond(second: Measurements): void;
  onNote(text: string): void;
}

/** What all generators of a run are told alike. */
export type CommonSpec = Omit<GeneratorSpec, "share">;

export interface CoordinatorOptions {
  spec: CommonSpec;
  /** Processes. */
  generators: number;
}

/**
 * Starts generators, adds up what they tell, and ends them. What is judged and shown of it is up to `events`; whoever
 * listens calls `end` when the run is over before its time.
 */
export class Coordinator {
  readonly ledger: RunLedger;
  /** Of generators that ended by themselves. */
  readonly deaths: string[] = [];
  #endedBy: EndedBy | null = null;
  /** No process is left. */
  #isOver = false;
  #beginsAtMs = 0;
  /** The run's zero, of the world's clock. */
  #zeroMs: number | null = null;
  #ready = 0;
  #onAllReady = () => {};
  #patience: { cancel(): void } | null = null;
  readonly #links: GeneratorLink[] = [];
  readonly #living = new Set<number>();
  /** How often each generator was looked for since it was heard of last. */
  readonly #looksSince = new Map<number, number>();
  readonly #silent = new Set<number>();
  /** Those that have told the end. */
  readonly #finished = new Set<number>();
  readonly #timers = new Set<{ cancel(): void }>();
  readonly #due: DueCount | null;

  constructor(
    private readonly world: SwarmWorld,
    private readonly options: CoordinatorOptions,
    private readonly events: SwarmEvents,
  ) {
    this.ledger = new RunLedger(options.generators);
    this.#due = options.spec.load && new DueCount(options.spec.load);
  }

  get elapsedMs(): number {
    return this.#zeroMs === null ? 0 : Math.max(0, this.world.nowMs() - this.#zeroMs);
  }

  /** Unix time of the run's zero. */
  get beginsAtMs(): number {
    return this.#beginsAtMs;
  }

  get gauges(): Gauges {
    return this.ledger.gauges;
  }

  /** Why the run so far says nothing about the origin. */
  get invalidReasons(): string[] {
    const { generator, requests } = this.ledger.totals;
    const { byProblem } = requests.sum();
    const isNative = this.options.spec.engine === "native";
    return invalidReasons({
      loopLagP99Ms: generator.lag.percentile(99),
      scheduleDelayP99Ms: generator.scheduleDelay.percentile(99),
      ...(isNative ? this.ledger.busiest : { seconds: 0, busySeconds: 0 }),
      noPort: byProblem.get("no-port"),
      noDescriptor: byProblem.get("no-descriptor"),
      due: this.deaths.length === 0 ? this.#dueByNow() : null,
      started: this.gauges.started,
      died: this.deaths,
    });
  }

  #dueByNow(): number | null {
    return this.#due?.until(this.ledger.closedMs - START_GRACE_MS) ?? null;
  }

  /** From the first process to the last: resolves when none is left. */
  async run(): Promise<EndedBy> {
    const watched = this.#startAll();
    if ((await this.#allReady(watched)) && this.#endedBy === null) this.#begin();
    else this.kill();
    await Promise.all(watched);
    this.#isOver = true;
    for (const timer of this.#timers) timer.cancel();
    this.#closeSecond(this.#lastToldMs());
    return this.#endedBy ?? "duration";
  }

  /** Ends the run before its time; the first reason counts, and none when it is over: a timer would hold the program. */
  end(reason: EndedBy): void {
    if (this.#endedBy !== null || this.#isOver) return;
    this.#endedBy = reason;
    this.order({ order: "stop" });
    this.#after(STOP_LIMIT_MS, () => this.kill());
  }

  order(order: Order): void {
    for (const index of this.#living) this.#links[index]?.order(order);
  }

  /** At once, without a last report. */
  kill(): void {
    for (const index of this.#living) this.#links[index]?.kill();
  }

  #startAll(): Promise<void>[] {
    const { generators } = this.options;
    return Array.from({ length: generators }, (_, index) => {
      const link = this.world.start((report) => this.#take(index, report));
      this.#links.push(link);
      this.#living.add(index);
      return this.#watch(link, index);
    });
  }

  /** False when one of them ended first, or did not answer. */
  #allReady(watched: readonly Promise<void>[]): Promise<boolean> {
    return Promise.race([
      new Promise<boolean>((resolve) => {
        this.#onAllReady = () => resolve(true);
      }),
      ...watched.map((ended) => ended.then(() => false)),
      new Promise<boolean>((resolve) => this.#after(READY_LIMIT_MS, () => resolve(false))),
    ]);
  }

  #begin(): void {
    const leadMs = this.options.spec.viewer.verify ? VERIFY_LEAD_MS : LEAD_MS;
    this.#zeroMs = this.world.nowMs() + leadMs;
    this.#beginsAtMs = this.world.wallMs() + leadMs;
    for (const [index, link] of this.#links.entries()) {
      const share = { index, of: this.#links.length };
      link.order({ order: "begin", leadMs, spec: { ...this.options.spec, share } });
    }
    this.#after(LISTEN_MS, () => this.#listen());
    this.events.onBegin(this.#beginsAtMs);
  }

  /**
   * Nobody waits for a generator that is stuck. Looks are counted, not time: after a machine has slept, or where it gives
   * nobody a turn, the generator has had none either.
   */
  #listen(): void {
    for (const index of this.#living) {
      const looks = (this.#looksSince.get(index) ?? 0) + 1;
      this.#looksSince.set(index, looks);
      if (looks * LISTEN_MS <= SILENCE_LIMIT_MS) continue;
      this.#silent.add(index);
      this.#links[index]?.kill();
    }
    if (this.#living.size > 0) this.#after(LISTEN_MS, () => this.#listen());
  }

  async #watch(link: GeneratorLink, index: number): Promise<void> {
    const { status, lastWords } = await link.ended;
    this.#living.delete(index);
    if (this.#finished.has(index)) return;
    this.ledger.forget(index);
    const isSilent = this.#silent.has(index);
    this.deaths.push(isSilent ? describeSilence(index) : describeDeath(index, status, lastWords));
    if (this.#living.size === 0) this.#endedBy ??= "generator";
    this.#closeWhatIsTold();
  }

  #take(index: number, report: Report): void {
    this.#looksSince.set(index, 0);
    switch (report.report) {
      case "ready":
        this.#ready += 1;
        if (this.#ready === this.options.generators) this.#onAllReady();
        return;
      case "note":
        return this.events.onNote(report.text);
      case "end":
        this.#finished.add(index);
        return;
      case "interval":
        this.ledger.take(index, report);
        return this.#closeWhatIsTold();
      default:
        return report satisfies never;
    }
  }

  /** Up to the last second that everybody told of; a generator that is late is waited for a moment. */
  #closeWhatIsTold(): void {
    const running = [...this.#living].filter((index) => !this.#finished.has(index));
    const told = running.map((index) => this.ledger.toldUntilMs(index));
    const by = wholeSecond(Math.min(...told));
    if (Number.isFinite(by) && by > this.ledger.closedMs) return this.#closeSecond(by);
    if (wholeSecond(this.#lastToldMs()) <= this.ledger.closedMs || this.#patience) return;
    this.#patience = this.#after(PATIENCE_MS, () => {
      this.#patience = null;
      this.#closeSecond(wholeSecond(this.#lastToldMs()));
    });
  }

  #lastToldMs(): number {
    return Math.max(0, ...this.#links.map((_, index) => this.ledger.toldUntilMs(index)));
  }

  #closeSecond(atMs: number): void {
    if (atMs <= this.ledger.closedMs) return;
    this.#patience?.cancel();
    this.#patience = null;
    this.events.onSecond(this.ledger.close(atMs));
    if (this.#isPlayedOut()) this.end("ended");
  }

  /** Everybody has seen the end or given up, and nobody is to come: what followed would be idle. */
  #isPlayedOut(): boolean {
    const { load } = this.options.spec;
    if (!load || load.churn) return false;
    const { starting, playing, stalled, ended, failed } = this.gauges.clients;
    if (starting + playing + stalled > 0 || ended + failed === 0) return false;
    this.#dueByNow();
    return this.#due?.isAll ?? false;
  }

  #after(ms: number, run: () => void): { cancel(): void } {
    const timer = this.world.after(ms, run);
    this.#timers.add(timer);
    return timer;
  }
}

function wholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

function describeDeath(index: number, status: number, lastWords: readonly string[]): string {
  const words = lastWords.length === 0 ? "" : `: ${lastWords.slice(-3).join(" · ")}`;
  return maskPasswords(`generator ${index + 1} ended by itself with status ${status}${words}`);
}

function describeSilence(index: number): string {
  return `generator ${index + 1} told nothing for ${SILENCE_LIMIT_MS / 1000} s and was killed`;
}
