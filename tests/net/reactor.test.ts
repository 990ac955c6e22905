import { afterEach, describe, expect, test } from "bun:test";
import { openReactor } from "../../lib/net/open-reactor.ts";
import type { Reactor, WireHandler } from "../../lib/net/reactor.ts";
import { REACTORS, serve, stopServers, withClient } from "./session.ts";

const NOTHING: WireHandler = {
  onOpen() {},
  onBytes() {},
  onDropped() {},
  droppable: () => 0,
  onClose() {},
};

/** Runs until `stop` was called out of what `begin` has set up. */
async function runIn(kind: Reactor["name"], begin: (reactor: Reactor) => void): Promise<Reactor> {
  const reactor = openReactor(kind);
  begin(reactor);
  await reactor.run();
  return reactor;
}

afterEach(stopServers);

describe.each(REACTORS)("the reactor %s", (kind) => {
  test("has that name", () => {
    expect(openReactor(kind).name).toBe(kind);
  });

  test("runs timers at their time, in order, and not those cancelled", async () => {
    const ran: string[] = [];
    await runIn(kind, (reactor) => {
      const now = reactor.nowMs();
      reactor.at(now + 60, () => reactor.stop());
      reactor.at(now + 30, () => ran.push(`b ${reactor.nowMs() >= now + 30}`));
      reactor.at(now + 5, () => {
        ran.push("a");
        late.cancel();
        reactor.at(0, () => ran.push("at once"));
      });
      const late = reactor.at(now + 40, () => ran.push("cancelled"));
      reactor.at(now + 30, () => ran.push("c"));
      reactor.at(now + 10_000, () => ran.push("too late"));
    });
    expect(ran).toEqual(["a", "at once", "b true", "c"]);
  });

  test("tells its lag, and a blocked loop shows", async () => {
    const reactor = await runIn(kind, (reactor) => {
      const now = reactor.nowMs();
      reactor.at(now + 10, () => {
        while (reactor.nowMs() < now + 90);
      });
      reactor.at(now + 150, () => reactor.stop());
    });
    const lags = reactor.takeLags();
    expect(lags.length).toBeGreaterThanOrEqual(4);
    expect(Math.max(...lags)).toBeGreaterThan(50);
    expect(Math.min(...lags)).toBeGreaterThanOrEqual(0);
    expect(reactor.takeLags()).toEqual([]);
  });

  test("ends with the error that a timer throws", async () => {
    const run = runIn(kind, (reactor) => {
      reactor.at(0, () => {
        throw new Error("a bug");
      });
    });
    await expect(run).rejects.toThrow("a bug");
  });

  const faulty: [title: string, handler: Partial<WireHandler>][] = [
    ["onOpen", { onOpen: () => bug() }],
    ["onBytes", { onBytes: () => bug() }],
    ["onClose", { onClose: () => bug() }],
  ];
  for (const [title, handler] of faulty) {
    test(`ends with the error that a handler throws in ${title}`, async () => {
      using listener = Bun.listen({
        hostname: "127.0.0.1",
        port: 0,
        socket: { open: (socket) => void socket.end("bye"), data() {} },
      });
      const run = runIn(kind, (reactor) => {
        const endpoint = { hostname: "127.0.0.1", port: listener.port, address: null, tls: null };
        reactor.connect(endpoint, { ...NOTHING, ...handler });
      });
      await expect(run).rejects.toThrow("a bug");
    });
  }

  test("calls nobody before connect has returned, and nobody after close", async () => {
    const calls: string[] = [];
    await runIn(kind, (reactor) => {
      using listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { open() {}, data() {} } });
      const endpoint = { hostname: "127.0.0.1", port: listener.port, address: null, tls: null };
      const told = { ...NOTHING, onOpen: () => calls.push("open"), onClose: () => calls.push("close") };
      reactor.connect(endpoint, told).close();
      reactor.connect({ ...endpoint, hostname: "no-such-host.invalid" }, told).close();
      expect(calls).toEqual([]);
      reactor.at(reactor.nowMs() + 60, () => reactor.stop());
    });
    expect(calls).toEqual([]);
  });

  test("sends what the kernel does not take at once when it does", async () => {
    const BYTES = 20_000_000;
    let received = 0;
    let isRight = true;
    await runIn(kind, (reactor) => {
      const listener = Bun.listen({
        hostname: "127.0.0.1",
        port: 0,
        socket: {
          data(socket, chunk) {
            for (let at = 0; at < chunk.length; at += 997) isRight &&= chunk[at] === (received + at) % 251;
            received += chunk.length;
            if (received === BYTES) socket.end("done");
          },
        },
      });
      const endpoint = { hostname: "127.0.0.1", port: listener.port, address: null, tls: null };
      const bytes = Uint8Array.from({ length: BYTES / 2 }, (_, index) => index % 251);
      const shift = (BYTES / 2) % 251;
      const wire = reactor.connect(endpoint, {
        ...NOTHING,
        onOpen() {
          wire.write(bytes);
          wire.write(bytes.map((byte) => (byte + shift) % 251));
        },
        onClose() {
          listener.stop(true);
          reactor.stop();
        },
      });
    });
    expect([received, isRight]).toEqual([BYTES, true]);
  });

  const testDrop = kind === "epoll" ? test : () => {};
  testDrop("lets the kernel drop what nobody looks at, to the byte", async () => {
    const BYTES = 5_000_000;
    const counts = { dropped: 0, seen: "" };
    await runIn(kind, (reactor) => {
      const listener = Bun.listen<{ sent: number }>({
        hostname: "127.0.0.1",
        port: 0,
        socket: {
          open(socket) {
            socket.data = { sent: 0 };
            pump(socket);
          },
          drain: pump,
          data() {},
        },
      });
      const body = Buffer.concat([Buffer.from("head"), Buffer.alloc(BYTES), Buffer.from("tail")]);
      function pump(socket: Bun.Socket<{ sent: number }>): void {
        socket.data.sent += Math.max(0, socket.write(body.subarray(socket.data.sent)));
        if (socket.data.sent === body.length) socket.end();
      }
      const endpoint = { hostname: "127.0.0.1", port: listener.port, address: null, tls: null };
      reactor.connect(endpoint, {
        ...NOTHING,
        onBytes(chunk) {
          counts.seen += Buffer.from(chunk).toString("latin1").replaceAll("\0", "");
          if (counts.dropped === 0) counts.dropped = chunk.length - 4;
        },
        onDropped(count) {
          counts.dropped += count;
        },
        droppable: () => (counts.seen === "" ? 0 : BYTES - counts.dropped),
        onClose() {
          listener.stop(true);
          reactor.stop();
        },
      });
    });
    expect(counts).toEqual({ dropped: BYTES, seen: "headtail" });
  });

  test("hears orders on stdin and signals, and lets the process end", async () => {
    const child = Bun.spawn([process.execPath, `${import.meta.dir}/reactor-process.ts`, kind], {
      stdin: "pipe",
      stdout: "pipe",
    });
    const lines = child.stdout.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
    const next = async () => (await lines.next()).value?.trim();
    expect(await next()).toBe("ready");
    child.stdin.write("an order\n");
    expect(await next()).toBe("heard an order");
    child.kill("SIGTERM");
    expect(await next()).toBe("SIGTERM");
    child.stdin.end();
    expect(await next()).toBe("end");
    expect(await child.exited).toBe(0);
  });
});

test("epoll does not wait for Bun's turn when Bun has something to do", () =>
  withClient(REACTORS.at(-1) ?? "bun", async ({ get, reactor }) => {
    const { origin } = serve(() => ({}));
    const beginMs = reactor.nowMs();
    for (let turn = 0; turn < 50; turn += 1) expect((await get(`${origin}/`)).problem).toBeNull();
    expect(reactor.nowMs() - beginMs).toBeLessThan(500);
  }));

test("reactors that were never run are in nobody's way", async () => {
  for (let i = 0; i < 10; i += 1) openReactor("auto");
  await runIn("bun", (reactor) => void reactor.at(0, () => reactor.stop()));
});

test("epoll is taken where the system has it", () => {
  expect(openReactor("auto").name).toBe(process.platform === "linux" ? "epoll" : "bun");
});

function bug(): never {
  throw new Error("a bug");
}
