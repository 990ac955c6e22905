import { afterEach, describe, expect, test } from "bun:test";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderMedia } from "../../lib/origin/folder-media.ts";
import { generatedMedia } from "../../lib/origin/generated-media.ts";
import type { MediaProvider } from "../../lib/origin/media.ts";
import { type OriginServer, type ServeOptions, serveOrigin } from "../../lib/origin/serve.ts";
import { originOf } from "../support/configs.ts";
import { failureOf } from "../support/failure.ts";
import { ASSETS, removeFolder, temporaryFolder } from "./support/live-servers.ts";
import { MOMENT_MS, sourceOf } from "./support/origin-fixture.ts";
import { exchange, request, sendRaw } from "./support/raw-http.ts";

const origin = originOf("default", { hls: { listSize: 3, deleteThreshold: 1 } });
const open: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

function serve(change: Partial<ServeOptions> = {}): OriginServer {
  const server = serveOrigin({
    settings: origin,
    media: generatedMedia(sourceOf(origin), MOMENT_MS),
    assets: ASSETS,
    build: { version: "1", commit: "c" },
    bind: "127.0.0.1",
    port: 0,
    nowMs: () => MOMENT_MS,
    ...change,
  });
  open.push(() => server.stop(0));
  return server;
}

function folder(): string {
  const path = temporaryFolder();
  open.push(() => removeFolder(path));
  return path;
}

const SEGMENT = `/${sourceOf(origin).renditions[0]?.nameOf(sourceOf(origin).window(MOMENT_MS).lastListed)}`;

