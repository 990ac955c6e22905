import type { RequestStats } from "../../stats/request-stats.ts";
import { REQUEST_PROBLEMS } from "../../stats/sample.ts";
import type { Measurements } from "../../stats/totals.ts";

/** What the dashboard shows of everything that was counted since the run began. */
export interface Figures {
  requests: number;
  failed: number;
  retries: number;
  bytes: number;
  /** Why requests failed, most frequent first: statuses of 400 and more, problems by name. */
  failures: readonly Counted[];
  stalls: number;
  rebufferRatio: number | null;
  segmentsMissed: number;
  startupP50Ms: number | null;
  startupP95Ms: number | null;
  switches: number;
  /** Most frequent first. */
  violations: readonly Counted[];
  /** `--verify`: null when nothing was compared. */
  wrongBytes: number | null;
  scheduleDelayP99Ms: number | null;
}

export interface Counted {
  name: string;
  count: number;
}

export function figuresOf(totals: Measurements): Figures {
  const kinds = totals.requests.names.map((kind) => totals.requests.of(kind));
  const sum = (of: (stats: RequestStats) => number) => kinds.reduce((total, stats) => total + of(stats), 0);
  const playback = totals.variants.sum();
  const { right, wrong } = totals.integrity;
  return {
    requests: sum(({ count }) => count),
    failed: sum(({ failed }) => failed),
    retries: sum(({ retries }) => retries),
    bytes: sum(({ bytes }) => bytes),
    failures: failuresOf(kinds),
    stalls: playback.stalls,
    rebufferRatio: playback.rebufferRatio,
    segmentsMissed: playback.missed,
    startupP50Ms: playback.startup.percentile(50),
    startupP95Ms: playback.startup.percentile(95),
    switches: totals.clients.switches,
    violations: Object.entries(totals.violations.toData())
      .map(([name, { count }]) => ({ name, count }))
      .sort(byCount),
    wrongBytes: right + wrong === 0 ? null : wrong,
    scheduleDelayP99Ms: totals.generator.scheduleDelay.percentile(99),
  };
}

function failuresOf(kinds: readonly RequestStats[]): Counted[] {
  const counts = new Map<string, number>();
  const count = (name: string, by: number) => counts.set(name, (counts.get(name) ?? 0) + by);
  for (const { byStatus, byProblem } of kinds) {
    for (const [status, by = 0] of Object.entries<number | undefined>(byStatus.toRecord())) {
      if (Number(status) >= 400) count(status, by);
    }
    for (const problem of REQUEST_PROBLEMS) count(problem, byProblem.get(problem));
  }
  return [...counts]
    .filter(([, by]) => by > 0)
    .map(([name, by]) => ({ name, count: by }))
    .sort(byCount);
}

function byCount(one: Counted, other: Counted): number {
  return other.count - one.count || (one.name < other.name ? -1 : 1);
}
