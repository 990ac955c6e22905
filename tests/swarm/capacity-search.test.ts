import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type CapacitySearch, nextStep, type StepResult } from "../../lib/swarm/capacity-search.ts";

const SEARCH: CapacitySearch = { start: 10, max: 100_000, precision: 0.05 };

function searchWith(search: CapacitySearch, outcome: (clients: number) => StepResult["outcome"]) {
  const tried: StepResult[] = [];
  for (;;) {
    const next = nextStep(search, tried);
    if (next.kind === "found") return { ...next, tried };
    tried.push({ clients: next.clients, outcome: outcome(next.clients) });
    if (tried.length > 100) throw new Error("the search does not end");
  }
}

describe("a search for capacity", () => {
  test("doubles, then halves the gap until it is a twentieth", () => {
    const found = searchWith(SEARCH, (clients) => (clients <= 137 ? "held" : "broken"));
    expect(found.tried.map(({ clients }) => clients)).toEqual([10, 20, 40, 80, 160, 120, 140, 130, 135]);
    expect(found).toMatchObject({ knee: 135, limitedBy: "slo" });
  });

  test("finds every limit to a twentieth, in steps that grow with its logarithm", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 1, max: 500 }), (limit, start) => {
        const found = searchWith({ ...SEARCH, start }, (clients) => (clients <= limit ? "held" : "broken"));
        expect(found.limitedBy).toBe("slo");
        expect(found.knee).toBeLessThanOrEqual(limit);
        expect(limit - (found.knee ?? 0)).toBeLessThanOrEqual(Math.max(1, limit * 0.05));
        expect(found.tried.length).toBeLessThan(2 * Math.log2(100_000) + 2);
        expect(new Set(found.tried.map(({ clients }) => clients)).size).toBe(found.tried.length);
      }),
    );
  });

  test("never goes beyond the maximum, and says when it got there", () => {
    const found = searchWith({ ...SEARCH, max: 50 }, () => "held");
    expect(found.tried.map(({ clients }) => clients)).toEqual([10, 20, 40, 50]);
    expect(found).toMatchObject({ knee: 50, limitedBy: "maximum" });
  });

  test("tells the generator's limit from the origin's", () => {
    const found = searchWith(SEARCH, (clients) => (clients <= 60 ? "held" : "generator"));
    expect(found).toMatchObject({ limitedBy: "generator" });
    const lower = searchWith(SEARCH, (clients) =>
      clients <= 60 ? "held" : clients < 75 ? "broken" : "generator",
    );
    expect(lower).toMatchObject({ limitedBy: "slo" });
  });

  test("of an origin that carries nobody has no knee", () => {
    expect(searchWith(SEARCH, () => "broken")).toMatchObject({ knee: null, limitedBy: "slo" });
  });

  test("ends whatever the steps say", () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.constantFrom("held", "broken", "generator")), (outcomes) => {
        searchWith(SEARCH, () => outcomes.next().value as StepResult["outcome"]);
      }),
    );
  });
});
