import type { Histogram } from "./histogram.ts";
import type { Figures, Metric, MetricUnit } from "./metric.ts";

function trend(name: string, help: string, values: (figures: Figures) => Histogram): Metric {
  return {
    name,
    type: "trend",
    unit: "ms",
    help,
    labels: [],
    read: (figures) => ({ type: "trend", values: values(figures) }),
  };
}

function gauge(name: string, unit: MetricUnit, help: string, value: (figures: Figures) => number): Metric {
  return {
    name,
    type: "gauge",
    unit,
    help,
    labels: [],
    read: (figures) => ({ type: "gauge", value: value(figures) }),
  };
}

function counter(name: string, help: string, count: (figures: Figures) => number): Metric {
  return {
    name,
    type: "counter",
    unit: "",
    help,
    labels: [],
    read: (figures) => ({ type: "counter", count: count(figures) }),
  };
}

/** What is wrong with the stream, and what Low-Latency HLS adds. */
const STREAM: readonly Metric[] = [
  {
    name: "violations",
    type: "counter",
    unit: "",
    help: "Violations of the rules of HLS",
    labels: ["code"],
    read: ({ measurements }, { code }) => ({
      type: "counter",
      count: measurements.violations.sum((name) => code === undefined || name === code),
    }),
  },
  counter("violations_must", "Violations of MUST level", ({ measurements, mustCodes }) =>
    measurements.violations.sum((code) => mustCodes.has(code)),
  ),
  {
    name: "corrupt",
    type: "rate",
    unit: "share",
    help: "Segments with other bytes than the origin made, of those that were verified (`--verify`)",
    labels: [],
    read: ({ measurements: { integrity } }) => ({
      type: "rate",
      of: integrity.wrong,
      all: integrity.right + integrity.wrong,
    }),
  },
  trend(
    "blocking_hold",
    "Blocking reloads, how long they were held",
    ({ measurements }) => measurements.lowLatency.held,
  ),
  counter(
    "early_answers",
    "Blocking reloads answered before there was anything new",
    ({ measurements }) => measurements.lowLatency.early,
  ),
  trend(
    "part_lateness",
    "Parts, complete later than the promptest of their playlist, by the media's clock",
    ({ measurements }) => measurements.lowLatency.partLateness,
  ),
];

const CLIENTS: readonly Metric[] = [
  gauge("clients", "", "The most viewers at once", ({ peaks }) => peaks.clients),
  counter("clients_started", "Viewers that began", ({ measurements }) => measurements.clients.started),
  {
    name: "clients_failed",
    type: "rate",
    unit: "share",
    help: "Viewers that gave up",
    labels: [],
    read: ({ measurements: { clients } }) => ({ type: "rate", of: clients.failed, all: clients.started }),
  },
  {
    name: "clients_never_played",
    type: "rate",
    unit: "share",
    help: "Viewers that waited for their first segment for 3 s and more, until they left",
    labels: [],
    read: ({ measurements: { clients } }) => ({
      type: "rate",
      of: clients.neverPlayed,
      all: clients.started,
    }),
  },
];

const GENERATOR: readonly Metric[] = [
  trend("loop_lag", "How late timers of the generator ran", ({ measurements }) => measurements.generator.lag),
  trend(
    "schedule_delay",
    "How late viewers were started",
    ({ measurements }) => measurements.generator.scheduleDelay,
  ),
  gauge("cpu", "processors", "Processors the generators used, mean", ({ measurements, elapsedMs }) =>
    elapsedMs > 0 ? measurements.generator.cpuMs / elapsedMs : 0,
  ),
  gauge("rss", "bytes", "The most memory the generators held", ({ peaks }) => peaks.rssBytes),
  gauge(
    "open_files",
    "",
    "The most files and sockets the generators had open",
    ({ peaks }) => peaks.openFiles,
  ),
];

export const RUN_METRICS: readonly Metric[] = [...STREAM, ...CLIENTS, ...GENERATOR];
