import { afterAll, describe, expect } from "bun:test";
import type { Page } from "playwright-core";
import type { Table } from "../../lib/schema/table.ts";
import { testWithTool } from "../support/tools.ts";
import { type Browser, openBrowser } from "./player/browser.ts";
import { openStream, type Stream } from "./player/stream.ts";

/** What the page tells of itself; see `player.js`. */
interface Facts {
  state: string;
  engine: string;
  currentTimeSec: number;
  latencySec: number;
  bufferSec: number;
  bufferRanges: number;
  shownFrames: number;
  stalls: number;
  lastSequence: number;
  segment: { bps: number };
  variants: { name: string }[];
  current: number;
  height: number;
  errors: { fatal: boolean; details: string }[];
}

/** Seconds, of the default profile. */
const SEGMENT_SEC = 2;
const WINDOW_SEC = 20;
/** The base profile's 720p and 360p. */
const LADDER = { multibitrate: true };
/** A buffer of few seconds is soon empty. */
const BRISK = { hls: { segmentDuration: 1 } };

const NO_MEDIA_SOURCE = "delete window.MediaSource; delete window.ManagedMediaSource;";
const NO_NATIVE_HLS = "HTMLMediaElement.prototype.canPlayType = () => '';";
/** Refuses the first start, as browsers do that want a gesture before they play. */
const NO_AUTOPLAY = `
  const { play } = HTMLMediaElement.prototype;
  let asked = false;
  HTMLMediaElement.prototype.play = function () {
    this.autoplay = false;
    if (asked) return play.call(this);
    asked = true;
    return Promise.reject(new DOMException("wants a gesture", "NotAllowedError"));
  };`;

let browser: Promise<Browser> | undefined;
afterAll(async () => void (await (await browser)?.[Symbol.asyncDispose]()));

interface Visit extends AsyncDisposable {
  page: Page;
  stream: Stream;
  /** URLs the page asked for, and what it complained of. */
  requests: string[];
  complaints: string[];
}

interface Wishes {
  /** Configuration of the origin, beside the default profile. */
  settings?: Table;
  /** A script the page is to find done. */
  before?: string;
  gone?: boolean;
}

async function visit({ settings = {}, before = "", gone = false }: Wishes = {}): Promise<Visit> {
  browser ??= openBrowser();
  const stream = openStream(settings);
  stream.gone = gone;
  const page = await (await browser).newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  if (before) await page.addInitScript(before);
  await page.goto(stream.url);
  return {
    page,
    stream,
    requests,
    complaints,
    async [Symbol.asyncDispose]() {
      await page.close();
      await stream[Symbol.asyncDispose]();
    },
  };
}

function read(page: Page): Promise<Facts> {
  return page.evaluate<Facts>("hlsctlPlayer.read()");
}

async function untilState(page: Page, state: string, timeout = 12_000): Promise<void> {
  await page.locator(`html[data-state=${state}]`).waitFor({ timeout });
}

/** Waits until an expression over the facts holds; not by `waitForFunction`, whose `eval` the page's policy forbids. */
function until(page: Page, expression: string, timeoutMs = 12_000): Promise<void> {
  return page.evaluate<void>(`new Promise((resolve, reject) => {
    const deadline = performance.now() + ${timeoutMs};
    const look = () => {
      const facts = hlsctlPlayer.read();
      if (${expression}) resolve();
      else if (performance.now() < deadline) requestAnimationFrame(look);
      else reject(new Error("never so: " + JSON.stringify(facts)));
    };
    look();
  })`);
}

const browserTest = (title: string, run: () => Promise<void>) => testWithTool("chromium", title, run);

