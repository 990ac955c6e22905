import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { painterFor } from "../../../lib/ui/paint.ts";
import { renderDashboard } from "../../../lib/ui/swarm/dashboard.ts";
import { type FakeRun, fakeView } from "./fake-view.ts";
import { expectGolden } from "./golden.ts";

const PLAIN = painterFor({}, {}, true);
const COLOURED = painterFor({ isTTY: true }, {}, false);
const HOSTILE =
  "http://[::1]:17080/漢字/\u001b[2J\u202e/é👩‍👩‍👧/master.m3u8?token=0123456789012345678901234567890123456789";

const screen = (seconds: number, columns: number, rows: number, run: FakeRun = {}) =>
  renderDashboard(fakeView(seconds, run), { columns, rows }, PLAIN);

describe("the dashboard", () => {
  test.each<[string, number, number, number, FakeRun]>([
    ["dashboard-80x24.txt", 150, 80, 24, { isTroubled: true }],
    ["dashboard-120x40.txt", 150, 120, 40, { isTroubled: true }],
    ["dashboard-50x12.txt", 30, 50, 12, {}],
    ["dashboard-invalid-60x20.txt", 90, 60, 20, { isInvalid: true, durationSec: null, hasOrigin: false }],
  ])("is that of tests/golden/swarm/%s", (file, seconds, columns, rows, run) => {
    expectGolden(file, screen(seconds, columns, rows, run).join("\n"));
  });

  test("never exceeds its screen, whatever its size and whatever a URL holds", () => {
    const views = [
      fakeView(0),
      fakeView(150, { isTroubled: true, isInvalid: true, url: HOSTILE, durationSec: null }),
    ];
    const size = fc.record({
      columns: fc.integer({ min: 0, max: 230 }),
      rows: fc.integer({ min: 0, max: 80 }),
    });
    fc.assert(
      fc.property(size, fc.constantFrom(...views), (room, view) => {
        const lines = renderDashboard(view, room, COLOURED);
        expect(lines.length).toBe(room.columns === 0 ? 0 : room.rows);
        for (const line of lines) expect(Bun.stringWidth(line)).toBeLessThanOrEqual(room.columns);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    [80, 24],
    [120, 40],
    [50, 12],
  ])("of %d × %d keeps every label on its line while figures change", (columns, rows) => {
    const labels = (seconds: number, run: FakeRun = {}) =>
      screen(seconds, columns, rows, run).map((line) => /^[A-Z][A-Za-z]+ /.exec(line)?.[0] ?? "");
    const first = labels(3);
    for (const seconds of [61, 150, 290]) expect(labels(seconds, { isTroubled: true })).toEqual(first);
  });

  test("says first what makes a run worthless", () => {
    const lines = screen(90, 40, 6, { isInvalid: true });
    expect(lines.join("\n")).toContain("✗ INVALID event-loop lag");
    expect(screen(90, 40, 6).join("\n")).not.toContain("Validity");
  });

  test("shows nothing of a server's control characters", () => {
    const lines = screen(150, 200, 30, { url: HOSTILE });
    expect(lines.join("")).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(lines[0]).toContain("漢字/�[2J�");
  });

  test("has colours where they are wanted and none elsewhere", () => {
    const view = fakeView(150, { isTroubled: true });
    const size = { columns: 100, rows: 30 };
    const coloured = renderDashboard(view, size, COLOURED).join("\n");
    expect(coloured).toContain("\u001b[31m0.00312\u001b[39m");
    expect(Bun.stripANSI(coloured)).toBe(renderDashboard(view, size, PLAIN).join("\n"));
  });
});
