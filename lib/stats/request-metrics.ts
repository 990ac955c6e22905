import { Histogram } from "./histogram.ts";
import type { Figures, Labels, Metric } from "./metric.ts";
import type { RequestStats } from "./request-stats.ts";
import { REQUEST_KINDS } from "./sample.ts";

/** Refusals: statuses of 400 and more, which come fast when nothing plays. */
const TIMES = [
  ["ttfb", "ttfb", "from sending to the first byte, refusals left out"],
  ["duration", "total", "from sending to the last byte, refusals left out"],
  ["due", "due", "from when it was due to the last byte, refusals left out"],
] as const;

const WHOSE = {
  multivariant: "Multivariant playlists",
  media: "Media playlists",
  segment: "Segments",
  part: "Parts",
  init: "Initialisation sections",
  key: "Keys",
} as const satisfies Record<(typeof REQUEST_KINDS)[number], string>;

/** Requests that the labels leave. */
function stats({ measurements }: Figures, { kind }: Labels): RequestStats[] {
  const kinds = REQUEST_KINDS.filter((name) => kind === undefined || name === kind);
  return kinds.map((name) => measurements.requests.of(name));
}

function sum(figures: Figures, labels: Labels, pick: (stats: RequestStats) => number): number {
  return stats(figures, labels).reduce((total, one) => total + pick(one), 0);
}

/** `404` or `4xx`. */
function withStatus(one: RequestStats, status: string): number {
  return one.byStatus.sum((name) => name === status || status === `${name[0]}xx`);
}

const OVERALL: readonly Metric[] = [
  {
    name: "requests",
    type: "counter",
    unit: "",
    help: "Requests",
    labels: ["kind", "status"],
    read: (figures, labels) => ({
      type: "counter",
      count: sum(figures, labels, (one) => (labels.status ? withStatus(one, labels.status) : one.count)),
    }),
  },
  {
    name: "errors",
    type: "rate",
    unit: "share",
    help: "Requests without a whole answer or with a status of 400 and more; with a label those of that status or problem",
    labels: ["kind", "status", "problem"],
    read: (figures, labels) => ({
      type: "rate",
      of: sum(figures, labels, (one) => failedOf(one, labels)),
      all: sum(figures, labels, (one) => one.count),
    }),
  },
  {
    name: "retries",
    type: "counter",
    unit: "",
    help: "Further tries",
    labels: ["kind"],
    read: (figures, labels) => ({ type: "counter", count: sum(figures, labels, (one) => one.retries) }),
  },
  {
    name: "unfinished",
    type: "counter",
    unit: "",
    help: "Requests that were overdue by a second and more when their viewer left, and not counted as requests",
    labels: ["kind"],
    read: (figures, labels) => ({
      type: "counter",
      count: sum(figures, labels, (one) => one.unfinished),
    }),
  },
  {
    name: "bytes",
    type: "counter",
    unit: "bytes",
    help: "Bytes of bodies as they came",
    labels: ["kind"],
    read: (figures, labels) => ({ type: "counter", count: sum(figures, labels, (one) => one.bytes) }),
  },
];

function failedOf(one: RequestStats, { status, problem }: Labels): number {
  if (status) return withStatus(one, status);
  return problem ? one.byProblem.sum((name) => name === problem) : one.failed;
}

const OVERALL_TIMES: readonly Metric[] = TIMES.map(([name, field, help]) => ({
  name,
  type: "trend",
  unit: "ms",
  help: `All requests, ${help}`,
  labels: ["kind"],
  read: (figures, labels) => ({
    type: "trend",
    values: Histogram.sum(stats(figures, labels).map((one) => one[field])),
  }),
}));

const KIND_TIMES: readonly Metric[] = REQUEST_KINDS.flatMap((kind) =>
  TIMES.map(
    ([name, field, help]): Metric => ({
      name: `${kind}_${name}`,
      type: "trend",
      unit: "ms",
      help: `${WHOSE[kind]}, ${help}`,
      labels: [],
      read: ({ measurements }) => ({ type: "trend", values: measurements.requests.of(kind)[field] }),
    }),
  ),
);

export const REQUEST_METRICS: readonly Metric[] = [...OVERALL, ...OVERALL_TIMES, ...KIND_TIMES];
