import { expect, test } from "bun:test";
import { keysIn } from "../../../lib/ui/swarm/keys.ts";

test.each([
  ["q", ["quit"]],
  ["Q", ["quit"]],
  ["\u0003", ["interrupt"]],
  ["\u0003\u0003", ["interrupt", "interrupt"]],
  ["\u001a", ["suspend"]],
  ["\u001c", ["abort"]],
  ["\f", ["redraw"]],
  ["x", []],
  ["\u001b[A", []],
  ["\u001bOq", []],
  ["", []],
])("%j asks for %j", (text, keys) => expect<unknown>(keysIn(text)).toEqual(keys));
