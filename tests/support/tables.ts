import fc from "fast-check";
import { type Table, tableOf, type Value } from "../../lib/schema/table.ts";

/** Names that an object inherits or that a path could trip over. */
const HOSTILE = ["__proto__", "constructor", "toString", "hasOwnProperty", "", "a.b", "0"];

const leaf: fc.Arbitrary<Value> = fc.oneof(
  fc.integer(),
  fc.boolean(),
  fc.string(),
  fc.constant(null),
  fc.array(fc.oneof(fc.integer(), fc.constant({ inner: 1 }))),
);

/** Any table: the same key may be a table here and a leaf there. */
export function anyTable(): fc.Arbitrary<Table> {
  const name = fc.constantFrom("a", "b", "c", ...HOSTILE);
  const { table } = fc.letrec<{ table: Table; value: Value }>((tie) => ({
    value: fc.oneof({ depthSize: "small", withCrossShrink: true }, leaf, tie("table")),
    table: fc.array(fc.tuple(name, tie("value")), { maxLength: 4 }).map(tableOf),
  }));
  return table;
}

/** Tables of one mind: a key that begins with t is always a table, any other always a leaf. */
export function agreeingTable(): fc.Arbitrary<Table> {
  const { table } = fc.letrec<{ table: Table }>((tie) => ({
    table: fc
      .array(
        fc.oneof(
          { depthSize: "small" },
          fc.tuple(fc.constantFrom("a", "b", ...HOSTILE), leaf),
          fc.tuple(fc.constantFrom("t", "t2", "toTable"), tie("table")),
        ),
        { maxLength: 4 },
      )
      .map(tableOf),
  }));
  return table;
}
