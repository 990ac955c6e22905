import { type PrometheusSample, parsePrometheusText } from "./prometheus-text.ts";
import type { OriginView } from "./run-view.ts";

/** What one page of an origin or of an exporter beside it says; counters as they stand, null what it does not tell. */
export interface OriginReading {
  requests: number | null;
  sentBytes: number | null;
  /** Seconds of all processors of the machine: in all, and with something to do. */
  cpu: { totalSec: number; busySec: number } | null;
  processCpuSec: number | null;
  activeConnections: number | null;
  memoryBytes: number | null;
  /** Of a process that counts for itself: when it began. Counters of two processes are not compared. */
  process: number | null;
}

export type OriginFigures = Omit<OriginView, "url" | "problem">;

/** Sums and differences leave these out: what they carry is counted at a device below them, or never leaves. */
const NOT_A_NETWORK =
  /^(?:veth|docker|br-|virbr|vnet|tap|tun|bond|team|wg|cni|cali|flannel|ifb|dummy)|\.|^lo$/;
/** Not busy: waiting for a disk is no work for a processor. */
const IDLE_MODES = new Set(["idle", "iowait"]);

/**
 * Reads nginx's `stub_status` page, the metrics of nginx-prometheus-exporter and node exporter, and of an embedded origin.
 * Undefined when the text is none of them. `isLocal`: the origin is reached over the loopback device.
 */
export function parseOriginPage(text: string, isLocal: boolean): OriginReading | undefined {
  const stub = parseStubStatus(text);
  if (stub) return stub;
  const page = new Page(parsePrometheusText(text));
  const isEmbedded = page.sum("hlsctl_origin_build_info") !== null;
  // The exporters' own processes have the same names; they are not the origin.
  const own = (name: string) => (isEmbedded ? page.sum(name) : null);
  const reading: OriginReading = {
    requests: page.sum("nginx_http_requests_total") ?? page.sum("hlsctl_origin_requests_total"),
    sentBytes:
      page.sum("hlsctl_origin_response_bytes_total") ??
      page.sum("node_network_transmit_bytes_total", ({ device = "" }) =>
        isLocal ? device === "lo" : !NOT_A_NETWORK.test(device),
      ),
    cpu: cpuOf(page),
    processCpuSec: own("process_cpu_seconds_total"),
    activeConnections: page.sum("nginx_connections_active"),
    memoryBytes: usedMemory(page) ?? own("process_resident_memory_bytes"),
    process: own("process_start_time_seconds"),
  };
  return isEmbedded || Object.values(reading).some((value) => value !== null) ? reading : undefined;
}

/** What happened between two readings of the same page. A counter that fell has begun anew at 0. */
export function compareReadings(
  before: OriginReading,
  after: OriginReading,
  elapsedSec: number,
): OriginFigures {
  const grown = (from: number | null | undefined, to: number | null | undefined) =>
    from == null || to == null ? null : to < from ? to : to - from;
  const perSec = (growth: number | null) => (growth === null || elapsedSec <= 0 ? null : growth / elapsedSec);
  const busy = grown(before.cpu?.busySec, after.cpu?.busySec);
  const total = grown(before.cpu?.totalSec, after.cpu?.totalSec);
  return {
    requestsPerSec: perSec(grown(before.requests, after.requests)),
    activeConnections: after.activeConnections,
    cpu: busy === null || !total ? null : Math.min(1, busy / total),
    processCpu: perSec(grown(before.processCpuSec, after.processCpuSec)),
    memoryBytes: after.memoryBytes,
    sentBytesPerSec: perSec(grown(before.sentBytes, after.sentBytes)),
  };
}

/**
 * Pages of one origin as one view: what several tell is added, of processors the mean. A machine's memory has its
 * processes in it, and its network what they sent.
 */
export function combineFigures(pages: readonly OriginFigures[]): OriginFigures {
  const machines = pages.filter((page) => page.cpu !== null);
  const servers = pages.filter((page) => page.cpu === null);
  const cpu = sumOf(machines, "cpu");
  return {
    requestsPerSec: sumOf(pages, "requestsPerSec"),
    activeConnections: sumOf(pages, "activeConnections"),
    cpu: cpu === null ? null : cpu / machines.length,
    processCpu: sumOf(pages, "processCpu"),
    memoryBytes: sumOf(machines, "memoryBytes") ?? sumOf(servers, "memoryBytes"),
    sentBytesPerSec: sumOf(servers, "sentBytesPerSec") ?? sumOf(machines, "sentBytesPerSec"),
  };
}

function sumOf(pages: readonly OriginFigures[], name: keyof OriginFigures): number | null {
  const told = pages.map((page) => page[name]).filter((value) => value !== null);
  return told.length === 0 ? null : told.reduce((total, value) => total + value, 0);
}

/** ngx_http_stub_status_module: four lines; the third number of the third one counts requests. */
function parseStubStatus(text: string): OriginReading | undefined {
  const found = /^\s*Active connections:\s*(\d+)\s[^\d]*\d+\s+\d+\s+(\d+)/.exec(text);
  if (!found) return undefined;
  return {
    requests: Number(found[2]),
    sentBytes: null,
    cpu: null,
    processCpuSec: null,
    activeConnections: Number(found[1]),
    memoryBytes: null,
    process: null,
  };
}

function cpuOf(page: Page): OriginReading["cpu"] {
  const totalSec = page.sum("node_cpu_seconds_total");
  const busySec = page.sum("node_cpu_seconds_total", ({ mode = "" }) => !IDLE_MODES.has(mode));
  return totalSec === null || busySec === null ? null : { totalSec, busySec };
}

function usedMemory(page: Page): number | null {
  const total = page.sum("node_memory_MemTotal_bytes");
  const available = page.sum("node_memory_MemAvailable_bytes");
  // What node exporter on macOS has instead.
  if (total === null || available === null) return page.sum("node_memory_active_bytes");
  return total - available;
}

/** The samples of a page by name. */
class Page {
  readonly #byName: Map<string, PrometheusSample[]>;

  constructor(samples: readonly PrometheusSample[]) {
    this.#byName = Map.groupBy(samples, ({ name }) => name);
  }

  /** Null when there is no such sample, or one that is no number. */
  sum(name: string, takes: (labels: PrometheusSample["labels"]) => boolean = () => true): number | null {
    const values = (this.#byName.get(name) ?? [])
      .filter(({ labels }) => takes(labels))
      .map(({ value }) => value);
    const total = values.reduce((sum, value) => sum + value, 0);
    return values.length === 0 || !Number.isFinite(total) ? null : total;
  }
}
