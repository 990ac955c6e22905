import { expect, test } from "bun:test";
import { lowOrigin } from "./support/low-latency.ts";
import { openStage } from "./support/stage.ts";
import type { Origin } from "./support/stage-http.ts";

const tiny = (text: string) => text.replace("PART-TARGET=0.5", "PART-TARGET=0.001");

/** Reloads of a playlist in ten seconds of a server that answers at once with what `text` makes of the playlist. */
function reloads(text: (playlist: string) => string) {
  const usual = lowOrigin({ isEarly: true });
  const origin: Origin = (request, nowMs) => {
    const answer = usual(request, nowMs);
    if (typeof answer?.body !== "string") return answer;
    return { ...answer, body: text(answer.body), tookMs: 1 };
  };
  const { clock, http, viewer } = openStage(origin);
  clock.runUntil(10_000);
  viewer.stop();
  return http.times(/m3u8/);
}

test("a server that answers at once with nothing new is asked every half target duration", () => {
  let frozen: string | undefined;
  const times = reloads((text) => {
    frozen ??= tiny(text);
    return frozen;
  });
  expect(times.length).toBeLessThanOrEqual(16);
  expect(times.at(-1)! - times.at(-2)!).toBe(1000);
});

test("one that goes on and answers at once all the same is asked ten times a second at most", () => {
  const times = reloads(tiny);
  expect(times.length).toBeGreaterThan(20);
  expect(times.length).toBeLessThanOrEqual(102);
});

test("a part target that nobody can keep makes no more than forty reloads a second", () => {
  const usual = lowOrigin();
  let number = 0;
  const { clock, http, viewer } = openStage((request, nowMs) => {
    if (!request.url.includes("m3u8")) return usual(request, nowMs);
    number += 500;
    const answer = usual({ ...request, url: "stream.m3u8" }, number);
    return typeof answer?.body === "string" ? { ...answer, body: tiny(answer.body), tookMs: 1 } : answer;
  });
  clock.runUntil(10_000);
  viewer.stop();
  expect(http.times(/m3u8/).length).toBeLessThanOrEqual(402);
  expect(http.times(/m3u8/).length).toBeGreaterThan(300);
});
