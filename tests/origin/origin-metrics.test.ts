import { describe, expect, test } from "bun:test";
import { DurationHistogram } from "../../lib/origin/duration-histogram.ts";
import type { MediaProvider } from "../../lib/origin/media.ts";
import { OriginMetrics } from "../../lib/origin/origin-metrics.ts";
import { errorReply } from "../../lib/origin/reply.ts";

const USAGE = { cpuSec: 1.5, residentBytes: 1024, startedSec: 1_799_789_000.5 };
const BUILD = { version: '1.0"\\', commit: "abc" };

function media(generation?: DurationHistogram): MediaProvider {
  return {
    lookup: () => undefined,
    lookupFile: () => undefined,
    list: () => undefined,
    liveEdges: () => [{ rendition: "720p", sequence: 899_894_799 }],
    ...(generation ? { generation } : {}),
  };
}

function render(metrics: OriginMetrics, generation?: DurationHistogram): string {
  return metrics.render({ build: BUILD, usage: USAGE, media: media(generation), nowMs: 0 });
}

describe("metrics", () => {
  test("count requests and bytes by kind and status", () => {
    const metrics = new OriginMetrics();
    metrics.count(errorReply(404), 14);
    metrics.count(errorReply(404), 14);
    metrics.count(errorReply(416, {}, "segment"), 0);
    const lines = render(metrics).split("\n");
    expect(lines).toContain('hlsctl_origin_requests_total{kind="other",code="404"} 2');
    expect(lines).toContain('hlsctl_origin_response_bytes_total{kind="other",code="404"} 28');
    expect(lines).toContain('hlsctl_origin_requests_total{kind="segment",code="416"} 1');
  });

  test("show the time segments took as a cumulative histogram", () => {
    const generation = new DurationHistogram();
    for (const seconds of [0.0001, 0.0002, 0.02, 5]) generation.add(seconds);
    const lines = render(new OriginMetrics(), generation).split("\n");
    const of = (suffix: string) =>
      lines
        .find((line) => line.startsWith(`hlsctl_origin_segment_generation_seconds${suffix}`))
        ?.split(" ")[1];
    expect([of('_bucket{le="0.0001"}'), of('_bucket{le="0.01"}'), of('_bucket{le="0.1"}')]).toEqual([
      "1",
      "2",
      "3",
    ]);
    expect([of('_bucket{le="+Inf"}'), of("_count"), Number(of("_sum")).toFixed(4)]).toEqual([
      "4",
      "4",
      "5.0203",
    ]);
  });

  test("tell build, live edge, processor and memory", () => {
    const lines = render(new OriginMetrics()).split("\n");
    expect(lines).toContain('hlsctl_origin_build_info{version="1.0\\"\\\\",commit="abc"} 1');
    expect(lines).toContain('hlsctl_origin_live_edge_sequence{rendition="720p"} 899894799');
    expect(lines).toContain("process_cpu_seconds_total 1.5");
    expect(lines).toContain("process_resident_memory_bytes 1024");
  });

  /** The rules of `promtool check metrics`, and of the text format 0.0.4. */
  test("keep Prometheus' rules: help and type once, base units, counters end in _total", () => {
    const metrics = new OriginMetrics();
    metrics.count(errorReply(404), 14);
    const generation = new DurationHistogram();
    generation.add(0.001);
    const text = render(metrics, generation);
    expect(text).toEndWith("\n");
    const types = [...text.matchAll(/^# TYPE (\S+) (\w+)$/gm)].map(([, name = "", type = ""]) => ({
      name,
      type,
    }));
    expect(new Set(types.map(({ name }) => name)).size).toBe(types.length);
    for (const { name, type } of types) {
      expect(text).toMatch(new RegExp(`^# HELP ${name} \\S.*\\n# TYPE ${name} `, "m"));
      expect({ name, isTotal: name.endsWith("_total") }).toEqual({ name, isTotal: type === "counter" });
      expect(name).not.toMatch(/_(ms|milliseconds|kb|kilobytes|percent|minutes)(_|$)/);
    }
    const families = types.map(({ name }) => name);
    for (const line of text.split("\n").filter((each) => each !== "" && !each.startsWith("#"))) {
      expect(line).toMatch(
        /^[a-z_]+(\{[a-z]+="(?:[^"\\\n]|\\.)*"(,[a-z]+="(?:[^"\\\n]|\\.)*")*\})? -?[0-9.e+-]+$/,
      );
      const name = /^[a-z_]+/.exec(line)?.[0] ?? "";
      expect(families).toContain(
        name.replace(/_(bucket|sum|count)$/, (suffix) => (families.includes(name) ? suffix : "")),
      );
    }
  });
});
