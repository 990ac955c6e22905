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
/** Its certificate is for a name that nobody asks for. */
let stranger: RawServer;
let misnamed = { key: "", cert: "" };

beforeAll(() => {
  if (!hasTool("openssl")) return;
  const own = makeCertificate("own", "DNS:localhost,DNS:media.example,IP:127.0.0.1");
  certificate = own.cert;
  server = openRawServer({
    hostname: "127.0.0.1",
    tls: own,
    answer: ({ headers, target }) => ({ status: 200, body: target === "/big" ? BIG : (headers.host ?? "") }),
  });
  misnamed = makeCertificate("misnamed", "DNS:elsewhere.example");
  stranger = openRawServer({
    hostname: "127.0.0.1",
    tls: misnamed,
    answer: ({ headers }) => ({ status: 200, body: headers.host ?? "" }),
  });
});

function makeCertificate(name: string, names: string): { key: string; cert: string } {
  const [key, cert] = [join(folder, `${name}-key.pem`), join(folder, `${name}.pem`)];
  const kind = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const files = ["-keyout", key, "-out", cert, "-days", "2"];
  const subject = ["-subj", "/CN=test", "-addext", `subjectAltName=${names}`];
  expect(Bun.spawnSync(["openssl", ...kind, ...files, ...subject]).exitCode).toBe(0);
  return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
}

afterAll(() => {
  server?.stop();
  stranger?.stop();
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
        expect(exchange.detail).toBe("the certificate is for other names than other.example");
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

  for (const authority of ["an unknown authority", "an authority that was given"]) {
    const ca = () => (authority === "an unknown authority" ? {} : { ca: misnamed.cert });
    testWithTool(
      "openssl",
      `without verification a certificate of ${authority} may have another name`,
      () => {
        const hosts = ["127.0.0.1", "localhost", "media.example"].map((name) => `${name}:${stranger.port}`);
        return withClient(
          kind,
          async ({ get }) => {
            for (const host of hosts) expect(bodyText(await get(`https://${host}/`))).toBe(host);
          },
          { insecure: true, resolve: { [hosts[2]!]: "127.0.0.1" }, ...ca() },
        );
      },
    );
  }

  testWithTool("openssl", "a certificate for another name is refused, and both names are told", () => {
    const hosts = ["127.0.0.1", "localhost", "media.example"];
    const resolve = { [`media.example:${stranger.port}`]: "127.0.0.1" };
    return withClient(
      kind,
      async ({ get }) => {
        for (const host of hosts) {
          const { problem, status, detail } = await get(`https://${host}:${stranger.port}/`);
          expect({ problem, status }).toEqual({ problem: "tls", status: 0 });
          expect(detail).toContain(host);
        }
      },
      { ca: misnamed.cert, resolve },
    );
  });

  testWithTool(
    "openssl",
    "a server that asks for a certificate of ours is a problem, and no end of the run",
    () =>
      withClient(
        kind,
        async ({ get }) => {
          const strict = openssl(["-Verify", "1", "-verify_return_error", "-naccept", "1"]);
          try {
            const { problem, detail } = await get(`https://127.0.0.1:${await strict.port}/`);
            expect(problem).toBe("reset");
            expect(detail).toContain("CERTIFICATE_REQUIRED");
          } finally {
            strict.stop();
          }
        },
        { ca: certificate },
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

/** OpenSSL's own server, which can be told to be stricter than Bun's. */
function openssl(options: readonly string[]): { port: Promise<string>; stop(): void } {
  const files = ["-cert", join(folder, "own.pem"), "-key", join(folder, "own-key.pem")];
  const child = Bun.spawn(["openssl", "s_server", "-accept", "127.0.0.1:0", ...files, ...options], {
    stdin: "pipe",
    stderr: "ignore",
  });
  return { port: listeningPort(child.stdout), stop: () => child.kill() };
}

async function listeningPort(output: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  for await (const bytes of output) {
    text += new TextDecoder().decode(bytes);
    const port = /^ACCEPT 127\.0\.0\.1:(\d+)/m.exec(text)?.[1];
    if (port) return port;
  }
  throw new Error(`OpenSSL does not listen: ${text}`);
}
