import { expect, test } from "bun:test";
import { type Block, stack } from "../../../lib/ui/swarm/layout.ts";

const small = (name: string, at: number): Block => ({ levels: [{ at, lines: [name] }] });
const growing: Block = {
  levels: [
    { at: 1, lines: ["graph"] },
    { at: 9, lines: ["graph", "taller", "still taller"] },
  ],
};

test("what matters least is left out first, and the order stays", () => {
  expect(stack([small("a", 3), small("b", 1), small("c", 2)], 2)).toEqual(["b", "c"]);
});

test("blocks grow when everything has its place, and gaps come last", () => {
  expect(stack([growing, small("b", 2)], 3)).toEqual(["graph", "", "b"]);
  expect(stack([growing, small("b", 2)], 4)).toEqual(["graph", "taller", "still taller", "b"]);
  expect(stack([growing, small("b", 2)], 5)).toEqual(["graph", "taller", "still taller", "", "b"]);
});

test("without room there is nothing", () => {
  expect(stack([growing], 0)).toEqual([]);
  expect(stack([], 5)).toEqual([]);
});
