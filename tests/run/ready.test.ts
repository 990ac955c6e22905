import { describe, expect, test } from "bun:test";
import { checkReady, waitUntilReady } from "../../lib/run/ready.ts";
import { fakeHost } from "../support/fake-host.ts";

const TARGET = { health: "http://o/health", playlist: "http://o/stream.m3u8" };
const MEDIA =
  "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:7\n#EXTINF:2,\nseg7.ts\n#EXTINF:2,\nseg8.ts\n";
const EMPTY = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:7\n";
const MULTIVARIANT =
  "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\na/s.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=2\nb/s.m3u8\n";

const HEALTHY = { [TARGET.health]: { text: "ok" } };
const never = new AbortController().signal;

describe("readiness", () => {
  test.each([
    ["nothing answers", {}, "answer"],
    ["the health is not 200", { [TARGET.health]: { status: 503 } }, "answer"],
    ["the playlist is missing", HEALTHY, "playlist"],
    ["the playlist is no playlist", { ...HEALTHY, [TARGET.playlist]: { text: "<html>" } }, "playlist"],
    ["the playlist lists nothing", { ...HEALTHY, [TARGET.playlist]: { text: EMPTY } }, "segments"],
    ["the last segment is missing", { ...HEALTHY, [TARGET.playlist]: { text: MEDIA } }, "download"],
    [
      "the last segment is empty",
      { ...HEALTHY, [TARGET.playlist]: { text: MEDIA }, "http://o/seg8.ts": { text: "" } },
      "download",
    ],
    [
      "one downloads",
      { ...HEALTHY, [TARGET.playlist]: { text: MEDIA }, "http://o/seg8.ts": { text: "G" } },
      "ready",
    ],
  ] as const)("when %s", async (_title, responses, step) => {
    expect(await checkReady(fakeHost({ responses }), TARGET)).toBe(step);
  });

  test("a ladder is ready only when every variant lists segments", async () => {
    const responses = {
      ...HEALTHY,
      [TARGET.playlist]: { text: MULTIVARIANT },
      "http://o/a/s.m3u8": { text: MEDIA },
      "http://o/a/seg8.ts": { text: "G" },
    };
    const host = fakeHost({ responses });
    expect(await checkReady(host, TARGET)).toBe("playlist");
    host.responses["http://o/b/s.m3u8"] = { text: EMPTY };
    expect(await checkReady(host, TARGET)).toBe("segments");
    host.responses["http://o/b/s.m3u8"] = { text: MEDIA };
    expect(await checkReady(host, TARGET)).toBe("ready");
  });

  test("the failure says what was missing and what helps", async () => {
    const host = fakeHost({ responses: HEALTHY });
    const waiting = waitUntilReady(host, TARGET, { timeoutMs: 3000, signal: never });
    expect(waiting).rejects.toMatchObject({
      id: "ready-timeout",
      exitCode: 9,
      message: "The origin was not ready within 3 s: its playlist could not be read.",
    });
    await waiting.catch(() => {});
  });

  test("waiting ends when it is called off", async () => {
    const stop = new AbortController();
    stop.abort();
    await waitUntilReady(fakeHost(), TARGET, { timeoutMs: 3000, signal: stop.signal });
  });
});
