import type { RequestSample } from "../../lib/stats/sample.ts";

/** A segment that came in 40 ms, its first byte after 10 ms. */
export function sampleOf(changes: Partial<RequestSample> = {}): RequestSample {
  return {
    kind: "segment",
    variant: "720p",
    status: 200,
    problem: null,
    attempt: 0,
    dueMs: 1000,
    sentMs: 1000,
    firstByteMs: 1010,
    endMs: 1040,
    bytes: 532_000,
    ...changes,
  };
}
