import { expect, test } from "bun:test";
import { lowOrigin } from "./support/low-latency.ts";
import { openStage } from "./support/stage.ts";

const MASTER = `#EXTM3U
#EXT-X-STREAM-INF:BANDWIDTH=300000,RESOLUTION=640x360
low/stream.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=900000,RESOLUTION=1280x720
high/stream.m3u8
`;

test("a switch asks the other playlist for the newest part that is reported of it, and goes on at the same date", () => {
  const url = "http://origin.test/master.m3u8";
  const usual = lowOrigin({ report: "../high/stream.m3u8" });
  const { clock, http, recorder } = openStage(
    (request, nowMs) => {
      if (request.url === url) return { body: MASTER };
      const answer = usual(request, nowMs);
      return request.url.includes("part") ? { ...answer, bytes: 40_000 } : answer;
    },
    { url, variant: "adaptive" },
  );
  clock.runUntil(6000);
  expect(recorder.switches).toEqual(["up"]);
  expect(http.urls(/high.*m3u8/)[0]).toBe("http://origin.test/high/stream.m3u8?_HLS_msn=105&_HLS_part=3");
  const parts = http.urls(/part\d/).map((name) => /part(\d+)\.(\d)/.exec(name)?.slice(1).map(Number) ?? []);
  const places = parts.map(([n = 0, part = 0]) => 4 * n + part);
  expect(places).toEqual(places.map((_, i) => (places[0] ?? 0) + i));
  expect(recorder.stallsBegun).toBe(0);
});
