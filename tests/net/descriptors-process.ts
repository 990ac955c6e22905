import type { Exchange } from "../../lib/http/exchange.ts";
import { makeHttpClient } from "../../lib/net/http-client.ts";
import { openReactor } from "../../lib/net/open-reactor.ts";
import { HTTP_OPTIONS } from "./session.ts";

/** More clients than descriptors: says how often each problem came, and whether a connection is to be had afterwards. */
const [kind, url = ""] = process.argv.slice(2);
const reactor = openReactor(kind === "epoll" ? "epoll" : "bun");
const clients = Array.from({ length: 100 }, () => makeHttpClient(reactor, HTTP_OPTIONS));

function get(client: (typeof clients)[number]): Promise<Exchange> {
  return new Promise((onDone) =>
    client.get({
      url,
      lane: "one",
      dueMs: reactor.nowMs(),
      range: null,
      body: "drop",
      limitBytes: 1000,
      timeoutMs: 5000,
      totalMs: 5000,
      acceptsGzip: false,
      onDone,
    }),
  );
}

async function measure(): Promise<void> {
  const exchanges = await Promise.all(clients.map(get));
  for (const client of clients) client.close();
  const again = await get(makeHttpClient(reactor, HTTP_OPTIONS));
  const problems = [...new Set(exchanges.map(({ problem }) => problem))];
  await Bun.write(Bun.stdout, JSON.stringify({ problems, again: again.problem }));
  reactor.stop();
}

void measure();
await reactor.run();
process.exit(0);
