import { type Cookie, isSentTo, parseCookie } from "./cookie.ts";
import type { Target } from "./target.ts";

/** RFC 6265 §6.1. */
const MOST_COOKIES = 50;

/** The cookies of one client. */
export class CookieJar {
  #cookies: Cookie[] = [];

  /** Takes the Set-Cookie fields of an answer; `unixMs` is now. */
  take(fields: readonly string[], from: Target, unixMs: number): void {
    for (const field of fields) {
      const cookie = parseCookie(field, from, unixMs);
      if (cookie) this.#put(cookie, unixMs);
    }
  }

  /** The value of a Cookie field; null: none is for this target. Longer paths go first (RFC 6265 §5.4, step 2). */
  fieldFor(target: Target, unixMs: number): string | null {
    const sent = this.#cookies.filter((cookie) => isSentTo(cookie, target, unixMs));
    sent.sort((a, b) => b.path.length - a.path.length);
    return sent.length === 0 ? null : sent.map(({ name, value }) => `${name}=${value}`).join("; ");
  }

  #put(cookie: Cookie, unixMs: number): void {
    const others = this.#cookies.filter((other) => !isSame(cookie, other));
    const isOver = cookie.expiresMs !== null && cookie.expiresMs <= unixMs;
    this.#cookies = isOver ? others : [...others, cookie].slice(-MOST_COOKIES);
  }
}

function isSame(a: Cookie, b: Cookie): boolean {
  return a.name === b.name && a.domain === b.domain && a.path === b.path;
}
