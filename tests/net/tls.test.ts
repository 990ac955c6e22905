import { afterAll, beforeAll, describe, expect } from "bun:test";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRawServer, type RawServer } from "../support/raw-server.ts";
import { hasTool, testWithTool } from "../support/tools.ts";
import { bodyText, REACTORS, withClient } from "./session.ts";

const folder = mkdtempSync(join(tmpdir(), "hlsctl-tls-"));
let certificate = "";
let server: RawServer;

beforeAll(() => {
  if (!hasTool("openssl")) return;
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const names = "subjectAltName=DNS:localhost,DNS:media.example,IP:127.0.0.1";
  const argv = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const made = Bun.spawnSync([
    "openssl",
    ...argv,
    "-keyout",
    key,
    "-out",
    cert,
    "-days",
    "2",
    "-subj",
    "/CN=test",
    "-addext",
    names,
  ]);
  expect(made.exitCode).toBe(0);
  certificate = readFileSync(cert, "utf8");
  server = openRawServer({
    hostname: "127.0.0.1",
    tls: { key: readFileSync(key, "utf8"), cert: certificate },
    answer: ({ headers, target }) => ({ status: 200, body: target === "/big" ? BIG : (headers.host ?? "") }),
  });
});

afterAll(() => {
  server?.stop();
  rmSync(folder, { recursive: true });
});

const BIG = new Uint8Array(3_000_000);

describe.each(REACTORS)("TLS on %s:", (kind) => {
  testWithTool("openssl", "an unknown authority is refused, in words", () =>
    withClient(kind, async ({ get }) => {
      expect(await get(`${server.origin}/`)).toMatchObject({
        problem: "tls",
        status: 0,
        detail: "self signed certificate",
      });
    }),
  );

  testWithTool("openssl", "an authority that was given is trusted", () =>
    withClient(
      kind,
      async ({ get }) => {
        for (const host of [`localhost:${server.port}`, `127.0.0.1:${server.port}`]) {
          expect(bodyText(await get(`https://${host}/`))).toBe(host);
        }
        expect(await get(`${server.origin}/big`, { body: "drop" })).toMatchObject({
          problem: null,
          bytes: BIG.length,
        });
        expect(server.accepted).toBeGreaterThan(1);
      },
      { ca: certificate },
    ),
  );

  testWithTool("openssl", "the certificate is to be that of the name, whatever the address", async () => {
    const [right, wrong] = [`media.example:${server.port}`, `other.example:${server.port}`];
    const resolve = { [right]: "127.0.0.1", [wrong]: "127.0.0.1" };
    await withClient(
      kind,
      async ({ get }) => {
        expect(bodyText(await get(`https://${right}/`))).toBe(right);
        const exchange = await get(`https://${wrong}/`);
        expect(exchange.problem).toBe("tls");
        expect(exchange.detail).toContain("other.example");
      },
      { ca: certificate, resolve },
    );
  });

  testWithTool("openssl", "without verification anything goes", () =>
    withClient(
      kind,
      async ({ get }) => {
        const exchanges = await Promise.all(["one", "two"].map((lane) => get(`${server.origin}/`, { lane })));
        expect(exchanges.map(bodyText)).toEqual(Array(2).fill(`127.0.0.1:${server.port}`));
      },
      { insecure: true },
    ),
  );

  testWithTool("openssl", "a server that speaks no TLS is a problem of TLS", () =>
    withClient(
      kind,
      async ({ get }) => {
        const plain = Bun.listen({
          hostname: "127.0.0.1",
          port: 0,
          socket: { data: (socket) => void socket.end("HTTP/1.1 400 Bad Request\r\n\r\n") },
        });
        const url = `https://127.0.0.1:${plain.port}/`;
        expect(await get(url)).toMatchObject({ problem: "tls" });
        plain.stop(true);
        expect(await get(url)).toMatchObject({ problem: "refused" });
      },
      { insecure: true },
    ),
  );

  testWithTool("openssl", "authorities that cannot be read are a problem of TLS", () =>
    withClient(
      kind,
      async ({ get }) => expect(await get(`${server.origin}/`)).toMatchObject({ problem: "tls" }),
      {
        ca: "no PEM",
      },
    ),
  );
});
