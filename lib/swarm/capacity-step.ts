import type { Gauges } from "../stats/measurements.ts";
import type { Figures, Peaks } from "../stats/metric.ts";
import type { ThresholdVerdict } from "../stats/run-view.ts";
import { judge, type Threshold } from "../stats/threshold.ts";
import { Measurements } from "../stats/totals.ts";
import { invalidReasons, VALIDITY_LIMITS } from "./validity.ts";

/** In per cent of a step's viewers: so many must play at its end, or it is the origin that keeps the rest out. */
const LEAST_PLAYING = 99;
const PLAYING = `playing>=${LEAST_PLAYING}%`;

/** Metrics of those who come: they come in the ramp, not while a step holds. */
const OF_NEWCOMERS: ReadonlySet<string> = new Set([
  "startup",
  "clients_started",
  "clients_failed",
  "schedule_delay",
]);

export function isAboutNewcomers({ metric }: Threshold): boolean {
  return OF_NEWCOMERS.has(metric.name);
}

/** What a second brought, and how things stood at its end. */
export interface CapacitySecond {
  measured: Measurements;
  clients: Gauges["clients"];
  peaks: Peaks;
  begunMs: number;
  overMs: number;
}

/** One number of viewers: its ramp, and the time for which it holds. */
export class CapacityStep {
  /** What is measured from here on is judged; what newcomers show, from the beginning of the ramp. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly #begunMs: number;
  readonly #whole = new Measurements();
  readonly #hold = new Measurements();
  #peaks: Peaks = { clients: 0, rssBytes: 0, openFiles: 0 };
  #seconds = 0;
  #busySeconds = 0;

  constructor(
    readonly clients: number,
    { begunMs, fromMs, toMs }: { begunMs: number; fromMs: number; toMs: number },
  ) {
    this.#begunMs = begunMs;
    this.fromMs = fromMs;
    this.toMs = toMs;
  }

  add({ measured, peaks, begunMs, overMs }: CapacitySecond, generators: number): void {
    this.#whole.merge(measured);
    if (begunMs < this.fromMs) return;
    this.#hold.merge(measured);
    this.#peaks = highest(this.#peaks, peaks);
    this.#seconds += 1;
    const cpu = measured.generator.cpuMs / (overMs - begunMs) / generators;
    if (cpu >= VALIDITY_LIMITS.busyCpu) this.#busySeconds += 1;
  }

  /** `clients`: by state, at the end of the step. */
  judge(
    slo: readonly Threshold[],
    {
      clients,
      overMs,
      mustCodes,
    }: { clients: Gauges["clients"]; overMs: number } & Pick<Figures, "mustCodes">,
  ): ThresholdVerdict[] {
    const rest = { peaks: this.#peaks, mustCodes };
    const hold = { ...rest, measurements: this.#hold, elapsedMs: overMs - this.fromMs };
    const whole = { ...rest, measurements: this.#whole, elapsedMs: overMs - this.#begunMs };
    const verdicts = slo.map((threshold) => {
      const [verdict] = judge([threshold], isAboutNewcomers(threshold) ? whole : hold);
      return this.#excuse(threshold, verdict ?? { expr: threshold.expr, value: null, ok: false });
    });
    return [...verdicts, playingVerdict(this.clients, clients)];
  }

  /** Where nobody came, nothing is shown of newcomers, and nothing is broken. */
  #excuse(threshold: Threshold, verdict: ThresholdVerdict): ThresholdVerdict {
    const isExcused = verdict.value === null && isAboutNewcomers(threshold);
    return isExcused && this.#whole.clients.started === 0 ? { ...verdict, ok: true } : verdict;
  }

  /** Why this step says nothing about the origin. */
  get weakness(): string[] {
    const { requests, generator } = this.#hold;
    const { byProblem } = requests.sum();
    return invalidReasons({
      loopLagP99Ms: generator.lag.percentile(99),
      scheduleDelayP99Ms: generator.scheduleDelay.percentile(99),
      seconds: this.#seconds,
      busySeconds: this.#busySeconds,
      noPort: byProblem.get("no-port"),
      noDescriptor: byProblem.get("no-descriptor"),
      due: null,
      started: 0,
      died: [],
    });
  }
}

/** Whoever has begun to play counts, stalled or at the end by now; whoever still tries to, or has given up, does not. */
function playingVerdict(all: number, { playing, stalled, ended }: Gauges["clients"]): ThresholdVerdict {
  const percent = Math.min(100, (100 * (playing + stalled + ended)) / all);
  return { expr: PLAYING, value: Math.round(percent * 100) / 100, ok: percent >= LEAST_PLAYING };
}

function highest(one: Peaks, other: Peaks): Peaks {
  return {
    clients: Math.max(one.clients, other.clients),
    rssBytes: Math.max(one.rssBytes, other.rssBytes),
    openFiles: Math.max(one.openFiles, other.openFiles),
  };
}
