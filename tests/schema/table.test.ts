import { describe, expect, test } from "bun:test";
import { isDeeperThan, leavesOf, lookupPath, tableOf, type Value } from "../../lib/schema/table.ts";

describe("lookupPath", () => {
  const table = { a: { b: 1, list: [{ c: 2 }] }, empty: {} };

  test.each<[string, Value | undefined]>([
    ["a.b", 1],
    ["a.list.0.c", 2],
    ["a.list.1.c", undefined],
    ["a.list.length", undefined],
    ["a.list.", undefined],
    ["a.list.0e0.c", undefined],
    ["a.b.c", undefined],
    ["empty", {}],
    ["nothing", undefined],
    ["", undefined],
  ])("%s is %p", (path, value) => {
    expect(lookupPath(table, path)).toEqual(value as Value);
  });

  test.each(["__proto__", "constructor", "toString", "a.constructor.name", "a.list.constructor"])(
    "does not reach what an object inherits: %s",
    (path) => {
      expect(lookupPath(table, path)).toBeUndefined();
    },
  );
});

test("a table can have a key called __proto__ and keeps its own prototype", () => {
  const table = tableOf([["__proto__", { polluted: true }]]);
  expect(Object.keys(table)).toEqual(["__proto__"]);
  expect(Object.getPrototypeOf(table)).toBe(Object.prototype);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test("leaves are everything but tables with keys", () => {
  expect(leavesOf({ a: { b: [], c: {} }, "d.e": [{ f: 1 }] })).toEqual([
    { keys: ["a", "b"], value: [] },
    { keys: ["a", "c"], value: {} },
    { keys: ["d.e"], value: [{ f: 1 }] },
  ]);
});

test("depth counts tables and lists, and looks no further than asked", () => {
  expect(isDeeperThan(1, 0)).toBe(false);
  expect(isDeeperThan([], 0)).toBe(true);
  expect(isDeeperThan({ a: [1] }, 2)).toBe(false);
  expect(isDeeperThan({ a: [1] }, 1)).toBe(true);
  let deep: Value = [];
  for (let i = 0; i < 100_000; i++) deep = [deep];
  expect(isDeeperThan(deep, 16)).toBe(true);
});
