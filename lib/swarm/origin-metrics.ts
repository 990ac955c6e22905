import { maskPasswords } from "../stats/mask-passwords.ts";
import {
  combineFigures,
  compareReadings,
  type OriginFigures,
  type OriginReading,
  parseOriginPage,
} from "../stats/origin-reading.ts";
import type { OriginView } from "../stats/run-view.ts";

/** Looks at an origin from beside: pages that nginx, its exporters or an embedded origin answer. */
export interface OriginWatch {
  /** What all pages said last. */
  view(): OriginView;
  stop(): void;
}

export interface OriginWatchOptions {
  urls: readonly string[];
  intervalMs?: number;
  timeoutMs?: number;
}

const INTERVAL_MS = 5000;
const TIMEOUT_MS = 2000;
/** A large node exporter says 200 kB; whatever says more is no such page. */
const LONGEST_PAGE = 4_000_000;
/** Two processes that share a port answer in turn; one that was not heard of for that long is gone. */
const FORGET_MS = 60_000;

/** Scrapes at once and then every 5 s; a page that is slow or gone is a `problem` of the view and nothing else. */
export function watchOrigin(options: OriginWatchOptions): OriginWatch {
  const { urls, intervalMs = INTERVAL_MS, timeoutMs = TIMEOUT_MS } = options;
  const ended = new AbortController();
  const pages = urls.map((url) => new WatchedPage(url));
  const scrapeAll = () => {
    for (const page of pages) void page.scrape(timeoutMs, ended.signal);
  };
  scrapeAll();
  const timer = setInterval(scrapeAll, intervalMs);
  // The run lasts as long as its viewers; looking on does not keep it alive.
  timer.unref();
  return {
    view: () => ({
      url: urls.map(maskPasswords).join(", "),
      problem: pages.flatMap(({ problem }) => problem ?? []).join("; ") || null,
      ...combineFigures(pages.flatMap(({ figures }) => figures ?? [])),
    }),
    stop() {
      clearInterval(timer);
      ended.abort();
    },
  };
}

/** One address, and the last thing each process behind it said. */
class WatchedPage {
  figures: OriginFigures | null = null;
  problem: string | null = null;
  readonly #url: string;
  readonly #readings = new Map<number | null, { reading: OriginReading; atMs: number }>();
  #isBusy = false;

  constructor(url: string) {
    this.#url = url;
  }

  async scrape(timeoutMs: number, ended: AbortSignal): Promise<void> {
    if (this.#isBusy || ended.aborted) return;
    this.#isBusy = true;
    const page = await fetchPage(this.#url, timeoutMs, ended);
    this.#isBusy = false;
    if (ended.aborted) return;
    const reading = page.text === undefined ? undefined : parseOriginPage(page.text, isLoopback(this.#url));
    if (reading) return this.#take(reading, performance.now());
    this.figures = null;
    this.problem = `${maskPasswords(this.#url)}: ${page.problem ?? "neither metrics of an origin nor an nginx status page"}`;
  }

  #take(reading: OriginReading, nowMs: number): void {
    const before = this.#readings.get(reading.process);
    this.problem = null;
    const compared = before && compareReadings(before.reading, reading, (nowMs - before.atMs) / 1000);
    // A process that is heard of for the first time says nothing of rates; those of before stand.
    this.figures = compared ?? this.figures ?? compareReadings(reading, reading, 0);
    this.#readings.set(reading.process, { reading, atMs: nowMs });
    for (const [process, { atMs }] of this.#readings) {
      if (nowMs - atMs > FORGET_MS) this.#readings.delete(process);
    }
  }
}

async function fetchPage(
  url: string,
  timeoutMs: number,
  ended: AbortSignal,
): Promise<{ text?: string; problem?: string }> {
  const signal = AbortSignal.any([ended, AbortSignal.timeout(timeoutMs)]);
  try {
    const response = await fetch(url, { signal, proxy: "", redirect: "manual" });
    if (response.status !== 200) return { problem: `HTTP ${response.status}` };
    const text = await readUpTo(response, LONGEST_PAGE);
    return text === undefined ? { problem: `longer than ${LONGEST_PAGE / 1e6} MB` } : { text };
  } catch (error) {
    if (error instanceof Error && error.name === "TimeoutError") {
      return { problem: `no answer within ${timeoutMs / 1000} s` };
    }
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

async function readUpTo(response: Response, limit: number): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > limit) return undefined;
  }
  return text + decoder.decode();
}

function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === "localhost" || hostname === "[::1]" || /^127\./.test(hostname);
}
