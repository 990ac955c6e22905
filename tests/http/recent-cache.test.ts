import { expect, test } from "bun:test";
import { RecentCache } from "../../lib/http/recent-cache.ts";

test("what is used stays, what is not goes, and there is never much", () => {
  const cache = new RecentCache<number, string>(10);
  cache.set(-1, "used");
  for (let i = 0; i < 100; i += 1) {
    cache.set(i, `${i}`);
    expect(cache.get(-1)).toBe("used");
  }
  const kept = Array.from({ length: 100 }, (_, i) => cache.get(i)).filter((value) => value !== undefined);
  expect(kept.length).toBeLessThanOrEqual(20);
  expect(cache.get(99)).toBe("99");
  expect(cache.get(0)).toBeUndefined();
});
