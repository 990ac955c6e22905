import { BUCKETS_SEC } from "./duration-histogram.ts";
import type { MediaProvider } from "./media.ts";
import type { Reply, RequestKind } from "./reply.ts";

/** What the process has used; see `process.cpuUsage` and `process.memoryUsage`. */
export interface ProcessUsage {
  readonly cpuSec: number;
  readonly residentBytes: number;
  readonly startedSec: number;
}

export interface Build {
  readonly version: string;
  readonly commit: string;
}

interface Tally {
  requests: number;
  bytes: number;
}

/** Counts what an origin answers and shows it in Prometheus' text format 0.0.4. */
export class OriginMetrics {
  readonly #tallies = new Map<RequestKind, Map<number, Tally>>();

  count({ kind, status }: Reply, sentBytes: number): void {
    const tally = this.#tally(kind, status);
    tally.requests += 1;
    tally.bytes += sentBytes;
  }

  render(context: { build: Build; usage: ProcessUsage; media: MediaProvider; nowMs: number }): string {
    const { build, usage, media, nowMs } = context;
    return [
      ...metric("hlsctl_origin_build_info", "gauge", "What this origin is; always 1.", [
        [`{version="${quoted(build.version)}",commit="${quoted(build.commit)}"}`, 1],
      ]),
      ...metric("hlsctl_origin_requests_total", "counter", "Requests answered.", this.#rows("requests")),
      ...metric(
        "hlsctl_origin_response_bytes_total",
        "counter",
        "Bytes of bodies handed to the network.",
        this.#rows("bytes"),
      ),
      ...generationLines(media),
      ...metric(
        "hlsctl_origin_live_edge_sequence",
        "gauge",
        "Media sequence number of the newest complete segment.",
        media
          .liveEdges(nowMs)
          .map(({ rendition, sequence }) => [`{rendition="${quoted(rendition)}"}`, sequence]),
      ),
      ...usageLines(usage),
      "",
    ].join("\n");
  }

  #tally(kind: RequestKind, status: number): Tally {
    const byStatus = this.#tallies.get(kind) ?? new Map<number, Tally>();
    const tally = byStatus.get(status) ?? { requests: 0, bytes: 0 };
    byStatus.set(status, tally);
    this.#tallies.set(kind, byStatus);
    return tally;
  }

  #rows(field: keyof Tally): Row[] {
    return [...this.#tallies].flatMap(([kind, byStatus]) =>
      [...byStatus].map(([status, tally]): Row => [`{kind="${kind}",code="${status}"}`, tally[field]]),
    );
  }
}

/** Labels (or a suffix and labels) and value. */
type Row = readonly [labels: string, value: number];

function metric(name: string, type: string, help: string, rows: readonly Row[]): string[] {
  if (rows.length === 0) return [];
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...rows.map(([rest, value]) => `${name}${rest} ${value}`),
  ];
}

function generationLines({ generation }: MediaProvider): string[] {
  if (!generation) return [];
  const { buckets, count, sumSec } = generation;
  const bounds = buckets.map((total, i): Row => [`_bucket{le="${BUCKETS_SEC[i]}"}`, total]);
  return metric("hlsctl_origin_segment_generation_seconds", "histogram", "Time it took to make a segment.", [
    ...bounds,
    ['_bucket{le="+Inf"}', count],
    ["_sum", sumSec],
    ["_count", count],
  ]);
}

/** Under the names every Prometheus client library gives them. */
function usageLines({ cpuSec, residentBytes, startedSec }: ProcessUsage): string[] {
  return [
    ...metric("process_cpu_seconds_total", "counter", "User and system CPU time.", [["", cpuSec]]),
    ...metric("process_resident_memory_bytes", "gauge", "Resident memory.", [["", residentBytes]]),
    ...metric("process_start_time_seconds", "gauge", "Unix time the process began.", [["", startedSec]]),
  ];
}

function quoted(label: string): string {
  return label.replace(/["\\\n]/g, (character) => (character === "\n" ? "\\n" : `\\${character}`));
}
