import { CookieJar } from "./cookie-jar.ts";
import type { Target } from "./target.ts";

/** What one client remembers of servers: cookies and the credentials of URLs. Empty until there is something. */
export class Session {
  #jar: CookieJar | null = null;
  #credentials: Map<string, string> | null = null;

  takeCookies(fields: readonly string[], from: Target, unixMs: number): void {
    this.#jar ??= new CookieJar();
    this.#jar.take(fields, from, unixMs);
  }

  /** Values of the Cookie and the Authorization field; null: none. */
  cookie(target: Target, unixMs: number): string | null {
    return this.#jar?.fieldFor(target, unixMs) ?? null;
  }

  /** What was once in a URL goes to the whole server, without waiting to be asked (RFC 7617 §2.2). */
  authorization(target: Target): string | null {
    if (target.authorization === null) return this.#credentials?.get(target.origin) ?? null;
    this.#credentials ??= new Map();
    this.#credentials.set(target.origin, target.authorization);
    return target.authorization;
  }
}
