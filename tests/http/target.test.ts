import { expect, test } from "bun:test";
import { parseTarget } from "../../lib/http/target.ts";

test("a URL is taken apart; its fragment goes", () => {
  expect(parseTarget("http://Example.COM/a/b.m3u8?x=1#here")).toEqual({
    url: "http://example.com/a/b.m3u8?x=1",
    isTls: false,
    hostname: "example.com",
    port: 80,
    origin: "http://example.com:80",
    host: "example.com",
    path: "/a/b.m3u8?x=1",
    authorization: null,
  });
});

test("an IPv6 address loses its brackets where it is connected to and keeps them in Host", () => {
  expect(parseTarget("https://[::1]:8443/")).toMatchObject({
    isTls: true,
    hostname: "::1",
    port: 8443,
    origin: "https://[::1]:8443",
    host: "[::1]:8443",
  });
});

test("the port of the scheme is the port where none is given", () => {
  expect(parseTarget("https://a/")).toMatchObject({ port: 443, host: "a" });
  expect(parseTarget("https://a:443/")).toMatchObject({ port: 443, host: "a" });
});

test("user name and password become Basic credentials, percent-decoded, in UTF-8", () => {
  expect(parseTarget("http://u%40x:p%C3%A9%@a/")?.authorization).toBe(
    `Basic ${Buffer.from("u@x:p%C3%A9%").toString("base64")}`,
  );
  expect(parseTarget("http://u:%C3%A9@a/")?.authorization).toBe(
    `Basic ${Buffer.from("u:é").toString("base64")}`,
  );
});

test("credentials stay in the URL, so that relative references keep them", () => {
  const { url } = parseTarget("http://u:p@a/live/index.m3u8") ?? { url: "" };
  expect(parseTarget("seg1.ts", url)).toMatchObject({
    url: "http://u:p@a/live/seg1.ts",
    path: "/live/seg1.ts",
  });
});

test("line ends in a URL cannot begin a header", () => {
  expect(parseTarget("http://a/x\r\nHost: b")?.path).toBe("/xHost:%20b");
});

test("other schemes and words are no targets", () => {
  for (const url of ["ftp://a/", "file:///a", "stream.m3u8", "", "http://", "http://a:99999/"]) {
    expect(parseTarget(url)).toBeNull();
  }
});
