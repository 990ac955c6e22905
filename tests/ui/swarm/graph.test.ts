import { expect, test } from "bun:test";
import { columnsOf, type Line, renderBar, renderGraph } from "../../../lib/ui/swarm/graph.ts";
import { fakeView } from "./fake-view.ts";

const requests: Line = { of: (point) => point.requests, join: "mean" };

test("a graph is scaled to its highest value; nothing and a gap differ", () => {
  expect(renderGraph([0, null, 1, 4, 8], 1)).toEqual(["▁ ▁▄█"]);
  expect(renderGraph([2, 4, 8, null], 2)).toEqual(["  █ ", "▄██ "]);
  expect(renderGraph([], 1)).toEqual([""]);
  expect(renderGraph([0, 0], 2)).toEqual(["  ", "▁▁"]);
});

test("a value stays in its cell while the graph moves on", () => {
  const before = columnsOf(fakeView(201).points, requests, 60);
  const after = columnsOf(fakeView(203).points, requests, 60);
  expect(after.slice(0, -1)).toEqual([...before.slice(1, -1), after.at(-2) ?? null]);
  expect(after.slice(0, -2)).toEqual(before.slice(1, -1));
});

test("two minutes fit into any width, the newest at the right, blank before the run began", () => {
  const columns = columnsOf(fakeView(30).points, requests, 40);
  expect(columns).toHaveLength(40);
  expect(columns.filter((value) => value !== null)).toHaveLength(11);
  expect(columns.at(-1)).not.toBeNull();
  expect(columnsOf([], requests, 5)).toEqual([null, null, null, null, null]);
});

test("a bar gives every share a cell and is never longer than its room", () => {
  const share = (value: number, sign: string) => ({ value, sign });
  expect(renderBar([share(50, "█")], 100, 10)).toBe("█████░░░░░");
  expect(renderBar([share(998, "█"), share(1, "▒"), share(1, "▓")], 1000, 10)).toHaveLength(10);
  expect(renderBar([share(1, "█"), share(1, "▒")], 1000, 10)).toBe("█▒░░░░░░░░");
  expect(renderBar([share(200, "█")], 100, 10)).toBe("██████████");
  expect(renderBar([share(0, "█")], 0, 3)).toBe("░░░");
});
