import { expect, test } from "bun:test";
import { Measurements } from "../../lib/stats/totals.ts";
import { compareCanaries } from "../../lib/swarm/compare-canaries.ts";

function measured(change: { segments?: number; bytes?: number; failed?: number; stalledMs?: number } = {}) {
  const { segments = 100, bytes = 1000, failed = 0, stalledMs = 0 } = change;
  const measurements = new Measurements();
  const times = { attempt: 0, dueMs: 0, sentMs: 0, firstByteMs: 1, endMs: 2 };
  for (let index = 0; index < segments; index += 1) {
    const status = index < failed ? 404 : 200;
    measurements.request({ kind: "segment", variant: "720p", status, problem: null, bytes, ...times });
    measurements.segmentDownloaded("720p");
  }
  measurements.played("720p", 200_000);
  measurements.stalled("720p", stalledMs);
  return measurements;
}

const CLIENTS = { clients: 3, example: "Failed to open segment" };

test("canaries that see the same agree, and nothing is shown as an example", () => {
  const { figures, example } = compareCanaries(measured(), measured({ segments: 90 }), CLIENTS);
  expect(figures.filter(({ agrees }) => !agrees)).toEqual([]);
  expect(figures[0]).toMatchObject({ name: "Segments per second played", native: 0.5, ffmpeg: 0.45 });
  expect(example).toBeNull();
});

test.each([
  ["fewer segments", { segments: 80 }, "Segments per second played"],
  ["smaller segments", { bytes: 880 }, "Bytes per segment"],
  ["failures", { failed: 3 }, "Share of requests that failed"],
  ["stalls", { stalledMs: 6000 }, "Rebuffer ratio"],
])("canaries with %s disagree in that", (_title, change, name) => {
  const { figures, example } = compareCanaries(measured(), measured(change), CLIENTS);
  expect(figures.flatMap((figure) => (figure.agrees ? [] : [figure.name]))).toEqual([name]);
  expect(example).toBe("Failed to open segment");
});

test("canaries that never played disagree where native viewers did", () => {
  const { figures } = compareCanaries(measured(), new Measurements(), CLIENTS);
  expect(figures[0]).toMatchObject({ ffmpeg: null, agrees: false });
  const nobody = compareCanaries(new Measurements(), new Measurements(), CLIENTS).figures;
  expect(nobody.every(({ agrees }) => agrees)).toBe(true);
});
