import { describe, expect, test } from "bun:test";
import type { HttpOptions } from "../../lib/http/exchange.ts";
import { type RequestExtras, RequestHeads } from "../../lib/http/request-head.ts";
import { parseTarget } from "../../lib/http/target.ts";

const OPTIONS: HttpOptions = {
  userAgent: "hlsctl/1",
  headers: [],
  noCache: false,
  insecure: false,
  ca: null,
  resolve: {},
};
const PLAIN: RequestExtras = {
  range: null,
  acceptsGzip: false,
  cookie: null,
  authorization: null,
  isForeign: false,
};

function lines(options: Partial<HttpOptions>, extras: Partial<RequestExtras> = {}): string[] {
  const target = parseTarget("http://[::1]:8080/live/a.m3u8?x=1");
  if (!target) throw new Error("no target");
  const text = new RequestHeads({ ...OPTIONS, ...options }).text(target, { ...PLAIN, ...extras });
  expect(text).toEndWith("\r\n\r\n");
  return text.trimEnd().split("\r\n");
}

test("a plain request says who asks what of whom", () => {
  expect(lines({})).toEqual([
    "GET /live/a.m3u8?x=1 HTTP/1.1",
    "Host: [::1]:8080",
    "User-Agent: hlsctl/1",
    "Accept: */*",
    "Accept-Encoding: identity",
  ]);
});

test("what a request adds is sent", () => {
  const sent = lines({ noCache: true }, { acceptsGzip: true, cookie: "a=1", authorization: "Basic eA==" });
  expect(sent).toContain("Accept-Encoding: gzip");
  expect(sent).toContain("Cache-Control: no-cache");
  expect(sent).toContain("Pragma: no-cache");
  expect(sent).toContain("Cookie: a=1");
  expect(sent).toContain("Authorization: Basic eA==");
});

test("a range counts its last byte in, and may have no end", () => {
  expect(lines({}, { range: { offset: 100, length: 50 } })).toContain("Range: bytes=100-149");
  expect(lines({}, { range: { offset: 100, length: null } })).toContain("Range: bytes=100-");
});

test("the user's headers replace ours and come in their order, repeated ones too", () => {
  const sent = lines({
    headers: [
      ["user-agent", "mine"],
      ["X-A", "1"],
      ["X-A", "2"],
      ["HOST", "other"],
    ],
  });
  expect(sent.slice(1)).toEqual([
    "Accept: */*",
    "Accept-Encoding: identity",
    "user-agent: mine",
    "X-A: 1",
    "X-A: 2",
    "HOST: other",
  ]);
});

test("secrets are not told to another server", () => {
  const headers = [
    ["Authorization", "Bearer x"],
    ["cookie", "s=1"],
    ["X-Id", "7"],
  ] as const;
  const sent = lines({ headers }, { isForeign: true }).join("\n");
  expect(sent).not.toMatch(/Bearer|s=1/);
  expect(sent).toContain("X-Id: 7");
});

describe("refused is a header with", () => {
  const cases: [title: string, name: string, value: string, message: RegExp][] = [
    ["a line end", "X-A", "1\r\nHost: evil", /X-A has a control character: "1\\r\\nHost: evil"/],
    ["a lone line feed", "X-A", "1\nX", /control character/],
    ["a null character", "X-A", "1\0", /control character/],
    ["a space in its name", "X A", "1", /"X A" is no name/],
    ["a line end in its name", "X\r\nHost", "1", /is no name/],
    ["no name", "", "1", /"" is no name/],
    ["a range, which playlists tell", "Range", "bytes=0-1", /Range cannot be set: a part of every playlist/],
    ["the length of a body", "Content-Length", "5", /requests have no body/],
  ];
  for (const [title, name, value, message] of cases) {
    test(title, () => expect(() => lines({ headers: [[name, value]] })).toThrow(message));
  }

  test("a line end in the user agent", () => {
    expect(() => lines({ userAgent: "a\r\nb" })).toThrow(/User-Agent has a control character/);
  });
});
