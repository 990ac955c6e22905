import type { Exchange, GetRequest, HttpClient, HttpOptions, PendingGet } from "../http/exchange.ts";
import { Session } from "../http/session.ts";
import { HttpLane } from "./http-lane.ts";
import { type HttpShare, shareOf } from "./http-share.ts";
import { Transfer } from "./http-transfer.ts";
import type { Reactor } from "./reactor.ts";

/**
 * One viewer's HTTP/1.1 over a reactor. Connections are kept alive, one for each lane and server. A request that meets a
 * connection which the server has just closed is sent once more on a new one. Throws a `Failure` when the options have headers
 * that cannot be sent; whatever goes wrong with a request is in its `Exchange`.
 */
export function makeHttpClient(reactor: Reactor, options: HttpOptions): HttpClient {
  return new WireHttpClient(shareOf(reactor, options));
}

class WireHttpClient implements HttpClient {
  readonly #share: HttpShare;
  readonly #session = new Session();
  readonly #lanes: HttpLane[] = [];
  #isClosed = false;

  constructor(share: HttpShare) {
    this.#share = share;
  }

  get(request: GetRequest): PendingGet {
    if (this.#isClosed) return NOTHING;
    const route = this.#share.route(request.url);
    if (!route) return this.#refuse(request);
    const lane = this.#lane(request.lane);
    const transfer = new Transfer(lane, request, route);
    lane.submit(transfer);
    return transfer;
  }

  close(): void {
    this.#isClosed = true;
    for (const lane of this.#lanes) lane.close();
  }

  #lane(name: string): HttpLane {
    for (const lane of this.#lanes) if (lane.name === name) return lane;
    const lane = new HttpLane(name, this.#share, this.#session);
    this.#lanes.push(lane);
    return lane;
  }

  #refuse(request: GetRequest): PendingGet {
    const { reactor } = this.#share;
    const timer = reactor.at(reactor.nowMs(), () => {
      if (!this.#isClosed) request.onDone(refused(request, reactor.nowMs()));
    });
    return { ...NOTHING, cancel: () => timer.cancel() };
  }
}

const NOTHING: PendingGet = { cancel() {}, progress: { sentMs: null, firstByteMs: null } };

function refused({ url, dueMs }: GetRequest, nowMs: number): Exchange {
  return {
    url,
    redirects: 0,
    status: 0,
    problem: "protocol",
    detail: `${JSON.stringify(url.slice(0, 200))} is no http or https URL`,
    headers: new Map(),
    body: null,
    bytes: 0,
    dueMs,
    sentMs: nowMs,
    firstByteMs: null,
    endMs: nowMs,
  };
}
