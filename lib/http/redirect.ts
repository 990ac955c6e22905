import { parseTarget, type Target } from "./target.ts";

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 10;

/** Whether the status asks to go elsewhere; of 300, 304, 305 and 306 none does (RFC 9110 §15.4). */
export function isRedirect(status: number): boolean {
  return REDIRECTS.has(status);
}

/** The way of one request from server to server. */
export class RedirectPath {
  readonly #seen = new Set<string>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /**
   * Where to go on; text: why not. A reference is relative to where it was found (RFC 9110 §10.2.2). The same URL again is a loop,
   * unless a cookie was set on the way.
   */
  follow(from: Target, location: string | null, hasNewCookies: boolean): Target | string {
    if (location === null || location === "") return "a redirect without Location";
    if (hasNewCookies) this.#seen.clear();
    else this.#seen.add(from.url);
    const to = parseTarget(location, from.url);
    if (!to) return `a redirect to ${JSON.stringify(location.slice(0, 200))}, which is no http or https URL`;
    if (this.#seen.has(to.url)) return `redirects go round in a circle by ${to.origin}${to.path}`;
    if (this.#count === MOST_REDIRECTS) return `more than ${MOST_REDIRECTS} redirects`;
    this.#count += 1;
    return to;
  }
}
