import { describe, expect, test } from "bun:test";
import { join, resolve } from "node:path";
import { renderHtml } from "../../lib/report/html.ts";
import type { RunReport } from "../../lib/report/report-shape.ts";
import { capacityFixture, hostileFixture, reportFixture } from "../support/report-fixture.ts";

const report = reportFixture(60);
const page = renderHtml(report);

function withRun(run: Partial<RunReport["run"]>, rest: Partial<RunReport> = {}): string {
  return renderHtml({ ...report, ...rest, run: { ...report.run, ...run } });
}

/** Text as a reader sees it, without what scripts and styles hold. */
function textOf(html: string): string {
  return html
    .replace(/<(script|style)[^>]*>[\s\S]*?<\/\1>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");
}

describe("the verdict comes first", () => {
  test("a broken threshold is a failure, whatever else holds", () => {
    const text = textOf(page);
    expect(text).toMatch(/Failed \d+ of \d+ verified segments .*\. 1 of 4 thresholds does not hold\./);
    expect(text.indexOf("1 of 4 thresholds")).toBeLessThan(text.indexOf("Key figures"));
  });

  test("a run whose generator was at its limits is invalid, with every reason", () => {
    const text = textOf(
      withRun({ valid: false, invalidReasons: ["The loop was late.", "No ports were left."] }),
    );
    expect(text).toContain("Invalid run");
    expect(text).toContain("The loop was late. No ports were left.");
    expect(text).not.toContain("Passed");
  });

  test("thresholds that hold pass; without any the run is only valid", () => {
    const holding = report.thresholds.map((threshold) => ({ ...threshold, ok: true }));
    const judged = (thresholds: RunReport["thresholds"]) =>
      textOf(withRun({}, { thresholds, integrity: null }));
    expect(judged(holding)).toContain("Passed All 4 thresholds hold.");
    expect(judged(holding.slice(0, 1))).toContain("Passed The threshold holds.");
    expect(judged([])).toContain("Valid run No thresholds were set.");
    const broken = holding.map((threshold, i) => ({ ...threshold, ok: i > 1 }));
    expect(judged(broken)).toContain("2 of 4 thresholds do not hold.");
  });
});

describe("what the page tells", () => {
  test("kinds, variants, rules, canaries and notes are there with their figures", () => {
    const text = textOf(page);
    for (const words of [
      "multivariant",
      "2160p",
      "360p",
      "stale-playlist",
      "MUST",
      "FFmpeg canaries",
      "✗ differ",
    ]) {
      expect(text).toContain(words);
    }
    expect(text).toContain("The limit of open files was raised from 1024 to 20000.");
    expect(text).toContain(`${report.integrity?.wrong} of`);
  });

  test("nothing is said of what was not measured", () => {
    const { stallMs } = {
      stallMs: { count: 0, min: null, mean: null, p50: null, p90: null, p95: null, p99: null, max: null },
    };
    const qoe = {
      startupMs: stallMs,
      stallMs,
      liveLatencyMs: stallMs,
      stalls: 0,
      stallSeconds: 0,
      playedSeconds: 0,
      rebufferRatio: null,
      switches: 0,
    };
    const empty = withRun(
      {},
      {
        qoe,
        requests: {},
        variants: {},
        conformance: [],
        integrity: null,
        canaries: null,
        notes: [],
        thresholds: [],
        measurements: {
          ...report.measurements,
          requests: {},
          variants: {},
          generator: { lag: null, scheduleDelay: null, cpuMs: 0 },
        },
        series: {
          intervalSec: 1,
          points: Object.fromEntries(Object.keys(report.series.points).map((name) => [name, []])) as never,
        },
      },
    );
    expect(textOf(empty)).not.toMatch(/NaN|undefined|null|Infinity/);
    expect(empty).not.toContain("<figure");
    expect(textOf(empty)).toContain("No violation was seen.");
  });

  test("a search for the capacity has its knee, its steps and a plot of each objective", () => {
    const capacity = renderHtml(capacityFixture());
    expect(textOf(capacity)).toContain("Up to 4,500 viewers the objectives hold; beyond that they break.");
    expect(capacity.match(/id="plot-capacity-\d"/g)).toHaveLength(2);
    const report = capacityFixture();
    const by = (limitedBy: "slo" | "generator" | "maximum", knee: number | null) =>
      textOf(renderHtml({ ...report, capacity: { ...report.capacity!, limitedBy, knee } }));
    expect(by("generator", 10)).toContain("the origin may carry more");
    expect(by("maximum", 10)).toContain("as far as the search went");
    expect(by("slo", null)).toContain("At no load that was tried");
  });

  test("every plot has a table that says the same, and every table a heading for each column", () => {
    const figures = page.split("<figure").slice(1);
    expect(figures.length).toBeGreaterThan(12);
    for (const figure of figures)
      expect(figure).toMatch(/<details><summary>Figures<\/summary>[\s\S]*<th scope="row">/);
    for (const table of page.split("<table").slice(1)) expect(table).toContain('<th scope="col');
  });

  test("a report of two hours is less than 5 MB, and quickly made", () => {
    const long = reportFixture(7200);
    const start = performance.now();
    expect(renderHtml(long).length).toBeLessThan(5e6);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe("what comes from outside is text", () => {
  const ATTACKS = [
    '"><script>pwned()</script>',
    "</script><script>pwned()</script>",
    "<!--<script>",
    "'><img src=x onerror=pwned()>",
    "</style><body onload=pwned()>",
    "</title><svg onload=pwned()>",
  ];

  test.each(ATTACKS)("%s", (attack) => {
    const hostile = hostileFixture(attack);
    const html = renderHtml(hostile);
    expect(html).not.toContain(attack);
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html).not.toMatch(/<(img|svg|body o)/);
  });

  test("characters that turn the direction of text are shown as what they are not", () => {
    expect(withRun({ url: "http://a/\u202egnp.8u3m" })).toContain("http://a/\ufffdgnp.8u3m");
  });
});

describe("the colours", async () => {
  const css = await Bun.file(join(resolve(import.meta.dir, "../.."), "lib/report/html/page.css")).text();
  const palettes = [...css.matchAll(/:root[^{]*\{([^}]*--card[^}]*)\}/g)].map(([, body = ""]) =>
    Object.fromEntries(
      [...body.matchAll(/--([\w-]+): (#[0-9a-f]{3,6});/g)].map(([, name, value]) => [name, value!]),
    ),
  );

  test("are there for light and dark", () => expect(palettes).toHaveLength(2));

  // WCAG 2.2: 1.4.3 for text, 1.4.11 for lines.
  test.each(["light", "dark"])("can be told apart: %s", (name) => {
    const palette = palettes[name === "light" ? 0 : 1] ?? {};
    const weak = (colours: readonly string[], on: string, least: number) =>
      colours.filter((colour) => contrast(palette[colour]!, palette[on]!) < least);
    for (const ground of ["card", "page", "good-tint", "bad-tint", "warn-tint"]) {
      expect(weak(["text", "quiet"], ground, 4.5)).toEqual([]);
    }
    expect(weak(["red", "amber", "green"], "card", 4.5)).toEqual([]);
    expect(weak(["blue", "green", "amber", "red", "violet", "teal", "grey"], "card", 3)).toEqual([]);
    expect(weak(["green", "red"], "bad-tint", 4.5)).toEqual([]);
  });
});

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const full = hex.length === 4 ? hex.replace(/[0-9a-f]/g, "$&$&") : hex;
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(full.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
