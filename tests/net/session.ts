import { readdirSync } from "node:fs";
import type { Exchange, GetRequest, HttpClient, HttpOptions } from "../../lib/http/exchange.ts";
import { makeHttpClient } from "../../lib/net/http-client.ts";
import { openReactor } from "../../lib/net/open-reactor.ts";
import type { Reactor } from "../../lib/net/reactor.ts";
import { openRawServer, type RawReply, type RawRequest, type RawServer } from "../support/raw-server.ts";

/** Every claim holds on both, where the system has both. */
export const REACTORS: readonly Reactor["name"][] = process.platform === "linux" ? ["bun", "epoll"] : ["bun"];

export const HTTP_OPTIONS: HttpOptions = {
  userAgent: "test",
  headers: [],
  noCache: false,
  insecure: false,
  ca: null,
  resolve: {},
};

export interface Session {
  reactor: Reactor;
  client: HttpClient;
  /** Gets with sensible defaults; resolves with how it ended. */
  get(url: string, changes?: Partial<GetRequest>): Promise<Exchange>;
  request(url: string, changes: Partial<GetRequest> & Pick<GetRequest, "onDone">): GetRequest;
}

/** Runs a test inside a running reactor; both end with it. */
export async function withClient(
  kind: Reactor["name"],
  run: (session: Session) => Promise<void>,
  options: Partial<HttpOptions> = {},
): Promise<void> {
  const reactor = openReactor(kind);
  const running = reactor.run();
  const client = makeHttpClient(reactor, { ...HTTP_OPTIONS, ...options });
  const request: Session["request"] = (url, changes) => ({
    url,
    lane: "one",
    dueMs: reactor.nowMs(),
    range: null,
    body: "keep",
    limitBytes: 1_000_000,
    timeoutMs: 5000,
    totalMs: 20_000,
    acceptsGzip: true,
    ...changes,
  });
  const get: Session["get"] = (url, changes = {}) =>
    new Promise((resolve) => client.get(request(url, { onDone: resolve, ...changes })));
  try {
    await Promise.race([run({ reactor, client, get, request }), running]);
  } finally {
    client.close();
    reactor.stop();
    await running;
  }
}

const servers: RawServer[] = [];

/** A server that answers 200 with the path and the number of the connection, or what is said instead. */
export function serve(answer: (request: RawRequest) => Partial<RawReply>, hostname = "127.0.0.1"): RawServer {
  const server = openRawServer({
    hostname,
    answer: (request) => ({
      status: 200,
      body: `${request.target} ${request.connection}`,
      ...answer(request),
    }),
  });
  servers.push(server);
  return server;
}

export function stopServers(): void {
  for (const server of servers.splice(0)) server.stop();
}

/** Lets the event loop go round until it is so; throws when it takes more than two seconds. */
export async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 2000;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`never: ${isSo}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export function bodyText({ body }: Exchange): string | null {
  return body && new TextDecoder().decode(body);
}

export function openFiles(): number {
  return readdirSync("/proc/self/fd").length;
}
