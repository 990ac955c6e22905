import { afterEach, describe, expect, test } from "bun:test";
import { gzipSync } from "node:zlib";
import type { Exchange } from "../../lib/http/exchange.ts";
import type { RawReply } from "../support/raw-server.ts";
import { bodyText, REACTORS, serve, stopServers, withClient } from "./session.ts";

afterEach(stopServers);

/** How the answer to `/` ended. */
const outcome = ({ status, problem, detail, bytes }: Exchange) => ({ status, problem, detail, bytes });
const BIG = new Uint8Array(3_000_000).fill(7);

describe.each(REACTORS)("on %s", (kind) => {
  test("a request without an end tells how far it has come, one that waits for its turn that it was not sent", () =>
    withClient(kind, async ({ client, reactor, request }) => {
      const arrived = Promise.withResolvers<void>();
      const { origin } = serve(() => {
        arrived.resolve();
        return { silent: true };
      });
      const onDone = () => {};
      const beganMs = reactor.nowMs();
      const held = client.get(request(`${origin}/`, { onDone }));
      const waiting = client.get(request(`${origin}/`, { onDone }));
      await arrived.promise;
      expect(held.progress.sentMs).toBeGreaterThanOrEqual(beganMs);
      expect(held.progress.firstByteMs).toBeNull();
      expect(waiting.progress).toEqual({ sentMs: null, firstByteMs: null });
    }));

  describe("a body", () => {
    const cases: [title: string, reply: Partial<RawReply>][] = [
      ["with a length", {}],
      ["in tiny chunks", { chunkBytes: 1 }],
      ["until the connection ends", { untilClose: true }],
      ["after which the server closes", { closeAfter: true }],
      [
        "after interim answers",
        { garbage: "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello" },
      ],
    ];
    for (const [title, reply] of cases) {
      test(`${title} is kept whole, or counted`, () =>
        withClient(kind, async ({ get }) => {
          const { origin } = serve(() => ({ body: "hello", ...reply }));
          const kept = await get(`${origin}/`);
          expect(bodyText(kept)).toBe("hello");
          expect(outcome(kept)).toEqual({ status: 200, problem: null, detail: "", bytes: 5 });
          const dropped = await get(`${origin}/`, { body: "drop" });
          expect(dropped.body).toBeNull();
          expect(outcome(dropped)).toEqual({ status: 200, problem: null, detail: "", bytes: 5 });
        }));
    }

    test("of megabytes is counted to the byte, with and without somebody who looks", () =>
      withClient(kind, async ({ get }) => {
        const { origin } = serve(({ target }) => ({
          body: BIG,
          ...(target === "/chunks" && { chunkBytes: 100_000 }),
          ...(target === "/close" && { untilClose: true }),
        }));
        for (const path of ["/length", "/chunks", "/close", "/length"]) {
          expect(outcome(await get(origin + path, { body: "drop" }))).toMatchObject({
            problem: null,
            bytes: BIG.length,
          });
          let seen = 0;
          const onChunk = (chunk: Uint8Array) => {
            seen += chunk.length * Number(chunk.every((byte) => byte === 7));
          };
          expect((await get(origin + path, { body: "drop", onChunk })).bytes).toBe(BIG.length);
          expect(seen).toBe(BIG.length);
        }
      }));

    test("in gzip is unpacked, and counted as it came", () =>
      withClient(kind, async ({ get }) => {
        const packed = gzipSync("#EXTM3U\n".repeat(100));
        const accepted: (string | undefined)[] = [];
        const { origin } = serve(({ headers }) => {
          accepted.push(headers["accept-encoding"]);
          return { headers: { "Content-Encoding": "gzip" }, body: packed };
        });
        for (let turn = 0; turn < 2; turn += 1) {
          const exchange = await get(`${origin}/`);
          expect(bodyText(exchange)).toBe("#EXTM3U\n".repeat(100));
          expect(exchange.bytes).toBe(packed.length);
        }
        await get(`${origin}/`, { acceptsGzip: false });
        await get(`${origin}/`, { body: "drop" });
        expect(accepted).toEqual(["gzip", "gzip", "identity", "identity"]);
      }));
  });

  describe("what goes wrong has a name and words:", () => {
    const bomb = gzipSync(new Uint8Array(5_000_000));
    const cases: [title: string, reply: Partial<RawReply>, expected: Partial<Exchange>][] = [
      [
        "the body ends too soon",
        { cutAfterBytes: 3, body: "hello" },
        {
          problem: "truncated",
          status: 200,
          bytes: 3,
          detail: "the server closed the connection after 3 bytes of the body, 2 before its end",
        },
      ],
      ["garbage", { garbage: "\x16\x03\x01 what?\r\n\r\n" }, { problem: "protocol", status: 0 }],
      [
        "a head without end",
        { garbage: `HTTP/1.1 200 OK\r\n${"X: y\r\n".repeat(20_000)}` },
        { problem: "protocol", detail: "a head of more than 64 KiB" },
      ],
      [
        "more than was announced",
        { garbage: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhello" },
        { problem: "protocol", detail: "3 bytes after the end of the answer" },
      ],
      ["no answer", { hangUp: true }, { problem: "reset", status: 0, bytes: 0 }],
      [
        "silence before the answer",
        { silent: true },
        { problem: "timeout", status: 0, detail: "no answer for 100 ms" },
      ],
      [
        "silence inside the body",
        { stall: { afterBytes: 2, ms: 5000 }, body: "hello" },
        { problem: "timeout", status: 200, detail: "no more bytes after 2 of the body for 100 ms", bytes: 2 },
      ],
      [
        "an announced body beyond the limit",
        { body: new Uint8Array(1_000_001) },
        { problem: "too-large", detail: "a body of 1000001 bytes" },
      ],
      [
        "a body that goes on beyond the limit",
        { body: BIG, chunkBytes: 10_000 },
        { problem: "too-large", detail: "a body of more than 1000000 bytes" },
      ],
      [
        "a body that unpacks beyond the limit",
        { body: bomb, headers: { "Content-Encoding": "gzip" } },
        { problem: "too-large", detail: "more than 1000000 bytes after gzip" },
      ],
      [
        "a broken gzip body",
        { body: bomb.subarray(0, 1000), headers: { "Content-Encoding": "gzip" } },
        { problem: "protocol" },
      ],
      [
        "an encoding nobody asked for",
        { headers: { "Content-Encoding": "br" } },
        { problem: "protocol", detail: 'Content-Encoding "br" was not asked for' },
      ],
    ];
    for (const [title, reply, expected] of cases) {
      test(title, () =>
        withClient(kind, async ({ get }) => {
          const { origin } = serve(() => reply);
          const exchange = await get(`${origin}/`, { timeoutMs: 100 });
          expect(exchange).toMatchObject({ body: null, ...expected });
          expect(exchange.detail).not.toBe("");
        }),
      );
    }

    test("nobody listens", () =>
      withClient(kind, async ({ get }) => {
        const server = serve(() => ({}));
        server.stop();
        const exchange = await get(`${server.origin}/`);
        expect(outcome(exchange)).toEqual({
          status: 0,
          problem: "refused",
          detail: `nobody listens there (127.0.0.1 port ${server.port})`,
          bytes: 0,
        });
        expect(exchange.firstByteMs).toBeNull();
      }));

    test("a name without address, also the second time", () =>
      withClient(kind, async ({ get }) => {
        for (let turn = 0; turn < 2; turn += 1) {
          const exchange = await get("http://no-such-host.invalid/");
          expect(exchange).toMatchObject({ problem: "dns", status: 0 });
          expect(exchange.detail).toStartWith("no address for no-such-host.invalid");
        }
      }));

    test("no URL, told after get has returned", () =>
      withClient(kind, async ({ client, request }) => {
        const { promise, resolve } = Promise.withResolvers<Exchange>();
        let hasReturned = false;
        client.get(
          request("stream.m3u8", {
            onDone(exchange) {
              expect(hasReturned).toBe(true);
              resolve(exchange);
            },
          }),
        );
        hasReturned = true;
        expect(await promise).toMatchObject({
          problem: "protocol",
          detail: '"stream.m3u8" is no http or https URL',
        });
      }));

    test("media are not given up while bytes trickle, until the limit of the whole", () =>
      withClient(kind, async ({ get }) => {
        const { origin } = serve(() => ({ body: "hello", stall: { afterBytes: 2, ms: 150 }, delayMs: 150 }));
        expect(outcome(await get(`${origin}/`, { timeoutMs: 220 }))).toMatchObject({
          problem: null,
          bytes: 5,
        });
      }));

    const DRIPS = { answer: "no whole head of an answer", body: "not whole in 3" } as const;
    for (const of of ["answer", "body"] as const) {
      test(`who drips the ${of} is given up in the end, whatever is done with the body`, () =>
        withClient(kind, async ({ get }) => {
          const { origin } = serve(() => ({ body: "x".repeat(1000), drip: { of, everyMs: 20 } }));
          const limits = of === "answer" ? { timeoutMs: 300 } : { timeoutMs: 200, totalMs: 350 };
          for (const body of ["keep", "drop"] as const) {
            const exchange = await get(`${origin}/`, { ...limits, body, lane: body });
            expect(exchange).toMatchObject({ problem: "timeout", status: of === "body" ? 200 : 0 });
            expect(exchange.detail).toStartWith(DRIPS[of]);
            expect(exchange.endMs - exchange.sentMs).toBeGreaterThan(250);
            expect(exchange.endMs - exchange.sentMs).toBeLessThan(450);
          }
        }));
    }
  });
});
