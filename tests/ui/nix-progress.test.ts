import { describe, expect, test } from "bun:test";
import type { BuildView, RunningBuild } from "../../lib/nix/progress.ts";
import { openNixProgress, renderCounts, renderNixPanel } from "../../lib/ui/nix-progress.ts";
import { painterFor } from "../../lib/ui/paint.ts";
import { formatTook } from "../../lib/ui/took.ts";
import { fakeOut } from "../support/fake-out.ts";

const paint = painterFor({}, {}, true);
const IDLE: BuildView = {
  builds: { done: 0, expected: 0, running: 0, failed: 0 },
  paths: { done: 0, expected: 0, running: 0 },
  downloadedBytes: 0,
  expectedBytes: 0,
  running: [],
  doing: null,
};
const running = (name: string, more: Partial<RunningBuild> = {}): RunningBuild => ({
  name,
  phase: null,
  lastLine: null,
  startedMs: 0,
  ...more,
});
const panel = (view: Partial<BuildView>, width = 60) =>
  renderNixPanel({ ...IDLE, ...view }, { nowMs: 65_000, width, paint });

describe("the painted lines", () => {
  test("say that Nix looks while nothing is known, or what it does", () => {
    expect(panel({})).toEqual(["› Nix looks at what there is to do"]);
    expect(panel({ doing: "evaluating 'x'" })[1]).toBe("  evaluating 'x'");
  });

  test("tell how far it is, what is built and the last line", () => {
    const view = {
      builds: { done: 3, expected: 12, running: 1, failed: 0 },
      paths: { done: 5, expected: 7, running: 1 },
      downloadedBytes: 2 ** 20,
      expectedBytes: 2 ** 24,
      running: [running("hello", { phase: "buildPhase", lastLine: "cc x.c" })],
    };
    expect(panel(view, 100)).toEqual([
      "› 3 of 12 built, 5 of 7 paths copied, 1 MiB of 16 MiB fetched",
      "  building hello  buildPhase  1 min 5 s",
      "    │ cc x.c",
    ]);
  });

  test("are five at most, however much is built", () => {
    const many = Array.from({ length: 9 }, (_, index) => running(`n${index}`, { lastLine: "x" }));
    const lines = panel({ running: many });
    expect(lines).toHaveLength(5);
    expect(lines[3]).toEndWith("and 6 more");
  });

  test("stay within the terminal, and nothing in them steers it", () => {
    const view = { running: [running("x".repeat(200), { lastLine: `${"漢".repeat(80)}\u001b[2J\u0007` })] };
    for (const line of panel(view, 40)) {
      expect(Bun.stringWidth(line)).toBeLessThanOrEqual(40);
      expect(line).not.toContain("\u0007");
      expect(line).not.toContain("\u001b[2J");
    }
  });
});

test("counts say failures, and nothing when there is nothing", () => {
  expect(renderCounts(IDLE)).toBe("");
  expect(renderCounts({ ...IDLE, builds: { done: 1, expected: 3, running: 0, failed: 1 } })).toBe(
    "1 of 3 built, 1 failed",
  );
});

describe("where nothing can be painted over", () => {
  const open = (json: boolean, isQuiet: boolean) => {
    const out = fakeOut({ json });
    const progress = openNixProgress({ out, isQuiet, env: { CI: "true" }, nowMs: () => 0 });
    progress.show(IDLE, { kind: "build-started", name: "hello" });
    progress.show(IDLE, { kind: "build-ended", name: "hello", tookMs: 61_000, hasFailed: false });
    progress.show(IDLE, { kind: "build-ended", name: "bad", tookMs: 2000, hasFailed: true });
    progress.show(IDLE, { kind: "warning", text: "odd" });
    progress.close();
    return out;
  };

  test("each build has a line when it starts and when it ends", () => {
    expect(open(false, false).notes).toEqual([
      "building hello",
      "built hello after 1 min 1 s",
      "failed bad after 2 s",
    ]);
  });

  test.each([
    ["JSON", true, false],
    ["--quiet", false, true],
  ])("%s hears only warnings", (_mode, json, isQuiet) => {
    const out = open(json, isQuiet);
    expect(out.notes).toEqual([]);
    expect(out.warnings).toEqual(["odd"]);
  });
});

test.each([
  [400, "0 s"],
  [59_400, "59 s"],
  [125_000, "2 min 5 s"],
])("%d ms are %s", (ms, text) => {
  expect(formatTook(ms)).toBe(text);
});
