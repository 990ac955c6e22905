import { describe, expect, test } from "bun:test";
import { makeNixReader } from "../../lib/nix/internal-json.ts";
import { type BuildNotice, type BuildTracker, trackBuild } from "../../lib/nix/progress.ts";

const DRV = (name: string) => `/nix/store/gsjfhcibax7lbypwpbgkanrzvrymcqhg-${name}.drv`;

/** A tracker that heard these entries, one second apart. */
function hear(...entries: object[]): { tracker: BuildTracker; notices: BuildNotice[] } {
  const read = makeNixReader();
  const tracker = trackBuild();
  const notices = entries.flatMap((entry, index) => {
    const event = read(`@nix ${JSON.stringify(entry)}`);
    return (event && tracker.take(event, index * 1000)) ?? [];
  });
  return { tracker, notices };
}

const start = (id: number, type: number, more: object = {}) => ({
  action: "start",
  id,
  type,
  level: 0,
  text: "",
  ...more,
});
const build = (id: number, name: string) => start(id, 105, { fields: [DRV(name), "", 1, 1] });
const stop = (id: number) => ({ action: "stop", id });
const progress = (id: number, ...fields: number[]) => ({ action: "result", id, type: 105, fields });
const expected = (id: number, type: number, count: number) => ({
  action: "result",
  id,
  type: 106,
  fields: [type, count],
});
const line = (id: number, text: string) => ({ action: "result", id, type: 101, fields: [text] });
const phase = (id: number, text: string) => ({ action: "result", id, type: 104, fields: [text] });
const message = (level: number, msg: string) => ({ action: "msg", level, msg });

describe("how far a build is", () => {
  test("builds are counted by their activity; one that runs shows phase and last line", () => {
    const { tracker } = hear(
      start(1, 104),
      progress(1, 2, 5, 1, 0),
      build(2, "hello"),
      phase(2, "buildPhase"),
      line(2, "cc x.c"),
      line(2, "  "),
    );
    const view = tracker.view();
    expect(view.builds).toEqual({ done: 2, expected: 5, running: 1, failed: 0 });
    expect(view.running).toMatchObject([
      { name: "hello", phase: "buildPhase", lastLine: "cc x.c", startedMs: 2000 },
    ]);
  });

  test("what ended activities did stays counted", () => {
    const { tracker } = hear(
      start(1, 104),
      progress(1, 3, 3, 0, 0),
      stop(1),
      start(9, 104),
      progress(9, 1, 4, 1, 0),
    );
    expect(tracker.view().builds).toEqual({ done: 4, expected: 7, running: 1, failed: 0 });
  });

  test("bytes are those of all transfers, or as many as were announced", () => {
    const { tracker } = hear(
      start(1, 102),
      expected(1, 101, 5000),
      start(2, 101, { fields: ["https://cache.nixos.org/a.nar"] }),
      progress(2, 1000, 1500, 0, 0),
      stop(2),
      start(3, 101),
      progress(3, 200, 900, 0, 0),
    );
    expect(tracker.view()).toMatchObject({ downloadedBytes: 1200, expectedBytes: 5000 });
  });

  test("more than was announced is never less than what is there", () => {
    const { tracker } = hear(start(3, 101), progress(3, 900, 0, 0, 0));
    expect(tracker.view()).toMatchObject({ downloadedBytes: 900, expectedBytes: 900 });
  });

  test("activities whose numbers differ past 2^53 are two", () => {
    const read = makeNixReader();
    const tracker = trackBuild();
    for (const id of ["9007199254740992", "9007199254740993"]) {
      const event = read(
        `@nix {"action":"start","id":${id},"type":105,"level":3,"text":"","fields":["${DRV(`n${id.slice(-1)}`)}"]}`,
      );
      if (event) tracker.take(event, 0);
    }
    expect(tracker.view().running.map(({ name }) => name)).toEqual(["n2", "n3"]);
    const event = read('@nix {"action":"stop","id":9007199254740992}');
    if (event) tracker.take(event, 0);
    expect(tracker.view().running.map(({ name }) => name)).toEqual(["n3"]);
  });

  test("types and results of a later Nix change nothing", () => {
    const { tracker } = hear(
      start(1, 9999, { text: "dancing" }),
      { action: "result", id: 1, type: 888, fields: [1] },
      stop(1),
      stop(77),
    );
    expect(tracker.view()).toMatchObject({ doing: null, running: [] });
  });

  test("where nothing is built, it tells what Nix does", () => {
    const { tracker } = hear(
      start(1, 0, { text: "evaluating derivation 'path:/x#y'" }),
      start(2, 101, { text: "downloading 'https://x'" }),
    );
    expect(tracker.view().doing).toBe("downloading 'https://x'");
  });
});

