import { SeriesBuilder } from "../report/series.ts";
import type { Gauges } from "../stats/measurements.ts";
import type { Point } from "../stats/run-view.ts";
import { CLIENT_STATES } from "../stats/sample.ts";
import { Measurements } from "../stats/totals.ts";
import { pointOf } from "./point.ts";
import type { Report } from "./protocol.ts";
import { VALIDITY_LIMITS } from "./validity.ts";

type Interval = Extract<Report, { report: "interval" }>;

/** The rest of a run, when it is shorter, is shown as no second of its own. */
const LEAST_POINT_MS = 500;
/** For those who look on; the series has all. */
const MOST_POINTS = 600;

interface Node {
  lastAtMs: number;
  gauges: Gauges | null;
  seconds: number;
  busySeconds: number;
}

/** What all generators of a run measured, added up: the whole, the second that is being gathered, and what was so at most. */
export class RunLedger {
  readonly totals = new Measurements();
  readonly series = new SeriesBuilder();
  /** The last ones. */
  readonly points: Point[] = [];
  readonly maxima = { clients: 0, rssBytes: 0, openFiles: 0 };
  readonly #nodes: Node[];
  #second = new Measurements();
  #closedMs = 0;

  constructor(generators: number) {
    this.#nodes = Array.from({ length: generators }, () => ({
      lastAtMs: 0,
      gauges: null,
      seconds: 0,
      busySeconds: 0,
    }));
  }

  take(generator: number, { atMs, measurements, gauges }: Interval): void {
    const node = this.#nodes[generator];
    if (!node) return;
    this.#second.add(measurements);
    const elapsedMs = atMs - node.lastAtMs;
    if (elapsedMs > 0) {
      const seconds = elapsedMs / 1000;
      node.seconds += seconds;
      if (measurements.generator.cpuMs / elapsedMs >= VALIDITY_LIMITS.busyCpu) node.busySeconds += seconds;
    }
    node.lastAtMs = atMs;
    node.gauges = gauges;
  }

  /** Viewers of a generator that has died are gone. */
  forget(generator: number): void {
    const node = this.#nodes[generator];
    if (node) node.gauges = null;
  }

  /** Until when a generator has told. */
  toldUntilMs(generator: number): number {
    return this.#nodes[generator]?.lastAtMs ?? 0;
  }

  /** The second is over: its point, and what was measured in it. */
  close(atMs: number): Measurements {
    const second = this.#second;
    this.#second = new Measurements();
    this.totals.merge(second);
    this.#addPoint(second, this.#closedMs, atMs);
    this.#closedMs = atMs;
    return second;
  }

  #addPoint(second: Measurements, fromMs: number, toMs: number): void {
    const { gauges } = this;
    const point = pointOf(second, gauges, { fromMs, toMs });
    this.series.add(point, (toMs - fromMs) / 1000);
    if (toMs - fromMs >= LEAST_POINT_MS) this.points.push(point);
    if (this.points.length > MOST_POINTS) this.points.shift();
    this.maxima.clients = Math.max(this.maxima.clients, point.clients);
    this.maxima.rssBytes = Math.max(this.maxima.rssBytes, gauges.rssBytes);
    this.maxima.openFiles = Math.max(this.maxima.openFiles, gauges.openFiles);
  }

  get closedMs(): number {
    return this.#closedMs;
  }

  /** Of the busiest generator. */
  get busiest(): { seconds: number; busySeconds: number } {
    const [busiest] = this.#nodes.toSorted((one, other) => other.busySeconds - one.busySeconds);
    return { seconds: Math.round(busiest?.seconds ?? 0), busySeconds: Math.round(busiest?.busySeconds ?? 0) };
  }

  /** Sums over the generators. */
  get gauges(): Gauges {
    const told = this.#nodes.flatMap((node) => (node.gauges ? [node.gauges] : []));
    const sum = (read: (gauges: Gauges) => number) => told.reduce((total, gauges) => total + read(gauges), 0);
    const counts = CLIENT_STATES.map((state) => [state, sum((gauges) => gauges.clients[state])] as const);
    return {
      target: sum((gauges) => gauges.target),
      clients: Object.fromEntries(counts) as Gauges["clients"],
      started: sum((gauges) => gauges.started),
      rssBytes: sum((gauges) => gauges.rssBytes),
      openFiles: sum((gauges) => gauges.openFiles),
      openFilesLimit: sum((gauges) => gauges.openFilesLimit),
    };
  }
}
