import { expect, test } from "bun:test";
import {
  type Check,
  type CheckResult,
  failed,
  passed,
  skipped,
  type Verdict,
} from "../../lib/check/check.ts";
import type { CheckContext } from "../../lib/check/context.ts";
import { runChecks } from "../../lib/check/run-checks.ts";
import { Failure } from "../../lib/errors.ts";
import { fakeHost } from "../support/fake-host.ts";

/** A clock whose sleeps end when they are aborted, or when `over` is called. */
function contextOf(controller = new AbortController()) {
  const ends: (() => void)[] = [];
  const host = fakeHost();
  const sleep = (_ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      ends.push(resolve);
      signal?.addEventListener("abort", () => resolve(), { once: true });
    });
  const clock = { nowMs: host.clock.nowMs, sleep };
  const context = { host: { ...host, clock }, signal: controller.signal } as unknown as CheckContext;
  return { context, over: () => ends.at(-1)?.() };
}

function check(
  id: string,
  run: (context: CheckContext) => Verdict | Promise<Verdict>,
  more: Partial<Check> = {},
) {
  return {
    id,
    tier: "quick",
    title: id,
    needs: [],
    run: async (context: CheckContext) => run(context),
    ...more,
  } as Check;
}

async function outcomes(checks: Check[], conditions = {}, context = contextOf().context) {
  const seen: string[] = [];
  const results = await runChecks(checks, context, conditions, {
    onStart: ({ id }) => void seen.push(`start ${id}`),
    onEnd: () => void seen.push("end"),
    onResult: ({ id, outcome }) => void seen.push(`${outcome} ${id}`),
  });
  return { results, seen };
}

test("checks run one after another, and each is told when it starts and ends", async () => {
  const { seen } = await outcomes([check("a/1", () => passed()), check("a/2", () => failed("no"))]);
  expect(seen).toEqual(["start a/1", "end", "passed a/1", "start a/2", "end", "failed a/2"]);
});

test("a result has what was seen, or why not", async () => {
  const { results } = await outcomes([
    check("a/passes", () => passed("8 profiles")),
    check("a/fails", () => failed("it is wrong", "its words")),
    check("a/skips", () => skipped("port 17080 is taken", "Stop it.")),
  ]);
  expect(results.map(({ outcome, reason, detail }) => [outcome, reason, detail])).toEqual([
    ["passed", null, "8 profiles"],
    ["failed", "it is wrong", "its words"],
    ["skipped", "port 17080 is taken", "Stop it."],
  ]);
});

test("what the machine lacks skips a check, with the reason and what would enable it", async () => {
  const never = check("a/vm", () => passed(), { needs: ["kvm"] });
  const { results } = await outcomes([never], { kvm: { reason: "no /dev/kvm", enable: "Load kvm_intel." } });
  expect(results[0]).toMatchObject({ outcome: "skipped", reason: "no /dev/kvm", detail: "Load kvm_intel." });
});

test("a Failure thrown by a check is its failure; anything else is a bug", async () => {
  const thrown = check("a/build", () => {
    throw new Failure("build-failed", "hlsctl does not build.", { hint: "the log" });
  });
  const { results } = await outcomes([thrown]);
  expect(results[0]).toMatchObject({
    outcome: "failed",
    reason: "hlsctl does not build.",
    detail: "the log",
  });
  const bug = check("a/bug", () => {
    throw new TypeError("undefined");
  });
  expect(outcomes([bug])).rejects.toThrow("undefined");
});

test("a check that takes too long is ended and has failed", async () => {
  const { context, over } = contextOf();
  const hangs = check(
    "a/hangs",
    ({ signal }) =>
      new Promise<Verdict>((resolve) => {
        signal.addEventListener("abort", () => resolve(failed("cut off", "half way")), { once: true });
        over();
      }),
    { limitMs: 5000 },
  );
  const { results } = await outcomes([hangs], {}, context);
  expect(results[0]).toMatchObject({
    outcome: "failed",
    reason: "it was not done within 5 s",
    detail: "cut off\nhalf way",
  });
});

test("after an interruption the results so far are returned, and not that of the check that was cut off", async () => {
  const controller = new AbortController();
  const ends: string[] = [];
  const results: CheckResult[] = await runChecks(
    [
      check("a/1", () => passed()),
      check("a/2", () => {
        controller.abort();
        return failed("cut off");
      }),
      check("a/3", () => passed()),
    ],
    contextOf(controller).context,
    {},
    { onStart() {}, onEnd: () => void ends.push("end"), onResult() {} },
  );
  expect(results.map(({ id }) => id)).toEqual(["a/1"]);
  expect(ends).toEqual(["end", "end"]);
});
