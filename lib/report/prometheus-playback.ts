import type { Measurements } from "../stats/totals.ts";
import { counter, type Family, histogram, type Labels, sample } from "./exposition.ts";
import { PLAYBACK_BOUNDS, REQUEST_BOUNDS } from "./prometheus-bounds.ts";

/** What viewers experienced, by variant. */
export function playbackFamilies({ variants, clients }: Measurements): Family[] {
  const known = variants.names.map((variant) => ({ labels: { variant }, stats: variants.of(variant) }));
  const times = (name: "startup" | "stall" | "liveLatency") =>
    known.map(({ labels, stats }) => [labels, stats[name]] as const);
  const total = (value: (stats: ReturnType<typeof variants.of>) => number) =>
    known.map(({ labels, stats }) => sample(value(stats), labels));
  return [
    histogram(
      "hlsctl_startup_seconds",
      "From the first request to playing, or to leaving without.",
      PLAYBACK_BOUNDS,
      times("startup"),
    ),
    histogram("hlsctl_stall_seconds", "Lengths of stalls that are over.", PLAYBACK_BOUNDS, times("stall")),
    histogram(
      "hlsctl_live_latency_seconds",
      "Playhead behind the live edge.",
      PLAYBACK_BOUNDS,
      times("liveLatency"),
    ),
    counter(
      "hlsctl_stalls_total",
      "Stalls begun.",
      total(({ stalls }) => stalls),
    ),
    counter(
      "hlsctl_stalled_seconds_total",
      "Time stalled; the start is not counted.",
      total(({ stalledMs }) => stalledMs / 1000),
    ),
    counter(
      "hlsctl_played_seconds_total",
      "Time played.",
      total(({ playedMs }) => playedMs / 1000),
    ),
    counter("hlsctl_variant_switches_total", "Switches of variant.", [
      sample(clients.switchedUp, { direction: "up" }),
      sample(clients.switchedDown, { direction: "down" }),
    ]),
    counter(
      "hlsctl_segments_total",
      "Segments by outcome; failed: given up after all tries.",
      known.flatMap(({ labels, stats }) => [
        sample(stats.downloaded, { ...labels, outcome: "downloaded" }),
        sample(stats.failed, { ...labels, outcome: "failed" }),
      ]),
    ),
    counter(
      "hlsctl_segments_missed_total",
      "Segments that left the window before the client had them.",
      total(({ missed }) => missed),
    ),
  ];
}

/** How the stream kept to the protocol, and whether its bytes were right. */
export function streamFamilies({ violations, integrity, lowLatency }: Measurements): Family[] {
  const rules = Object.entries(violations.toData());
  const { right, wrong } = integrity;
  const one = (values: typeof lowLatency.held): (readonly [Labels, typeof values])[] => [[{}, values]];
  return [
    counter(
      "hlsctl_playlist_violations_total",
      "Violations of the protocol.",
      rules.map(([rule, { count }]) => sample(count, { rule })),
    ),
    counter(
      "hlsctl_verified_segments_total",
      "Segments whose bytes were compared with what they should be.",
      right + wrong > 0 ? [sample(right, { result: "right" }), sample(wrong, { result: "wrong" })] : [],
    ),
    histogram(
      "hlsctl_blocking_hold_seconds",
      "How long blocking reloads were held.",
      REQUEST_BOUNDS,
      one(lowLatency.held),
    ),
    histogram(
      "hlsctl_part_lateness_seconds",
      "How much later than the promptest of their playlist parts were complete.",
      REQUEST_BOUNDS,
      one(lowLatency.partLateness),
    ),
    counter(
      "hlsctl_blocking_reloads_early_total",
      "Blocking reloads answered before there was anything new.",
      lowLatency.isEmpty ? [] : [sample(lowLatency.early)],
    ),
  ];
}
