import type { HttpOptions } from "../http/exchange.ts";
import { RecentCache } from "../http/recent-cache.ts";
import { RequestHeads } from "../http/request-head.ts";
import { parseTarget, type Target } from "../http/target.ts";
import type { Endpoint, Reactor } from "./reactor.ts";
import { SilenceWatch } from "./silence-watch.ts";

const TARGETS = 2048;
const encoder = new TextEncoder();

/** A target and the bytes of the plain request for it, because all viewers ask for the same. */
export interface Route {
  readonly target: Target;
  /** Whose headers the bytes have. */
  share: HttpShare | null;
  identity: Uint8Array | null;
  gzip: Uint8Array | null;
}

interface ReactorShare {
  routes: RecentCache<string, Route>;
  silences: Map<number, SilenceWatch>;
  byOptions: WeakMap<HttpOptions, HttpShare>;
}

const reactors = new WeakMap<Reactor, ReactorShare>();

/** What all clients of a reactor with the same options have in common. Throws a `Failure` for headers that cannot be sent. */
export function shareOf(reactor: Reactor, options: HttpOptions): HttpShare {
  let common = reactors.get(reactor);
  if (!common) {
    common = { routes: new RecentCache(TARGETS), silences: new Map(), byOptions: new WeakMap() };
    reactors.set(reactor, common);
  }
  let share = common.byOptions.get(options);
  if (!share) {
    share = new HttpShare(reactor, options, common);
    common.byOptions.set(options, share);
  }
  return share;
}

export class HttpShare {
  readonly reactor: Reactor;
  readonly heads: RequestHeads;
  readonly #options: HttpOptions;
  readonly #common: ReactorShare;

  constructor(reactor: Reactor, options: HttpOptions, common: ReactorShare) {
    this.reactor = reactor;
    this.heads = new RequestHeads(options);
    this.#options = options;
    this.#common = common;
  }

  /** Null: not an http or https URL. */
  route(url: string): Route | null {
    const known = this.#common.routes.get(url);
    if (known) return known;
    const target = parseTarget(url);
    return target && this.#remember(url, target);
  }

  routeTo(target: Target): Route {
    return this.#common.routes.get(target.url) ?? this.#remember(target.url, target);
  }

  unixMs(): number {
    return this.reactor.epochMs + this.reactor.nowMs();
  }

  /** The request without range, cookies and credentials. */
  plainRequest(route: Route, acceptsGzip: boolean): Uint8Array {
    if (route.share !== this) {
      route.share = this;
      route.identity = null;
      route.gzip = null;
    }
    const known = acceptsGzip ? route.gzip : route.identity;
    if (known) return known;
    const extras = { range: null, acceptsGzip, cookie: null, authorization: null, isForeign: false };
    const bytes = encoder.encode(this.heads.text(route.target, extras));
    if (acceptsGzip) route.gzip = bytes;
    else route.identity = bytes;
    return bytes;
  }

  endpoint(target: Target): Endpoint {
    const { resolve, insecure, ca } = this.#options;
    const { hostname, port, isTls } = target;
    const address = resolve[`${hostname}:${port}`] ?? resolve[`[${hostname}]:${port}`] ?? null;
    return { hostname, port, address, tls: isTls ? { insecure, ca } : null };
  }

  silence(limitMs: number): SilenceWatch {
    const { silences } = this.#common;
    let watch = silences.get(limitMs);
    if (!watch) {
      watch = new SilenceWatch(this.reactor, limitMs);
      silences.set(limitMs, watch);
    }
    return watch;
  }

  #remember(url: string, target: Target): Route {
    const route = { target, share: null, identity: null, gzip: null };
    this.#common.routes.set(url, route);
    return route;
  }
}
