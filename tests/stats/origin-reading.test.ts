import { describe, expect, test } from "bun:test";
import { OriginMetrics } from "../../lib/origin/origin-metrics.ts";
import { errorReply } from "../../lib/origin/reply.ts";
import {
  combineFigures,
  compareReadings,
  type OriginFigures,
  type OriginReading,
  parseOriginPage,
} from "../../lib/stats/origin-reading.ts";

/** As nginx 1.22 answers it. */
const STUB = `Active connections: 291 \nserver accepts handled requests\n 16630948 16630948 31070465 \nReading: 6 Writing: 179 Waiting: 106 \n`;

/** What nginx-prometheus-exporter 1.x says, its own process included. */
const NGINX = `# TYPE nginx_connections_active gauge
nginx_connections_active 42
# TYPE nginx_http_requests_total counter
nginx_http_requests_total 1000
nginx_up 1
process_cpu_seconds_total 77
process_resident_memory_bytes 1.5e+07
process_start_time_seconds 1.79526645863e+09
`;

const NODE = `node_cpu_seconds_total{cpu="0",mode="idle"} 90
node_cpu_seconds_total{cpu="0",mode="iowait"} 5
node_cpu_seconds_total{cpu="0",mode="user"} 5
node_cpu_seconds_total{cpu="1",mode="idle"} 60
node_cpu_seconds_total{cpu="1",mode="system"} 40
node_memory_MemAvailable_bytes 6e9
node_memory_MemTotal_bytes 8e9
node_network_transmit_bytes_total{device="eth0"} 1000
node_network_transmit_bytes_total{device="eth0.100"} 900
node_network_transmit_bytes_total{device="veth12ab"} 500
node_network_transmit_bytes_total{device="docker0"} 500
node_network_transmit_bytes_total{device="enp1s0"} 10
node_network_transmit_bytes_total{device="lo"} 7
process_cpu_seconds_total 3
`;

/** What our own origin says, in its own words. */
function embeddedPage(): string {
  const metrics = new OriginMetrics();
  metrics.count(errorReply(404), 14);
  metrics.count(errorReply(416, {}, "segment"), 30);
  const nothing = () => undefined;
  return metrics.render({
    build: { version: "0.1.0", commit: "x" },
    usage: { cpuSec: 12.5, residentBytes: 60e6, startedSec: 1000 },
    media: { lookup: nothing, lookupFile: nothing, list: nothing, liveEdges: () => [] },
    nowMs: 0,
  });
}

const NOTHING: OriginReading = {
  requests: null,
  sentBytes: null,
  cpu: null,
  processCpuSec: null,
  activeConnections: null,
  memoryBytes: null,
  process: null,
};

describe("a page of an origin", () => {
  test.each<[string, string, Partial<OriginReading>]>([
    ["nginx's status page", STUB, { requests: 31_070_465, activeConnections: 291 }],
    ["nginx's exporter, but not the exporter itself", NGINX, { requests: 1000, activeConnections: 42 }],
    [
      "node exporter: physical devices only",
      NODE,
      { cpu: { totalSec: 200, busySec: 45 }, memoryBytes: 2e9, sentBytes: 1010 },
    ],
    [
      "an embedded origin",
      embeddedPage(),
      { requests: 2, sentBytes: 44, processCpuSec: 12.5, memoryBytes: 60e6, process: 1000 },
    ],
  ])("is read when it is of %s", (_, text, figures) => {
    expect(parseOriginPage(text, false)).toEqual({ ...NOTHING, ...figures });
  });

  test("of an origin on this machine tells what went over the loopback device", () => {
    expect(parseOriginPage(NODE, true)?.sentBytes).toBe(7);
  });

  test.each(["", "<html>hello</html>", "go_goroutines 7\n", "nginx_http_requests_total NaN\n"])(
    "is none when it is %j",
    (text) => expect(parseOriginPage(text, false)).toBeUndefined(),
  );
});

describe("between two readings", () => {
  const at = (changes: Partial<OriginReading>): OriginReading => ({ ...NOTHING, ...changes });

  test("counters become rates, gauges stay", () => {
    const before = at({
      requests: 1000,
      sentBytes: 0,
      cpu: { totalSec: 200, busySec: 45 },
      processCpuSec: 10,
    });
    const after = at({
      requests: 6000,
      sentBytes: 5e6,
      cpu: { totalSec: 210, busySec: 49 },
      processCpuSec: 12,
      activeConnections: 7,
      memoryBytes: 3,
    });
    expect(compareReadings(before, after, 5)).toEqual({
      requestsPerSec: 1000,
      sentBytesPerSec: 1e6,
      cpu: 0.4,
      processCpu: 0.4,
      activeConnections: 7,
      memoryBytes: 3,
    });
  });

  test("a counter that fell began anew", () => {
    const figures = compareReadings(at({ requests: 1_000_000 }), at({ requests: 50 }), 5);
    expect(figures.requestsPerSec).toBe(10);
  });

  test("what only one of them tells has no rate", () => {
    expect(compareReadings(at({}), at({ requests: 50 }), 5).requestsPerSec).toBeNull();
    expect(compareReadings(at({ requests: 50 }), at({ requests: 50 }), 0).requestsPerSec).toBeNull();
  });
});

test("pages of one origin are one view, without counting anything twice", () => {
  const none: OriginFigures = {
    requestsPerSec: null,
    activeConnections: null,
    cpu: null,
    processCpu: null,
    memoryBytes: null,
    sentBytesPerSec: null,
  };
  const server = { ...none, requestsPerSec: 10, processCpu: 0.2, memoryBytes: 60, sentBytesPerSec: 900 };
  const machine = { ...none, cpu: 0.2, memoryBytes: 1000, sentBytesPerSec: 1000 };
  expect(combineFigures([])).toEqual(none);
  expect(
    combineFigures([server, machine, { ...machine, cpu: 0.4 }, { ...none, activeConnections: 3 }]),
  ).toEqual({
    requestsPerSec: 10,
    activeConnections: 3,
    cpu: expect.closeTo(0.3),
    processCpu: 0.2,
    memoryBytes: 2000,
    sentBytesPerSec: 900,
  });
});