describe("the embedded server", () => {
  test("names the port the system chose", async () => {
    expect((await request(serve().port, "GET", "/health")).text).toBe("ok\n");
  });

  test("says whose fault it is that it cannot listen", () => {
    const { port } = serve();
    const taken = failureOf(() => serve({ port }));
    const foreign = failureOf(() => serve({ bind: "192.0.2.1" }));
    expect([taken.id, taken.message]).toEqual(["port-in-use", `Port ${port} on 127.0.0.1 is taken.`]);
    expect([foreign.id, foreign.message]).toEqual(["start-failed", expect.stringContaining("192.0.2.1")]);
  });

  test("shares its port with other workers", async () => {
    const first = serve({ workers: 2 });
    const second = serve({ workers: 2, port: first.port });
    expect(second.port).toBe(first.port);
    await first.stop(0);
    expect((await request(second.port, "GET", "/health")).status).toBe(200);
  });

  test("counts what it answers", async () => {
    const { port } = serve();
    await request(port, "GET", SEGMENT);
    await request(port, "HEAD", SEGMENT);
    await request(port, "GET", SEGMENT, { Range: "bytes=0-9" });
    await request(port, "GET", "/seg00001.ts");
    const { text, headers } = await request(port, "GET", "/metrics");
    expect(headers["content-type"]).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(text).toContain('hlsctl_origin_requests_total{kind="segment",code="200"} 2\n');
    expect(text).toContain('hlsctl_origin_response_bytes_total{kind="segment",code="200"} 532040\n');
    expect(text).toContain('hlsctl_origin_response_bytes_total{kind="segment",code="206"} 10\n');
    expect(text).toContain('hlsctl_origin_requests_total{kind="segment",code="404"} 1\n');
    expect(text).toContain("hlsctl_origin_segment_generation_seconds_count 1\n");
  });

  test("keeps a connection for the next request, and answers those that come together", async () => {
    const { port } = serve();
    const one = "GET /health HTTP/1.1\r\nHost: a\r\n\r\n";
    const last = "GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    const text = new TextDecoder().decode(await sendRaw(port, one + one + last));
    expect(text.match(/HTTP\/1\.1 200 OK/g)?.length).toBe(3);
  });

  test("serves a request without Host of HTTP/1.0, and one with an absolute target", async () => {
    const { port } = serve();
    const old = await exchange(port, "GET /health HTTP/1.0\r\n\r\n");
    const absolute = await exchange(
      port,
      `GET http://other.example/health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
    );
    expect([old.status, absolute.status]).toEqual([200, 200]);
  });

  test("answers 404 for a file that vanishes between look-up and sending", async () => {
    const directory = folder();
    const inner = folderMedia(origin, directory);
    const vanished: MediaProvider = {
      ...inner,
      lookup: (path) => {
        if (!path.endsWith(".ts")) return undefined;
        const body = Bun.file(join(directory, "seg00001.ts"));
        return { kind: "segment", body, sizeBytes: 5, modifiedMs: MOMENT_MS, etag: '"x"' };
      },
    };
    const said: string[] = [];
    const { port } = serve({ media: vanished, onProblem: (line) => said.push(line) });
    const answer = await request(port, "GET", "/seg00001.ts");
    expect([answer.status, answer.headers["cache-control"], said.length]).toEqual([404, "no-store", 0]);
  });

  test("sends a large file from its place: parts of it, and the whole where a range does not count", async () => {
    const file = join(folder(), "large.ts");
    writeFileSync(file, "0123456789");
    const item = {
      kind: "segment",
      body: Bun.file(file),
      sizeBytes: 10,
      modifiedMs: MOMENT_MS,
      etag: '"x"',
    } as const;
    const { port } = serve({ media: { ...generatedMedia(sourceOf(origin), MOMENT_MS), lookup: () => item } });
    const ask = async (headers: Record<string, string>) => {
      const { status, text } = await request(port, "GET", "/large.ts", headers);
      return [status, text];
    };
    expect(await ask({})).toEqual([200, "0123456789"]);
    expect(await ask({ Range: "bytes=2-4" })).toEqual([206, "234"]);
    expect(await ask({ Range: "bytes=2-4", "If-Range": '"y"' })).toEqual([200, "0123456789"]);
    expect(await ask({ Range: "bytes=10-" })).toEqual([416, "416 Range Not Satisfiable\n"]);
  });

  test("writes access logs where it is told, complete when it has stopped", async () => {
    const logDir = folder();
    const server = serve({
      settings: originOf("logged", { hls: { listSize: 3, deleteThreshold: 1 } }),
      logDir,
    });
    await request(server.port, "GET", `${SEGMENT}?a="b`, { "User-Agent": "test" });
    await request(server.port, "GET", "/health");
    await server.stop(1000);
    const text = readFileSync(join(logDir, "segments.log"), "utf8");
    expect(text).toMatch(
      /^127\.0\.0\.1 - - \[12\/Jan\/2027:21:33:21 \+0000\] "GET \S+\.ts\?a=\S+ HTTP\/1\.1" 200 532040 "-" "test" \d\.\d{3}\n$/,
    );
    expect(existsSync(join(logDir, "access.log"))).toBe(false);
  });
});

describe("stopping", () => {
  test("lets answers that have begun come to their end", async () => {
    const asked = Promise.withResolvers<void>();
    const inner = generatedMedia(sourceOf(origin), MOMENT_MS);
    const media = {
      ...inner,
      lookup(path: string, nowMs: number) {
        asked.resolve();
        return inner.lookup(path, nowMs);
      },
    };
    const server = serve({ media });
    const answer = request(server.port, "GET", SEGMENT);
    await asked.promise;
    const stopped = server.stop(5000);
    expect((await answer).body.length).toBe(532_040);
    await stopped;
    await expect(request(server.port, "GET", "/health")).rejects.toThrow();
  });

  test("waits no longer than it was told to", async () => {
    const server = serve();
    const idle = sendRaw(server.port, "GET /health HTTP/1.1\r\nHost: a\r\nX: ");
    await request(server.port, "GET", "/health");
    const began = performance.now();
    await server.stop(100);
    expect(performance.now() - began).toBeLessThan(2000);
    expect((await idle).length).toBe(0);
  });
});
