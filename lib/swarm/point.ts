import type { Gauges } from "../stats/measurements.ts";
import type { Point } from "../stats/run-view.ts";
import type { Measurements } from "../stats/totals.ts";

/** What one second (or what became of it on a busy machine) comes to. */
export function pointOf(
  second: Measurements,
  gauges: Gauges,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Point {
  const { starting, playing, stalled } = gauges.clients;
  const all = second.requests.sum();
  const { ttfb } = second.requests.sum(["segment", "part"]);
  const viewing = second.variants.sum();
  return {
    t: toMs / 1000,
    target: gauges.target,
    clients: starting + playing + stalled,
    playing,
    stalled,
    requests: all.count,
    failed: all.failed,
    bytes: all.bytes,
    ttfbP50Ms: ttfb.percentile(50),
    ttfbP99Ms: ttfb.percentile(99),
    dueP99Ms: all.due.percentile(99),
    stalls: viewing.stalls,
    stalledMs: viewing.stalledMs,
    playedMs: viewing.playedMs,
    liveLatencyP50Ms: viewing.liveLatency.percentile(50),
    cpu: toMs > fromMs ? second.generator.cpuMs / (toMs - fromMs) : 0,
    rssBytes: gauges.rssBytes,
    lagP99Ms: second.generator.lag.percentile(99),
  };
}
