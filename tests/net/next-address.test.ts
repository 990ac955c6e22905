import { describe, expect, test } from "bun:test";
import { BunWire } from "../../lib/net/bun-wire.ts";
import { EpollWire } from "../../lib/net/epoll-wire.ts";
import { openLibc } from "../../lib/net/libc.ts";
import type { WireHandler } from "../../lib/net/reactor.ts";
import { Sockets } from "../../lib/net/sockets.ts";

const libc = openLibc();

interface Told {
  handler: WireHandler;
  outcome: Promise<string>;
}

function listen(): Told {
  const { promise, resolve } = Promise.withResolvers<string>();
  const handler: WireHandler = {
    onOpen: () => resolve("open"),
    onBytes() {},
    onDropped() {},
    droppable: () => 0,
    onClose: (problem, detail) => resolve(`${problem}: ${detail}`),
  };
  return { handler, outcome: promise };
}

const CASES: [title: string, addresses: string[], outcome: (port: number) => string][] = [
  [
    "the next address is tried where nobody listens at the first",
    ["127.0.0.2", "::1", "127.0.0.1"],
    () => "open",
  ],
  [
    "the last address says what went wrong",
    ["127.0.0.2", "127.0.0.3"],
    (port) => `refused: nobody listens there (127.0.0.3 port ${port})`,
  ],
];

describe.each(CASES)("%s", (_title, list, outcome) => {
  test("by Bun", async () => {
    using listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
    const told = listen();
    const endpoint = { hostname: "name.test", port: listener.port, address: null, tls: null };
    const wire = new BunWire({ fail: reportError, forget() {} }, endpoint, told.handler);
    wire.resolved({ ok: true, list });
    expect(await told.outcome).toBe(outcome(listener.port));
    wire.close();
  });

  if (!libc) return;

  test("by epoll", async () => {
    using listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
    const told = listen();
    const soon: (() => void)[] = [];
    const sockets = new Sockets(libc, (run) => void soon.push(run));
    const endpoint = { hostname: "name.test", port: listener.port, address: null, tls: null };
    new EpollWire(sockets, endpoint, told.handler).resolved({ ok: true, list });
    for (let turn = 0; turn < 10; turn += 1) {
      for (const run of soon.splice(0)) run();
      sockets.epoll.wait(10);
    }
    expect(await told.outcome).toBe(outcome(listener.port));
    sockets.closeAll();
  });
});
