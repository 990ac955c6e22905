import { describe, expect, test } from "bun:test";
import { parseDuration } from "../../lib/load/parse-duration.ts";
import { suggest } from "../../lib/registry/suggest.ts";
import { parseThreshold } from "../../lib/stats/parse-threshold.ts";
import type { Threshold } from "../../lib/stats/threshold.ts";
import { Measurements } from "../../lib/stats/totals.ts";
import { CapacityRun } from "../../lib/swarm/capacity-run.ts";

function thresholds(...exprs: string[]): Threshold[] {
  return exprs.map((expr) => {
    const parsed = parseThreshold(expr, { suggest, parseDuration });
    if (!parsed.ok) throw new Error(parsed.problem);
    return parsed.value;
  });
}

/** What an origin does with so many viewers: how many of them play, and how long those that come take to begin. */
interface Origin {
  playing(viewers: number): number;
  startupMs?(viewers: number): number;
}

/** A whole search, second by second; viewers are there one second after they were ordered. */
function search(slo: Threshold[], origin: Origin) {
  let target = 0;
  let present = 0;
  let isOver = false;
  const orders: number[] = [];
  const run = new CapacityRun(
    {
      slo,
      start: 10,
      max: 160,
      precision: 0.05,
      holdMs: 4000,
      rampRate: 1000,
      generators: 1,
      mustCodes: new Set(),
    },
    {
      order(clients) {
        target = clients;
        orders.push(clients);
      },
      onStep() {},
      onFound() {
        isOver = true;
      },
    },
  );
  run.begin(0);
  for (let second = 1; !isOver && second < 1000; second += 1) {
    const measured = new Measurements();
    for (let viewer = present; viewer < target; viewer += 1) {
      measured.client(null, "starting");
      if (viewer < origin.playing(target)) measured.startup("720p", origin.startupMs?.(target) ?? 100);
    }
    present = target;
    const playing = Math.min(present, origin.playing(present));
    measured.played("720p", playing * 1000);
    run.second({
      measured,
      clients: { starting: present - playing, playing, stalled: 0, ended: 0, failed: 0 },
      peaks: { clients: present, rssBytes: 0, openFiles: 0 },
      begunMs: (second - 1) * 1000,
      overMs: second * 1000,
    });
  }
  return { ...run.report, orders };
}

describe("a search for the capacity", () => {
  test("does not take viewers that never begin for viewers that do not stall", () => {
    const found = search(thresholds("rebuffer_ratio<0.01"), { playing: (viewers) => Math.min(60, viewers) });
    expect(found).toMatchObject({ knee: 60, limitedBy: "slo", slo: ["rebuffer_ratio<0.01"] });
    const broken = found.steps.find(({ clients }) => clients === 80);
    expect(broken).toMatchObject({
      ok: false,
      verdicts: [
        { expr: "rebuffer_ratio<0.01", value: 0, ok: true },
        { expr: "playing>=99%", value: 75, ok: false },
      ],
    });
  });

  test("lets one in a hundred be without a picture", () => {
    const found = search(thresholds("rebuffer_ratio<0.01"), {
      playing: (viewers) => Math.ceil(viewers * 0.99),
    });
    expect(found).toMatchObject({ knee: 160, limitedBy: "maximum" });
  });

  test("judges startups by those of the step's ramp", () => {
    const found = search(thresholds("startup: p(95)<500"), {
      playing: (viewers) => viewers,
      startupMs: (viewers) => (viewers <= 100 ? 100 : 900),
    });
    expect(found.limitedBy).toBe("slo");
    expect(found.knee).toBeWithin(95, 101);
    expect(found.steps[0]?.verdicts[0]?.value).toBeCloseTo(100, 0);
  });

  test("comes to every step from below where newcomers are judged, and to none that need not", () => {
    const origin: Origin = {
      playing: (viewers) => viewers,
      startupMs: (viewers) => (viewers <= 100 ? 100 : 900),
    };
    expect(search(thresholds("startup: p(95)<500"), origin).orders.slice(0, 7)).toEqual([
      10, 20, 40, 80, 160, 80, 120,
    ]);
    const stalls = search(thresholds("rebuffer_ratio<0.01"), { playing: (viewers) => Math.min(60, viewers) });
    expect(stalls.orders.slice(0, 5)).toEqual([10, 20, 40, 80, 60]);
  });

  test("has no knee where nobody ever begins", () => {
    expect(search(thresholds("startup: p(95)<500"), { playing: () => 0 })).toMatchObject({ knee: null });
  });
});
