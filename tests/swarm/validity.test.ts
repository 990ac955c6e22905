import { expect, test } from "bun:test";
import { type GeneratorHealth, invalidReasons } from "../../lib/swarm/validity.ts";

const WELL: GeneratorHealth = {
  loopLagP99Ms: 5,
  scheduleDelayP99Ms: 3,
  busySeconds: 0,
  seconds: 60,
  noPort: 0,
  noDescriptor: 0,
  due: 1000,
  started: 1000,
  died: [],
};

test.each<[string, Partial<GeneratorHealth>, string | null]>([
  ["well", {}, null],
  ["without a figure", { loopLagP99Ms: null, scheduleDelayP99Ms: null, due: null, started: 0 }, null],
  ["at the limits", { loopLagP99Ms: 100, scheduleDelayP99Ms: 250, busySeconds: 6, started: 990 }, null],
  ["busy for a single second of a short run", { busySeconds: 1, seconds: 5 }, null],
  ["late", { loopLagP99Ms: 101 }, "event loop was late: p99 101 ms"],
  ["late with its starts", { scheduleDelayP99Ms: 251 }, "viewers started late: p99 251 ms"],
  ["busy", { busySeconds: 7 }, "7 of 60 seconds; --workers"],
  ["out of ports", { noPort: 1 }, "ran out of local ports once"],
  ["out of files", { noDescriptor: 2 }, "ran out of file descriptors 2 times"],
  ["behind", { started: 989 }, "989 viewers were started where the schedule had 1000"],
  ["dead", { died: ["generator 1 ended"] }, "generator 1 ended"],
])("a generator that is %s", (_title, change, reason) => {
  const reasons = invalidReasons({ ...WELL, ...change });
  if (reason === null) expect(reasons).toEqual([]);
  else expect(reasons).toEqual([expect.stringContaining(reason)]);
});
