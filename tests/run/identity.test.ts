import { expect, test } from "bun:test";
import { bunHost } from "../../lib/host/bun.ts";
import { identityOf, isAlive, parseStartTime } from "../../lib/run/identity.ts";

const FIELDS = "S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 987654 20";

test("the start time is read past a name with spaces and brackets", () => {
  expect(parseStartTime(`42 (a (b) c) ${FIELDS}`)).toBe("987654");
});

test("a zombie counts as ended", () => {
  expect(parseStartTime(`42 (x) ${FIELDS.replace("S", "Z")}`)).toBeUndefined();
});

test("this process is itself, and a pid with another start time is someone else", async () => {
  const self = await identityOf(bunHost, process.pid);
  if (!self) throw new Error("this process has no identity");
  expect(await isAlive(bunHost, self)).toBe(true);
  expect(await isAlive(bunHost, { ...self, startTime: "1" })).toBe(false);
  expect(await isAlive(bunHost, { ...self, bootId: "another boot" })).toBe(false);
});

test("a process that has ended is not alive", async () => {
  const child = Bun.spawn(["cat"], { stdin: "pipe" });
  const identity = await identityOf(bunHost, child.pid);
  if (!identity) throw new Error("a running process has no identity");
  expect(await isAlive(bunHost, identity)).toBe(true);
  child.stdin.end();
  await child.exited;
  expect(await isAlive(bunHost, identity)).toBe(false);
});
