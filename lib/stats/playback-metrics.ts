import type { Figures, Labels, Metric, MetricUnit } from "./metric.ts";
import type { VariantStats } from "./variant-stats.ts";

/** Of one variant or of all. */
function variant({ measurements }: Figures, { variant: name }: Labels): VariantStats {
  return name === undefined ? measurements.variants.sum() : measurements.variants.of(name);
}

function counter(
  name: string,
  unit: MetricUnit,
  help: string,
  count: (stats: VariantStats) => number,
): Metric {
  const read: Metric["read"] = (figures, labels) => ({
    type: "counter",
    count: count(variant(figures, labels)),
  });
  return { name, type: "counter", unit, help, labels: ["variant"], read };
}

function trend(name: string, help: string, field: "startup" | "stall" | "liveLatency"): Metric {
  const read: Metric["read"] = (figures, labels) => ({
    type: "trend",
    values: variant(figures, labels)[field],
  });
  return { name, type: "trend", unit: "ms", help, labels: ["variant"], read };
}

export const PLAYBACK_METRICS: readonly Metric[] = [
  trend("startup", "From a viewer's start until its playhead moves, or until it leaves", "startup"),
  counter("stalls", "", "Times a playhead waited for media", ({ stalls }) => stalls),
  trend("stall_duration", "Stalls that are over", "stall"),
  counter("stalled_seconds", "s", "Time playheads waited", ({ stalledMs }) => stalledMs / 1000),
  counter("played_seconds", "s", "Time playheads moved", ({ playedMs }) => playedMs / 1000),
  {
    name: "rebuffer_ratio",
    type: "ratio",
    unit: "share",
    help: "Stalled of stalled and played time, the start not counted",
    labels: ["variant"],
    read: (figures, labels) => {
      const { stalledMs, playedMs } = variant(figures, labels);
      return { type: "ratio", of: stalledMs, all: stalledMs + playedMs };
    },
  },
  trend("live_latency", "Playheads behind the origin", "liveLatency"),
  {
    name: "switches",
    type: "counter",
    unit: "",
    help: "Changes of the variant",
    labels: ["direction"],
    read: ({ measurements: { clients } }, { direction }) => ({
      type: "counter",
      count: direction ? (direction === "up" ? clients.switchedUp : clients.switchedDown) : clients.switches,
    }),
  },
  counter("segments", "", "Segments downloaded", ({ downloaded }) => downloaded),
  counter("segments_failed", "", "Segments given up after all tries", ({ failed }) => failed),
  counter(
    "segments_missed",
    "",
    "Segments that left the window before the viewer had them",
    ({ missed }) => missed,
  ),
];
