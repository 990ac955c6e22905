import { afterEach, describe, expect, test } from "bun:test";
import type { RawRequest } from "../support/raw-server.ts";
import { bodyText, REACTORS, serve, stopServers, withClient } from "./session.ts";

afterEach(stopServers);

const to = (location: string, headers: Record<string, string> = {}) => ({
  status: 302,
  headers: { Location: location, ...headers },
});

describe.each(REACTORS)("requests on %s:", (kind) => {
  test("times are in order, and those of one connection are the server's alone", () =>
    withClient(kind, async ({ get, reactor }) => {
      const { origin } = serve(() => ({ delayMs: 40, stall: { afterBytes: 1, ms: 40 } }));
      const dueMs = reactor.nowMs() - 1000;
      for (let turn = 0; turn < 2; turn += 1) {
        const exchange = await get(`${origin}/`, { dueMs });
        const { sentMs, firstByteMs, endMs } = exchange;
        expect(exchange.dueMs).toBe(dueMs);
        expect(sentMs).toBeGreaterThanOrEqual(dueMs + 1000);
        expect((firstByteMs ?? 0) - sentMs).toBeGreaterThanOrEqual(38);
        expect(endMs - (firstByteMs ?? 0)).toBeGreaterThanOrEqual(38);
        expect(endMs - sentMs).toBeLessThan(1000);
      }
      expect(Math.abs(reactor.epochMs + reactor.nowMs() - Date.now())).toBeLessThan(50);
    }));

  test("a range is asked for, and the answer's headers can be read", () =>
    withClient(kind, async ({ get }) => {
      const { origin } = serve(({ headers }) => ({
        status: 206,
        headers: { "X-Range": headers.range ?? "" },
        body: "part",
      }));
      const exchange = await get(`${origin}/`, { range: { offset: 10, length: 4 } });
      expect(exchange.status).toBe(206);
      expect(exchange.headers.get("x-range")).toBe("bytes=10-13");
    }));

  test("the user's headers are sent, and the name of the server", () => {
    const options = { headers: [["X-Id", "7"]] as const, userAgent: "me/1", noCache: true };
    return withClient(
      kind,
      async ({ get }) => {
        let seen: RawRequest["headers"] = {};
        const server = serve(({ headers }) => {
          seen = headers;
          return {};
        });
        await get(`http://localhost:${server.port}/`);
        expect(seen).toMatchObject({
          host: `localhost:${server.port}`,
          "user-agent": "me/1",
          "x-id": "7",
          "cache-control": "no-cache",
        });
      },
      options,
    );
  });

  test("a redirect is followed, and says where it led", () =>
    withClient(kind, async ({ get }) => {
      const server = serve(({ target }) => (target === "/a/b" ? to("../c?x=1") : {}));
      const exchange = await get(`${server.origin}/a/b`);
      expect(exchange).toMatchObject({
        url: `${server.origin}/c?x=1`,
        redirects: 1,
        status: 200,
        problem: null,
      });
      expect(bodyText(exchange)).toBe("/c?x=1 1");
    }));

  test("a redirect with a body without end is followed too", () =>
    withClient(kind, async ({ get }) => {
      const endless = {
        ...to("/b"),
        body: new Uint8Array(300_000),
        stall: { afterBytes: 200_000, ms: 5000 },
      };
      const server = serve(({ target }) => (target === "/a" ? endless : {}));
      expect(bodyText(await get(`${server.origin}/a`, { timeoutMs: 1000 }))).toBe("/b 2");
    }));

  test("redirects without end and without sense are problems", () =>
    withClient(kind, async ({ get }) => {
      const { origin } = serve(({ target }) => {
        if (target === "/loop") return to("/loop2");
        if (target === "/loop2") return to("/loop");
        if (target === "/nowhere") return { status: 301 };
        return target === "/ftp" ? to("ftp://a/") : to(`${target}x`);
      });
      const problems = await Promise.all(
        ["/loop", "/far", "/nowhere", "/ftp"].map((path) => get(origin + path)),
      );
      expect(problems.map(({ problem, detail }) => [problem, detail.split(" by ")[0]])).toEqual([
        ["redirect", "redirects go round in a circle"],
        ["redirect", "more than 10 redirects"],
        ["redirect", "a redirect without Location"],
        ["redirect", 'a redirect to "ftp://a/", which is no http or https URL'],
      ]);
    }));

  test("credentials go to their own server, and not with a redirect to another", () => {
    const options = { headers: [["Cookie", "mine=1"]] as const };
    return withClient(
      kind,
      async ({ get }) => {
        const seen: [string, string | undefined, string | undefined][] = [];
        const note = (name: string, { headers }: RawRequest) =>
          void seen.push([name, headers.authorization, headers.cookie]);
        const other = serve((request) => {
          note("other", request);
          return {};
        });
        const own = serve((request) => {
          note("own", request);
          return request.target === "/away" ? to(`${other.origin}/`) : {};
        });
        await get(`http://u:p@127.0.0.1:${own.port}/`);
        await get(`${own.origin}/away`);
        const basic = `Basic ${btoa("u:p")}`;
        expect(seen).toEqual([
          ["own", basic, "mine=1"],
          ["own", basic, "mine=1"],
          ["other", undefined, undefined],
        ]);
      },
      options,
    );
  });

  test("a cookie goes back, also through a redirect to the same URL, and only from its client", () =>
    withClient(kind, async ({ get }) => {
      const server = serve(({ headers, target }) =>
        headers.cookie === undefined
          ? to(target, { "Set-Cookie": "id=1; Path=/" })
          : { body: headers.cookie },
      );
      expect(bodyText(await get(`${server.origin}/a`))).toBe("id=1");
      expect(bodyText(await get(`${server.origin}/b`, { lane: "two" }))).toBe("id=1");
      await withClient(kind, async (fresh) => {
        const exchange = await fresh.get(`${server.origin}/c`);
        expect([bodyText(exchange), exchange.redirects]).toEqual(["id=1", 1]);
      });
    }));

  test("IPv6 is spoken", () =>
    withClient(kind, async ({ get }) => {
      const { origin } = serve(({ headers }) => ({ body: headers.host ?? "" }), "::1");
      expect(bodyText(await get(`${origin}/`))).toBe(origin.replace("http://", ""));
    }));

  test("an address that was given goes before the name's own", async () => {
    const server = serve(({ headers }) => ({ body: headers.host ?? "" }));
    const name = `media.example:${server.port}`;
    await withClient(kind, async ({ get }) => expect(bodyText(await get(`http://${name}/`))).toBe(name), {
      resolve: { [name]: "127.0.0.1" },
    });
  });
});
