import { expect, test } from "bun:test";
import { maskPasswords } from "../../lib/stats/mask-passwords.ts";
import { Measurements } from "../../lib/stats/totals.ts";
import { unusable } from "../../lib/swarm/stream-failure.ts";

test.each([
  ["http://user:s3cret@host:8080/a.m3u8", "http://user:***@host:8080/a.m3u8"],
  ["HTTPS://user:p@ss:w0rd@host/", "HTTPS://user:***@host/"],
  ["http://:s3cret@host/", "http://:***@host/"],
  ["see http://a:b@c/1 and http://d:e@f/2", "see http://a:***@c/1 and http://d:***@f/2"],
  ['{"url":"http://a:80","mail":"x@y"}', '{"url":"http://a:80","mail":"x@y"}'],
  ["http://host:8080/path@2x?mail=a@b", "http://host:8080/path@2x?mail=a@b"],
  ["http://user@host/", "http://user@host/"],
  ["a@b", "a@b"],
])("%s is told as %s", (text, masked) => {
  expect(maskPasswords(text)).toBe(masked);
});

test("examples of violations and of wrong bytes are told without passwords", () => {
  const seen = new Measurements();
  seen.violation("playlist-torn", "http://user:s3cret@host/a.m3u8 was cut off");
  seen.verified(false, "http://user:s3cret@host/1.ts differs");
  expect(JSON.stringify(seen.toData())).not.toContain("s3cret");
  expect(JSON.stringify(seen.toData())).toContain("http://user:***@host/1.ts differs");
});

test("failures are told without passwords", () => {
  const { message } = unusable("http://user:s3cret@host/", "redirected to http://user:s3cret@host/x");
  expect(message).toBe(
    "http://user:***@host/ is no stream that can be played: redirected to http://user:***@host/x.",
  );
});
