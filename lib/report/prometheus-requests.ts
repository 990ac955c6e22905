import { REQUEST_KINDS, type RequestKind } from "../stats/sample.ts";
import type { Measurements } from "../stats/totals.ts";
import { counter, type Family, histogram, sample } from "./exposition.ts";
import { REQUEST_BOUNDS } from "./prometheus-bounds.ts";

/** Requests by kind: answers, failures, bytes and times. */
export function requestFamilies({ requests }: Measurements): Family[] {
  const kinds = REQUEST_KINDS.filter((kind) => !requests.of(kind).isEmpty).map((kind) => ({
    kind,
    stats: requests.of(kind),
  }));
  const times = (name: "ttfb" | "total" | "due") =>
    kinds.map(({ kind, stats }) => [{ kind }, stats[name]] as const);
  return [
    counter(
      "hlsctl_requests_total",
      "Requests by HTTP status; none: without an answer.",
      kinds.flatMap(codeSamples),
    ),
    counter(
      "hlsctl_request_errors_total",
      "Requests without a whole answer, by reason; status: answered with 400 and more.",
      kinds.flatMap(reasonSamples),
    ),
    counter(
      "hlsctl_request_retries_total",
      "Requests that were further tries.",
      kinds.map(({ kind, stats }) => sample(stats.retries, { kind })),
    ),
    counter(
      "hlsctl_requests_unfinished_total",
      "Requests overdue when their client left; not among the requests.",
      kinds.map(({ kind, stats }) => sample(stats.unfinished, { kind })),
    ),
    counter(
      "hlsctl_received_bytes_total",
      "Bytes of bodies as they came.",
      kinds.map(({ kind, stats }) => sample(stats.bytes, { kind })),
    ),
    histogram(
      "hlsctl_request_ttfb_seconds",
      "From sending to the first byte.",
      REQUEST_BOUNDS,
      times("ttfb"),
    ),
    histogram(
      "hlsctl_request_duration_seconds",
      "From sending to the last byte.",
      REQUEST_BOUNDS,
      times("total"),
    ),
    histogram(
      "hlsctl_request_due_seconds",
      "From when the request was due to its last byte (no coordinated omission).",
      REQUEST_BOUNDS,
      times("due"),
    ),
  ];
}

interface Requests {
  kind: RequestKind;
  stats: ReturnType<Measurements["requests"]["of"]>;
}

function codeSamples({ kind, stats }: Requests) {
  const codes = Object.entries(stats.byStatus.toRecord());
  const unanswered = stats.count - stats.byStatus.sum(() => true);
  const samples = codes.map(([code, count]) => sample(count, { kind, code }));
  return unanswered > 0 ? [...samples, sample(unanswered, { kind, code: "none" })] : samples;
}

/** A failure is a problem or, without one, a status: so the reasons sum up to what failed. */
function reasonSamples({ kind, stats }: Requests) {
  const problems = Object.entries(stats.byProblem.toRecord());
  const status = stats.failed - stats.byProblem.sum(() => true);
  const samples = problems.map(([reason, count]) => sample(count, { kind, reason }));
  return [...samples, sample(Math.max(0, status), { kind, reason: "status" })];
}