describe("what is worth a line", () => {
  test("starts and ends of builds, with how long they took", () => {
    expect(hear(start(1, 104), build(2, "hello"), progress(1, 1, 1, 0, 0), stop(2)).notices).toEqual([
      { kind: "build-started", name: "hello" },
      { kind: "build-ended", name: "hello", tookMs: 2000, hasFailed: false },
    ]);
  });

  test("a build that failed is told from its neighbour that did not", () => {
    const { notices } = hear(
      start(1, 104),
      build(2, "bad"),
      build(3, "good"),
      progress(1, 0, 2, 1, 1),
      stop(2),
      progress(1, 1, 2, 0, 1),
      stop(3),
    );
    expect(notices.filter(({ kind }) => kind === "build-ended")).toMatchObject([
      { name: "bad", hasFailed: true },
      { name: "good", hasFailed: false },
    ]);
  });

  test("the build that failed is the one the error names, in whatever order those end that fell with it (2.8, 2.26)", () => {
    const { notices } = hear(
      start(1, 104),
      build(2, "fails"),
      build(3, "slow"),
      build(4, "good"),
      progress(1, 0, 3, 2, 1),
      message(0, `error: builder for '${DRV("fails")}' failed with exit code 1`),
      stop(3),
      progress(1, 1, 2, 0, 1),
      stop(4),
      stop(2),
    );
    expect(notices.filter(({ kind }) => kind === "build-ended")).toMatchObject([
      { name: "good", hasFailed: false },
      { name: "fails", hasFailed: true },
    ]);
  });

  test("a build that is stopped, because another one failed or all are, has neither been built nor failed", () => {
    const { notices } = hear(
      start(1, 104),
      build(2, "bad"),
      build(3, "stopped"),
      progress(1, 0, 2, 1, 1),
      stop(2),
      stop(3),
    );
    expect(notices.filter(({ kind }) => kind === "build-ended")).toMatchObject([{ name: "bad" }]);
    expect(hear(build(2, "x"), stop(2)).notices).toEqual([{ kind: "build-started", name: "x" }]);
  });

  test("warnings, but not of lock files that hlsctl does not want, nor of attempts that are repeated", () => {
    const { notices } = hear(
      message(1, "warning: something is odd"),
      message(1, "warning: not writing modified lock file of flake 'path:/x':\n• Updated input"),
      message(1, "warning: error: unable to download 'https://x': no; retrying in 300 ms"),
    );
    expect(notices).toEqual([{ kind: "warning", text: "something is odd" }]);
  });
});

describe("what is kept for an explanation", () => {
  test("the log of a build, whether it runs or has ended, its last 60 lines", () => {
    const lines = Array.from({ length: 70 }, (_, index) => line(2, `\u001b[1mline ${index}\u001b[0m`));
    const { tracker } = hear(build(2, "x"), ...lines);
    expect(tracker.logOf(DRV("x"))).toHaveLength(60);
    expect(tracker.logOf(DRV("x")).at(-1)).toBe("line 69");
    tracker.take({ kind: "stop", id: "2" }, 0);
    expect(tracker.logOf(DRV("x")).at(-1)).toBe("line 69");
    expect(tracker.logOf(DRV("y"))).toEqual([]);
  });

  test("of very long lines the beginning and the end, and how much is left out", () => {
    const long = `begins ${"x".repeat(3_000_000)} ends`;
    const { tracker } = hear(build(2, "x"), line(2, long), message(0, `error: no\n${long}`));
    for (const told of [tracker.logOf(DRV("x"))[0], tracker.view().running[0]?.lastLine, tracker.said()[0]]) {
      expect(told?.length).toBeLessThan(2100);
      expect(told).toMatch(/begins x+ … \(2998012 characters left out\) … x+ ends$/);
    }
  });

  test("errors and strange lines; of remarks those that a daemon forwards at level 0", () => {
    const { tracker } = hear(
      message(3, "these 2 derivations will be built:"),
      message(0, "error: no"),
      message(5, "error: late"),
    );
    tracker.take({ kind: "line", text: "git: odd" }, 0);
    expect(tracker.said()).toEqual(["error: no", "error: late", "git: odd"]);
  });
});
