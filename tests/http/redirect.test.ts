import { describe, expect, test } from "bun:test";
import { isRedirect, RedirectPath } from "../../lib/http/redirect.ts";
import { parseTarget, type Target } from "../../lib/http/target.ts";

function target(url: string): Target {
  const parsed = parseTarget(url);
  if (!parsed) throw new Error(url);
  return parsed;
}

test("301, 302, 303, 307 and 308 redirect, and no other status", () => {
  const all = Array.from({ length: 500 }, (_, index) => index + 100);
  expect(all.filter(isRedirect)).toEqual([301, 302, 303, 307, 308]);
});

describe("a redirect", () => {
  test("is relative to where it was found", () => {
    const cases: [location: string, url: string][] = [
      ["b.m3u8", "http://a/live/b.m3u8"],
      ["/b.m3u8", "http://a/b.m3u8"],
      ["//c/b.m3u8", "http://c/b.m3u8"],
      ["?x=1", "http://a/live/a.m3u8?x=1"],
      ["https://c/", "https://c/"],
    ];
    for (const [location, url] of cases) {
      expect(new RedirectPath().follow(target("http://a/live/a.m3u8"), location, false)).toMatchObject({
        url,
      });
    }
  });

  test("without Location leads nowhere", () => {
    expect(new RedirectPath().follow(target("http://a/"), null, false)).toBe("a redirect without Location");
  });

  test("leads to http and https only", () => {
    expect(new RedirectPath().follow(target("http://a/"), "ftp://b/", false)).toBe(
      'a redirect to "ftp://b/", which is no http or https URL',
    );
  });

  test("to where it has been is a loop, unless it set a cookie", () => {
    const path = new RedirectPath();
    expect(path.follow(target("http://a/1"), "/2", false)).toMatchObject({ path: "/2" });
    expect(path.follow(target("http://a/2"), "/1", false)).toBe(
      "redirects go round in a circle by http://a:80/1",
    );
    expect(new RedirectPath().follow(target("http://a/1"), "/1", true)).toMatchObject({ path: "/1" });
  });

  test("is followed ten times", () => {
    const path = new RedirectPath();
    for (let i = 0; i < 10; i += 1) {
      expect(path.follow(target(`http://a/${i}`), `/${i + 1}`, false)).toMatchObject({ path: `/${i + 1}` });
    }
    expect(path.count).toBe(10);
    expect(path.follow(target("http://a/10"), "/11", false)).toBe("more than 10 redirects");
  });
});
