import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { mergeLayers, mergeTables, sourceOf } from "../../lib/merge/merge.ts";
import { leavesOf, lookupKeys, type Table, tableOf } from "../../lib/schema/table.ts";
import { agreeingTable, anyTable } from "../support/tables.ts";

describe("the merge rule", () => {
  test.each<[string, Table, Table, Table]>([
    ["tables merge key by key", { a: { b: 1, c: 2 } }, { a: { c: 3, d: 4 } }, { a: { b: 1, c: 3, d: 4 } }],
    ["a list is replaced, not joined", { a: [1, 2, 3] }, { a: [4] }, { a: [4] }],
    ["a list of tables is replaced", { a: [{ b: 1, c: 1 }] }, { a: [{ b: 2 }] }, { a: [{ b: 2 }] }],
    ["an empty list replaces", { a: [1] }, { a: [] }, { a: [] }],
    ["an empty table changes nothing", { a: { b: 1 } }, { a: {} }, { a: { b: 1 } }],
    ["a leaf replaces a table", { a: { b: 1 } }, { a: 5 }, { a: 5 }],
    ["a table replaces a leaf", { a: 5 }, { a: { b: 1 } }, { a: { b: 1 } }],
    [
      "false, zero and empty text are values",
      { a: true, b: 1, c: "x" },
      { a: false, b: 0, c: "" },
      { a: false, b: 0, c: "" },
    ],
  ])("%s", (_, left, right, merged) => {
    expect(mergeTables(left, right)).toEqual(merged);
  });

  test("has the empty table as identity on both sides", () => {
    fc.assert(
      fc.property(anyTable(), (table) => {
        expect(text(mergeTables(table, {}))).toBe(text(table));
        expect(text(mergeTables({}, table))).toBe(text(table));
      }),
    );
  });

  test("is idempotent", () => {
    fc.assert(
      fc.property(anyTable(), (table) => {
        expect(text(mergeTables(table, table))).toBe(text(table));
      }),
    );
  });

  test("is associative where no key is a table in one layer and a leaf in another", () => {
    fc.assert(
      fc.property(agreeingTable(), agreeingTable(), agreeingTable(), (a, b, c) => {
        const left = mergeTables(mergeTables(a, b), c);
        const right = mergeTables(a, mergeTables(b, c));
        expect(text(left)).toBe(text(right));
      }),
    );
  });

  test("is not associative where one is: the leaf between two tables decides", () => {
    const [a, b, c]: Table[] = [{ k: { x: 1 } }, { k: 5 }, { k: { y: 2 } }];
    expect(mergeTables(mergeTables(a!, b!), c!)).toEqual({ k: { y: 2 } });
    expect(mergeTables(a!, mergeTables(b!, c!))).toEqual({ k: { x: 1, y: 2 } });
  });

  test("leaves its inputs as they are and shares no table or list with them", () => {
    fc.assert(
      fc.property(anyTable(), anyTable(), (left, right) => {
        const before = [text(left), text(right)];
        const merged = mergeTables(left, right);
        const foreign = new Set([...nodes(left), ...nodes(right)]);
        expect(nodes(merged).filter((node) => foreign.has(node))).toEqual([]);
        spoil(merged);
        expect([text(left), text(right)]).toEqual(before);
      }),
    );
  });

  test("keeps keys such as __proto__ as data and pollutes nothing", () => {
    const hostile: Table = JSON.parse(
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    );
    const merged = mergeTables({ a: 1 }, mergeTables(hostile, hostile));
    expect(Object.keys(merged).sort()).toEqual(["__proto__", "a", "constructor"]);
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe("where values come from", () => {
  const layers = [
    { label: "base", table: { hls: { listSize: 10, flags: ["x"] }, tap: { on: true }, port: 1 } },
    { label: "profile p", table: { hls: { listSize: 6 }, tap: {}, ladder: [{ name: "a" }] } },
    { label: "--set", table: { hls: { listSize: 4 } } },
  ];
  const { sources } = mergeLayers(layers);

  test.each([
    ["hls.listSize", "--set"],
    ["hls.flags", "base"],
    ["port", "base"],
    ["tap.on", "base"],
    ["ladder.0.name", "profile p"],
    ["nothing", undefined],
  ])("%s is from %s", (path, label) => {
    expect(sourceOf(sources, path)).toBe(label as string);
  });

  test("a leaf that replaced a table, and a table that replaced it again, take its place", () => {
    const again = mergeLayers([
      { label: "one", table: { a: { b: 1 } } },
      { label: "two", table: { a: 5 } },
      { label: "three", table: { a: { c: 1 } } },
    ]);
    expect([...again.sources]).toEqual([["a.c", "three"]]);
  });

  test("every leaf has a layer that has this very value", () => {
    fc.assert(
      fc.property(fc.array(anyTable(), { maxLength: 4 }), (tables) => {
        const named = tables.map((table, index) => ({ label: `layer ${index}`, table }));
        const merged = mergeLayers(named);
        const leaves = leavesOf(merged.table);
        // A key with a dot in it, `"a.b"`, has the path of another, `a.b`.
        fc.pre(leaves.every(({ keys }) => keys.every((key) => key !== "" && !key.includes("."))));
        for (const { keys, value } of leaves) {
          const label = merged.sources.get(keys.join("."));
          const giver = named.find((layer) => layer.label === label);
          expect(text(lookupKeys(giver?.table ?? {}, keys))).toBe(text(value));
        }
      }),
    );
  });

  test("twenty thousand keys take no time worth telling", () => {
    const wide = tableOf(Array.from({ length: 20_000 }, (_, index) => [`key${index}`, index] as const));
    const started = Bun.nanoseconds();
    mergeLayers([
      { label: "base", table: wide },
      { label: "--set-file", table: wide },
    ]);
    expect((Bun.nanoseconds() - started) / 1e6).toBeLessThan(2000);
  });
});

/** JSON with sorted keys: toEqual does not look at an own `__proto__`. */
function text(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? tableOf(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)) as [string, never][])
      : inner,
  );
}

function nodes(value: unknown): object[] {
  if (typeof value !== "object" || value === null) return [];
  return [value, ...Object.values(value).flatMap(nodes)];
}

function spoil(value: unknown): void {
  for (const node of nodes(value)) {
    if (Array.isArray(node)) node.length = 0;
    else for (const key of Object.keys(node)) Reflect.deleteProperty(node, key);
  }
}
