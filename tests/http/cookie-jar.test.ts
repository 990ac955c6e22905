import { describe, expect, test } from "bun:test";
import { CookieJar } from "../../lib/http/cookie-jar.ts";
import { parseTarget, type Target } from "../../lib/http/target.ts";

const NOW = Date.UTC(2026, 0, 1);

function target(url: string): Target {
  const parsed = parseTarget(url);
  if (!parsed) throw new Error(url);
  return parsed;
}

/** What a jar sends to a URL after an answer from another. */
function sent(setCookie: string | string[], from: string, to: string, laterMs = 0): string | null {
  const jar = new CookieJar();
  jar.take([setCookie].flat(), target(from), NOW);
  return jar.fieldFor(target(to), NOW + laterMs);
}

const A = "http://a.test/live/x.m3u8";

describe("a cookie", () => {
  const cases: [title: string, setCookie: string, from: string, to: string, sent: string | null][] = [
    ["goes back to its host", "id=1", A, "http://a.test/live/y.ts", "id=1"],
    ["goes back to its host on another port", "id=1", A, "http://a.test:8080/live/y.ts", "id=1"],
    ["keeps what is in its value", 'id="a=b c"', A, A, 'id="a=b c"'],
    ["does not go to another host", "id=1", A, "http://b.test/live/y.ts", null],
    ["does not go to a host below without Domain", "id=1", A, "http://x.a.test/live/", null],
    ["goes to hosts below with Domain", "id=1; Domain=.A.test", A, "http://x.a.test/live/", "id=1"],
    [
      "is refused for a domain that is not above its host",
      "id=1; Domain=b.test",
      A,
      "http://b.test/live/",
      null,
    ],
    ["is refused for a whole top-level domain", "id=1; Domain=test", A, A, null],
    [
      "of an address is for that address only",
      "id=1; Domain=0.0.1",
      "http://127.0.0.1/",
      "http://127.0.0.1/",
      null,
    ],
    ["is for the folder it came from", "id=1", A, "http://a.test/other/", null],
    ["is for the folder it names", "id=1; Path=/", A, "http://a.test/other/", "id=1"],
    ["is for whole folder names", "id=1; Path=/li", A, A, null],
    ["that is secure does not go over http", "id=1; Secure", "https://a.test/live/", A, null],
    [
      "that is secure goes over https",
      "id=1; secure",
      "https://a.test/live/",
      "https://a.test/live/",
      "id=1",
    ],
    ["that is over already is not kept", "id=1; Max-Age=0", A, A, null],
    [
      "obeys Max-Age rather than Expires",
      "id=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
      A,
      A,
      "id=1",
    ],
    ["obeys Expires", "id=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT", A, A, null],
    ["obeys Expires in the old form", "id=1; Expires=Thursday, 01-Jan-1970 00:00:00 GMT", A, A, null],
    ["with a date that cannot be read stays", "id=1; Expires=soon", A, A, "id=1"],
    ["without a name is ignored", "=1", A, A, null],
    ["without an equals sign is ignored", "id", A, A, null],
    ["with a control character is ignored", "id=1\rX", A, A, null],
    ["of more than 4096 characters is ignored", `id=${"x".repeat(5000)}`, A, A, null],
  ];
  for (const [title, setCookie, from, to, expected] of cases) {
    test(title, () => expect(sent(setCookie, from, to)).toBe(expected));
  }

  test("ends with its time", () => {
    expect(sent("id=1; Max-Age=60", A, A, 59_000)).toBe("id=1");
    expect(sent("id=1; Max-Age=60", A, A, 60_000)).toBeNull();
  });

  test("replaces the one of the same name and path, and can take it away", () => {
    expect(sent(["id=1", "id=2"], A, A)).toBe("id=2");
    expect(sent(["id=1", "id=; Max-Age=-1"], A, A)).toBeNull();
  });

  test("of a longer path goes first", () => {
    expect(sent(["a=1; Path=/", "b=2; Path=/live"], A, A)).toBe("b=2; a=1");
  });
});

test("a jar keeps the fifty newest cookies", () => {
  const many = Array.from({ length: 60 }, (_, index) => `c${index}=1`);
  const field = sent(many, A, A) ?? "";
  expect(field.split("; ")).toHaveLength(50);
  expect(field).toContain("c59=1");
  expect(field).not.toContain("c9=1");
});
