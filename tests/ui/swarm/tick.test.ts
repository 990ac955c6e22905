import { expect, test } from "bun:test";
import { renderTick } from "../../../lib/ui/swarm/tick.ts";
import { fakeView } from "./fake-view.ts";

const fields = (line: string) => [...line.matchAll(/ ([^ =]+)=/g)].map(([, name]) => name);

test("a line has all figures of the last ten seconds, to be searched and cut", () => {
  expect(renderTick(fakeView(150, { isTroubled: true }))).toBe(
    "00:02:30 clients=5000/5000 playing=4800 req/s=5429 gbit/s=11.552 ttfb_p50=0.9ms ttfb_p99=286ms due_p99=726ms " +
      "stalls=50 rebuffering=1.65% errors=62 thresholds=2/3 cpu=31% valid=yes",
  );
});

test("fields and their order are the same whatever there is to say", () => {
  const empty = { ...fakeView(0), points: [], thresholds: [] };
  const line = renderTick(empty);
  expect(line).toContain("req/s=0 gbit/s=0.000 ttfb_p50=- ttfb_p99=- due_p99=-");
  expect(line).toContain("thresholds=0/0");
  expect(fields(line)).toEqual(fields(renderTick(fakeView(200, { isTroubled: true, isInvalid: true }))));
});

test("an invalid run says so", () => {
  expect(renderTick(fakeView(90, { isInvalid: true }))).toEndWith("valid=no");
});
