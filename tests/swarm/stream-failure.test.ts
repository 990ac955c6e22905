import { expect, test } from "bun:test";
import type { Exchange } from "../../lib/http/exchange.ts";
import { exchangeFailure, reasonIn } from "../../lib/swarm/stream-failure.ts";

const URL = "http://origin.test/live.m3u8";

function hintOf(exchange: Partial<Exchange>): string | undefined {
  const answer = { url: URL, status: 200, problem: null, detail: "", ...exchange } as Exchange;
  return exchangeFailure(answer.url, answer, 1000)?.hint;
}

test("a server that is asked too often has a limit, which is told", () => {
  expect(hintOf({ status: 429 })).toContain("limit");
  expect(hintOf({ status: 410 })).toBe("Check the URL.");
});

test("a URL of another scheme is the playlist's mistake", () => {
  expect(hintOf({ url: "file:///etc/passwd", status: 0, problem: "protocol" })).toContain(
    "A playlist named it",
  );
  expect(hintOf({ status: 0, problem: "protocol" })).toContain("Is it a web server");
});

test("what came instead of a playlist is told in a whole sentence", () => {
  expect(reasonIn(`${URL}: is an HTML page, no playlist`, URL)).toBe("it is an HTML page, no playlist");
  expect(reasonIn("line 3: no number", URL)).toBe("line 3: no number");
});
