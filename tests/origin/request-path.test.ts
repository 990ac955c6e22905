import { describe, expect, test } from "bun:test";
import { CLIENT_LIMITS } from "../../lib/derive/http.ts";
import { requestPath } from "../../lib/origin/request-path.ts";

const LIMIT = CLIENT_LIMITS.targetBytes;

describe("a request target", () => {
  test.each([
    ["/", "/"],
    ["/720p/stream.m3u8", "/720p/stream.m3u8"],
    ["/a?b=/../%00//", "/a"],
    ["/%73tream%2em3u8", "/stream.m3u8"],
    ["/caf%C3%A9", "/café"],
    ["/a%3Fb", "/a?b"],
  ])("%s is the path %s", (target, path) => expect(requestPath(target)).toBe(path));

  test.each([
    ["/a//b", 404],
    ["/files//", 404],
    ["/a%2f%2fb", 404],
    ["/.hidden", 404],
    ["/a/../b", 404],
    ["/a/./b", 404],
    ["/%2e%2e/b", 404],
    ["/a\0", 400],
    ["/%00", 400],
    ["/%", 400],
    ["/%ff", 400],
    ["*", 400],
    ["", 400],
    ["?a", 400],
    [`/${"a".repeat(LIMIT)}`, 414],
    [`/?${"a".repeat(LIMIT)}`, 414],
  ])("%j is refused with %d", (target, status) => expect(requestPath(target)).toBe(status as 404));
});
