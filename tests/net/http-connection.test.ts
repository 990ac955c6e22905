import { afterEach, describe, expect, test } from "bun:test";
import type { Exchange } from "../../lib/http/exchange.ts";
import { makeHttpClient } from "../../lib/net/http-client.ts";
import {
  bodyText,
  HTTP_OPTIONS,
  openFiles,
  REACTORS,
  serve,
  stopServers,
  until,
  withClient,
} from "./session.ts";

const BIG = new Uint8Array(3_000_000);

afterEach(stopServers);

describe.each(REACTORS)("connections on %s:", (kind) => {
  test("a lane has one, used again and again, in the order of the requests", () =>
    withClient(kind, async ({ get }) => {
      const server = serve(() => ({}));
      const exchanges = await Promise.all(["/1", "/2", "/3"].map((path) => get(server.origin + path)));
      expect(exchanges.map(bodyText)).toEqual(["/1 1", "/2 1", "/3 1"]);
      expect(server.accepted).toBe(1);
    }));

  test("lanes do not wait for each other", () =>
    withClient(kind, async ({ get }) => {
      const server = serve(({ target }) => ({ silent: target === "/never" }));
      void get(`${server.origin}/never`, { lane: "a" });
      expect(bodyText(await get(`${server.origin}/1`, { lane: "b" }))).toBe("/1 2");
    }));

  test("each server has its own", () =>
    withClient(kind, async ({ get }) => {
      const [a, b] = [serve(() => ({})), serve(() => ({}))];
      for (const { origin } of [a, b, a, b]) await get(`${origin}/`);
      expect([a.accepted, b.accepted]).toEqual([1, 1]);
    }));

  test("a server that closes after each answer gets a new one each time", () =>
    withClient(kind, async ({ get }) => {
      const server = serve(() => ({ closeAfter: true }));
      for (const path of ["/1", "/2", "/3"]) expect((await get(server.origin + path)).problem).toBeNull();
      expect(server.accepted).toBe(3);
    }));

  test("one that the server has just closed is replaced, and the request sent once more", () =>
    withClient(kind, async ({ get }) => {
      const server = serve(({ connection, turn }) => ({ hangUp: connection === 1 && turn === 2 }));
      await get(`${server.origin}/1`);
      expect(bodyText(await get(`${server.origin}/2`))).toBe("/2 2");
      expect(server.accepted).toBe(2);
    }));

  test("a request is sent once more, not twice", () =>
    withClient(kind, async ({ get }) => {
      const server = serve(({ target }) => ({ hangUp: target === "/2" }));
      await get(`${server.origin}/1`);
      expect((await get(`${server.origin}/2`)).problem).toBe("reset");
      expect(server.accepted).toBe(2);
    }));

  test("after a problem a lane goes on with a new one", () =>
    withClient(kind, async ({ get }) => {
      const server = serve(({ target }) => (target === "/bad" ? { garbage: "?" } : {}));
      const [bad, good] = await Promise.all([get(`${server.origin}/bad`), get(`${server.origin}/good`)]);
      expect([bad.problem, bodyText(good)]).toEqual(["protocol", "/good 2"]);
    }));

  test("a cancelled request is never told of, and the next one of its lane goes on", () =>
    withClient(kind, async ({ client, get, request }) => {
      const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>();
      const server = serve(({ target }) => {
        if (target === "/slow") isAsked();
        return { silent: target === "/slow" };
      });
      const onDone = () => expect.unreachable();
      const slow = client.get(request(`${server.origin}/slow`, { onDone, timeoutMs: 50 }));
      const waiting = client.get(request(`${server.origin}/waiting`, { onDone }));
      const next = get(`${server.origin}/next`);
      await asked;
      waiting.cancel();
      slow.cancel();
      slow.cancel();
      expect(bodyText(await next)).toBe("/next 2");
      expect((await get(`${server.origin}/silent`, { timeoutMs: 80 })).problem).toBeNull();
    }));

  test("a request may be cancelled out of its own body", () =>
    withClient(kind, async ({ client, get, request }) => {
      const { origin } = serve(({ target }) => (target === "/big" ? { body: BIG } : {}));
      const cancelled = Promise.withResolvers<void>();
      const handle = client.get(
        request(`${origin}/big`, {
          body: "drop",
          onDone: () => expect.unreachable(),
          onChunk() {
            handle.cancel();
            cancelled.resolve();
          },
        }),
      );
      await cancelled.promise;
      expect(bodyText(await get(`${origin}/next`))).toBe("/next 2");
    }));

  test("a closed client calls nobody back and opens nothing", () =>
    withClient(kind, async ({ client, get, request, reactor }) => {
      const server = serve(() => ({ delayMs: 20 }));
      await get(`${server.origin}/`);
      const onDone = () => expect.unreachable();
      client.get(request(`${server.origin}/`, { onDone }));
      client.get(request("no URL", { onDone }));
      client.close();
      client.get(request(`${server.origin}/`, { onDone, lane: "two" }));
      await new Promise<void>((resolve) => reactor.at(reactor.nowMs() + 60, resolve));
      expect([server.accepted, server.open]).toEqual([1, 0]);
    }));

  test("five hundred clients have five hundred, and leave none", async () => {
    const before = openFiles();
    await withClient(kind, async ({ reactor, request }) => {
      const server = serve(() => ({}));
      const clients = Array.from({ length: 500 }, () => makeHttpClient(reactor, HTTP_OPTIONS));
      const getAll = () =>
        Promise.all(
          clients.map(
            (client) =>
              new Promise<Exchange>((onDone) => client.get(request(`${server.origin}/`, { onDone }))),
          ),
        );
      for (let round = 0; round < 3; round += 1) {
        expect((await getAll()).filter(({ problem }) => problem !== null)).toEqual([]);
      }
      expect([server.accepted, server.open]).toEqual([500, 500]);
      for (const client of clients) client.close();
    });
    stopServers();
    await until(() => openFiles() <= before);
  });

  test("that are one too many for the process are a problem of this machine, and pass", async () => {
    const server = serve(() => ({}));
    const script = `${import.meta.dir}/descriptors-process.ts`;
    const command = `ulimit -n 64 && exec "$0" "$@"`;
    const argv = ["sh", "-c", command, process.execPath, script, kind, `${server.origin}/`];
    const child = Bun.spawn(argv, { stdout: "pipe" });
    const said = JSON.parse(await child.stdout.text());
    expect(said.problems.sort()).toEqual(["no-descriptor", null]);
    expect(said.again).toBeNull();
  });
});
