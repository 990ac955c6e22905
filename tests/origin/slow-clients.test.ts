import { afterAll, describe, expect, test } from "bun:test";
import { generatedMedia } from "../../lib/origin/generated-media.ts";
import { serveOrigin } from "../../lib/origin/serve.ts";
import { originOf } from "../support/configs.ts";
import { ASSETS } from "./support/live-servers.ts";
import { MOMENT_MS, sourceOf } from "./support/origin-fixture.ts";
import { request } from "./support/raw-http.ts";

/** Segments of 19 MB, more than sockets hold in the kernel. */
const origin = originOf("4k-abr", { hls: { segmentDuration: 10 } });
const source = sourceOf(origin);
const SEGMENT = `/2160p/${source.renditions[0]?.nameOf(source.window(MOMENT_MS).lastListed)}`;
const IDLE_SEC = 5;
const server = serveOrigin({
  settings: origin,
  media: generatedMedia(source, MOMENT_MS),
  assets: ASSETS,
  build: { version: "0", commit: "test" },
  bind: "127.0.0.1",
  port: 0,
  idleSec: IDLE_SEC,
  nowMs: () => MOMENT_MS,
});

afterAll(() => server.stop(0));

interface Closed {
  afterMs: number;
  receivedBytes: number;
}

/** A client that does as `open` says; resolves when the server ends it. */
function slowClient(open: (socket: Bun.Socket<undefined>) => void): Promise<Closed> {
  const began = performance.now();
  let receivedBytes = 0;
  const { promise, resolve } = Promise.withResolvers<Closed>();
  const end = () => resolve({ afterMs: performance.now() - began, receivedBytes });
  const handlers = {
    open,
    data(_: unknown, chunk: Uint8Array) {
      receivedBytes += chunk.length;
    },
    close: end,
    error: end,
  };
  void Bun.connect<undefined>({ hostname: "127.0.0.1", port: server.port, socket: handlers });
  return promise;
}

/** Sends a beginning and then a little more each second, for ever. */
function dribble(beginning: string, more: string): Promise<Closed> {
  let timer: NodeJS.Timeout | undefined;
  const closed = slowClient((socket) => {
    socket.write(beginning);
    timer = setInterval(() => socket.write(more), 1000);
  });
  return closed.finally(() => clearInterval(timer));
}

/** Asks for a big segment, takes nothing for a while, then looks what there is. */
function stall(forMs: number): Promise<Closed> {
  return slowClient((socket) => {
    socket.write(`GET ${SEGMENT} HTTP/1.1\r\nHost: a\r\n\r\n`);
    socket.pause();
    setTimeout(() => socket.resume(), forMs);
  });
}

describe("clients that take their time", () => {
  test("are closed when their request does not come to an end, or they do not take the answer; others notice nothing", async () => {
    const beginnings: [string, string][] = [
      ["GET /", "a"],
      ["GET / HTTP/1.1\r\nHost: a\r\nX: ", "a"],
      ["GET / HTTP/1.1\r\nHost: a\r\n", "X-a: b\r\n"],
    ];
    const silent = Array.from({ length: 100 }, () => slowClient(() => {}));
    const dribbling = beginnings.flatMap(([beginning, more]) =>
      Array.from({ length: 30 }, () => dribble(beginning, more)),
    );
    const stalled = Array.from({ length: 4 }, () => stall(3000 * IDLE_SEC));
    const idle = slowClient((socket) => void socket.write("GET /health HTTP/1.1\r\nHost: a\r\n\r\n"));

    const began = performance.now();
    expect((await request(server.port, "GET", "/health")).text).toBe("ok\n");
    expect(performance.now() - began).toBeLessThan(1000);

    const requests = await Promise.all([...silent, ...dribbling]);
    expect(Math.max(...requests.map(({ afterMs }) => afterMs))).toBeLessThan(20_000);
    expect((await idle).afterMs).toBeLessThan(12_000);
    const size = source.renditions[0]?.segmentBytes(source.window(MOMENT_MS).lastListed) ?? 0;
    for (const { receivedBytes } of await Promise.all(stalled)) expect(receivedBytes).toBeLessThan(size);
  }, 40_000);

  test("get all of it when they read slowly but steadily", async () => {
    const closed = await slowClient((socket) => {
      socket.write(`GET ${SEGMENT} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
      const timer = setInterval(() => {
        socket.pause();
        setTimeout(() => socket.resume(), 15);
      }, 30);
      timer.unref();
    });
    const size = source.renditions[0]?.segmentBytes(source.window(MOMENT_MS).lastListed) ?? 0;
    expect(closed.receivedBytes).toBeGreaterThan(size);
  }, 20_000);
});
