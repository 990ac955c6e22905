import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { CLIENT_LIMITS } from "../../lib/derive/http.ts";
import { etagOf, type MediaItem, type MediaProvider } from "../../lib/origin/media.ts";
import type { Reply } from "../../lib/origin/reply.ts";
import { responder } from "../../lib/origin/respond.ts";
import { originOf } from "../support/configs.ts";
import { ASSETS } from "./support/live-servers.ts";
import { MOMENT_MS } from "./support/origin-fixture.ts";

const ITEM: MediaItem = {
  kind: "segment",
  body: "0123456789",
  sizeBytes: 10,
  modifiedMs: MOMENT_MS,
  etag: etagOf(MOMENT_MS, 10),
};

/** One segment, `/seg1.ts`, and a note in the folder beside it. */
const MEDIA: MediaProvider = {
  lookup: (path) => (path === "/seg1.ts" ? ITEM : undefined),
  lookupFile: (path) => ({ "/seg1.ts": ITEM, "/notes.txt": { ...ITEM, kind: "other" as const } })[path],
  list: (directory) => (directory === "" ? [] : undefined),
  liveEdges: () => [],
};

const respond = responder({
  settings: originOf("default"),
  media: MEDIA,
  assets: ASSETS,
  startedMs: MOMENT_MS,
  metrics: (nowMs) => `metrics at ${nowMs}\n`,
});

function ask(target: string, method = "GET", headers: Record<string, string> = {}): Reply {
  return respond({ method, target, header: (name) => headers[name] ?? null }, MOMENT_MS);
}

describe("what a request is counted as", () => {
  test.each([
    ["/seg1.ts", "segment", 200],
    ["/seg2.ts", "segment", 404],
    ["/720p/seg2.ts", "segment", 404],
    ["/other.m3u8", "playlist", 404],
    ["/master.m3u8", "master", 404],
    ["/", "page", 200],
    ["/assets/player.js", "page", 200],
    ["/files/", "listing", 200],
    ["/files/json/", "listing", 200],
    ["/health", "health", 200],
    ["/metrics", "metrics", 200],
    ["/nope", "other", 404],
  ])("%s: %s %d", (target, kind, status) => {
    const reply = ask(target);
    expect([reply.kind, reply.status]).toEqual([kind as Reply["kind"], status]);
  });
});

describe("the answer", () => {
  test("to the same item is the same object, headers and all", () => {
    expect(ask("/seg1.ts")).toBe(ask("/seg1.ts?x=1"));
  });

  test("to HEAD is the answer to GET", () => expect(ask("/seg1.ts", "HEAD")).toBe(ask("/seg1.ts")));

  test("tells the size of what it sends", () => {
    const sizes = [{}, { range: "bytes=2-4" }, { "if-none-match": ITEM.etag }].map(
      (headers) => ask("/seg1.ts", "GET", headers).sizeBytes,
    );
    expect(sizes).toEqual([10, 3, 0]);
  });

  test("has the type of a file by its extension, where it is no media", () => {
    const reply = ask("/files/notes.txt");
    expect([reply.headers["Content-Type"], reply.headers["Cache-Control"]]).toEqual([
      "text/plain; charset=utf-8",
      "no-store",
    ]);
  });

  test("of /metrics is of this moment and not for web pages", () => {
    const reply = ask("/metrics");
    expect([reply.body, reply.headers["Access-Control-Allow-Origin"]]).toEqual([
      `metrics at ${MOMENT_MS}\n`,
      undefined,
    ]);
  });

  test("to a method with a body ends the connection", () => {
    expect(ask("/", "POST").headers).toMatchObject({ Connection: "close", Allow: "GET, HEAD, OPTIONS" });
  });
});

describe("a target nobody has", () => {
  test.each([
    ["/a//b", 404],
    ["//", 404],
    ["/.hidden", 404],
    ["/a/../b", 404],
    ["/%2e%2e/b", 404],
    ["/%00", 400],
    ["/%", 400],
    ["/%zz", 400],
    ["*", 400],
    ["http://a/b", 400],
    ["", 400],
    [`/${"a".repeat(CLIENT_LIMITS.targetBytes)}`, 414],
    [`/?${"a".repeat(CLIENT_LIMITS.targetBytes)}`, 414],
  ])("%s is refused with %d", (target, status) => expect(ask(target).status).toBe(status));

  test("is refused and never thrown at, whatever it is", () => {
    const part = fc.constantFrom(
      "/",
      "..",
      ".",
      "%2e",
      "%2f",
      "%",
      "files",
      "json",
      "seg1.ts",
      "?",
      "\\",
      "\0",
      "é",
      "assets",
    );
    const target = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(""));
    const method = fc.constantFrom("GET", "HEAD", "OPTIONS", "POST", "", "get");
    fc.assert(
      fc.property(target, method, fc.string(), (path, verb, value) => {
        const { status } = respond({ method: verb, target: path, header: () => value }, MOMENT_MS);
        return [200, 204, 206, 301, 304, 400, 404, 405, 412, 416].includes(status);
      }),
      { numRuns: 2000 },
    );
  });
});