describe("player page", () => {
  browserTest("plays the live stream for ten seconds, in time and without an error", async () => {
    await using visited = await visit({ settings: LADDER });
    const { page } = visited;
    await untilState(page, "playing");
    const from = await read(page);
    await until(page, `facts.currentTimeSec >= ${from.currentTimeSec + 10}`);
    const now = await read(page);
    expect(now).toMatchObject({ state: "playing", engine: "hls.js", errors: [], stalls: 0, bufferRanges: 1 });
    expect(now.latencySec).toBeWithin(SEGMENT_SEC, WINDOW_SEC);
    expect(now.bufferSec).toBeWithin(0, WINDOW_SEC);
    expect(now.shownFrames - from.shownFrames).toBeGreaterThan(200);
    const listed = Math.floor(Date.now() / 1000 / SEGMENT_SEC) - 1;
    expect(listed - now.lastSequence).toBeWithin(0, 3);
    expect(visited.complaints).toEqual([]);
    const origins = new Set(visited.requests.map((url) => new URL(url).origin));
    expect([...origins]).toEqual([new URL(visited.stream.url).origin]);
  });

  browserTest("shows what it measures", async () => {
    await using visited = await visit({ settings: LADDER });
    const { page } = visited;
    await untilState(page, "playing");
    await until(page, "facts.variants[facts.current].name === '720p' && facts.segment.bps > 1e6");
    await page.locator("#variant[data-value='720p']").waitFor();
    expect(await page.locator("#variant dd").allInnerTexts()).toEqual(["720p", "1280×720, 2.13 Mbit/s"]);
    expect(await page.locator("#segment dd").allInnerTexts()).toEqual(["2.13 Mbit/s", "532 kB in 2.0 s"]);
    expect(await page.locator("#latency dd").first().textContent()).toMatch(/^\d\.\d s$/);
    expect(await page.locator("#state").textContent()).toBe("Live");
    const playlist = `${visited.stream.url}master.m3u8`;
    expect(await page.locator("#lines code").allInnerTexts()).toEqual([
      playlist,
      `ffplay ${playlist}`,
      `mpv ${playlist}`,
      `vlc ${playlist}`,
      `hlsctl swarm ${playlist}`,
    ]);
  });

  browserTest("plays the variant that is picked with the keyboard", async () => {
    await using visited = await visit({ settings: LADDER });
    const { page } = visited;
    await untilState(page, "playing");
    const rungs = page.locator("#ladder label .name");
    expect(await rungs.allInnerTexts()).toEqual(["Auto", "720p", "360p"]);
    await page.getByRole("radio", { name: "Auto" }).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await until(page, "facts.variants[facts.current]?.name === '360p' && facts.height === 360");
    expect(await read(page)).toMatchObject({ stalls: 0, errors: [] });
    expect(await page.getByRole("radio", { name: "360p" }).isChecked()).toBe(true);
  });

  browserTest(
    "shows a single rendition as the only rung, under whatever names its playlists have",
    async () => {
      const settings = { hls: { masterPlaylist: "everything.m3u8", playlistName: "one.m3u8" } };
      await using visited = await visit({ settings });
      const { page } = visited;
      await untilState(page, "playing");
      expect(await page.locator("#ladder label .name").allInnerTexts()).toEqual(["720p"]);
      expect(await page.locator("#lines code").first().textContent()).toEndWith("/everything.m3u8");
      expect(await page.locator("#playlists code").allTextContents()).toEqual([
        `${visited.stream.url}one.m3u8`,
      ]);
      expect((await read(page)).variants).toMatchObject([
        { name: "720p", url: `${visited.stream.url}one.m3u8` },
      ]);
    },
  );

  browserTest("waits for a stream that is not there yet, and tries at once when asked to", async () => {
    await using visited = await visit({ gone: true });
    const { page } = visited;
    await untilState(page, "waiting");
    expect(await page.locator("#notice").textContent()).toContain("/master.m3u8 answers 404");
    await page.getByText("Next try in 4 s").waitFor();
    visited.stream.gone = false;
    await page.getByRole("button", { name: "Try now" }).click();
    await untilState(page, "playing", 3000);
    expect(await page.locator("#notice").isVisible()).toBe(false);
  });

  browserTest("goes on by itself when a lost stream is back", async () => {
    await using visited = await visit({ settings: BRISK });
    const { page } = visited;
    await untilState(page, "playing");
    visited.stream.gone = true;
    await untilState(page, "lost");
    expect((await read(page)).errors.at(-1)).toMatchObject({ fatal: true, details: "levelLoadError" });
    visited.stream.gone = false;
    await untilState(page, "playing");
  });

  browserTest("tells a playlist that stands still from a player that waits", async () => {
    await using visited = await visit({ settings: BRISK });
    const { page } = visited;
    await untilState(page, "playing");
    visited.stream.frozenAt = Date.now();
    await untilState(page, "stale", 20_000);
    const { lastSequence } = await read(page);
    expect(await page.locator("#notice").textContent()).toContain(
      `The playlist has ended with segment ${lastSequence}`,
    );
    visited.stream.frozenAt = null;
    await untilState(page, "playing");
  });

  browserTest("offers a button where the browser refuses to start by itself", async () => {
    await using visited = await visit({ before: NO_AUTOPLAY });
    const { page } = visited;
    await untilState(page, "refused");
    await page.getByRole("button", { name: "Play", exact: true }).click();
    await untilState(page, "playing");
    await until(page, "facts.currentTimeSec > 0");
  });

  browserTest("leaves it to the browser where there is no Media Source", async () => {
    await using visited = await visit({ before: NO_MEDIA_SOURCE });
    const { page } = visited;
    const knowsHls = await page.evaluate("video.canPlayType('application/vnd.apple.mpegurl') !== ''");
    if (!knowsHls) return expect(await read(page)).toMatchObject({ state: "unsupported" });
    await untilState(page, "playing");
    expect(await read(page)).toMatchObject({ engine: "native", errors: [] });
  });

  browserTest("says so where nothing can play HLS, and still gives the lines to copy", async () => {
    await using visited = await visit({ before: NO_MEDIA_SOURCE + NO_NATIVE_HLS });
    const { page } = visited;
    await untilState(page, "unsupported");
    expect(await page.getByRole("heading", { name: "This browser cannot play the stream" }).isVisible()).toBe(
      true,
    );
    expect(await page.locator("#lines li").count()).toBe(5);
  });

  browserTest("fits a phone and follows the colour scheme", async () => {
    await using visited = await visit();
    const { page } = visited;
    await untilState(page, "playing");
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
    const background = "getComputedStyle(document.body).backgroundColor";
    await page.emulateMedia({ colorScheme: "light" });
    const light = await page.evaluate(background);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await page.evaluate(background)).not.toBe(light);
  });

  browserTest("quotes addresses a shell would take for patterns", async () => {
    await using visited = await visit();
    const words = await visited.page.evaluate(`import("/assets/format.js").then(({ shellWord }) =>
      ["http://[::1]:1/m.m3u8", "http://h/it's?a=1", "http://127.0.0.1:17080/master.m3u8"].map(shellWord))`);
    expect(words).toEqual([
      "'http://[::1]:1/m.m3u8'",
      "'http://h/it'\\''s?a=1'",
      "http://127.0.0.1:17080/master.m3u8",
    ]);
  });
});
