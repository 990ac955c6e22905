import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { request, sendRaw } from "./support/raw-http.ts";

const ROUNDS = 600;
const AT_ONCE = 24;
const MEMORY_LIMIT_BYTES = 96 * 1024 * 1024;
/** The answers of the conformance table, and the refusals of the HTTP parser. */
const EXPECTED = [100, 200, 204, 206, 301, 304, 400, 404, 405, 412, 413, 414, 416, 431, 505];

let child: Bun.Subprocess<"ignore", "pipe", "pipe">;
let port = 0;

beforeAll(async () => {
  child = Bun.spawn([process.execPath, join(import.meta.dir, "support/serve-process.ts")], {
    stdout: "pipe",
    stderr: "pipe",
  });
  const { value } = await child.stdout.getReader().read();
  port = Number(new TextDecoder().decode(value));
});

afterAll(async () => {
  child.kill();
  await child.exited;
});

/** Fields that say where a request ends; with nonsense in them the parser refuses it. */
const FRAMING = ["Host", "Content-Length", "Transfer-Encoding", "Expect", "Upgrade", "Connection"];

/** Numbers from a seed (Marsaglia's xorshift32), so that a failure can be repeated. */
function random(seed: number) {
  let state = seed;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    of: <T>(list: readonly T[]): T => list[below(list.length)] as T,
    bytes: (length: number) => Uint8Array.from({ length }, () => below(256)),
    text: (length: number) => Array.from({ length }, () => String.fromCharCode(32 + below(95))).join(""),
  };
}

type Random = ReturnType<typeof random>;

const METHODS = [
  "GET",
  "HEAD",
  "OPTIONS",
  "POST",
  "PUT",
  "DELETE",
  "TRACE",
  "CONNECT",
  "PURGE",
  "get",
  "G E T",
  "",
  "🎥",
];
const PARTS = [
  "/",
  "..",
  ".",
  "%2e%2e",
  "%2f",
  "%00",
  "%",
  "\\",
  "files",
  "json",
  "assets",
  "stream.m3u8",
  "master.m3u8",
  "seg00001.ts",
  "health",
  "/files/",
  "/files/json/",
  "?",
  "&a=b",
  "#",
  ";",
  "~",
  "etc/passwd",
  "metrics",
  "\u00e9",
];
const NAMES = [
  "Range",
  "If-Range",
  "If-None-Match",
  "If-Match",
  "If-Modified-Since",
  "If-Unmodified-Since",
  "Host",
  "Content-Length",
  "Transfer-Encoding",
  "Expect",
  "Upgrade",
  "Connection",
  "Accept-Encoding",
  "Cookie",
  "X",
];
const VALUES = [
  "bytes=0-",
  "bytes=-1",
  "bytes=9-1,,",
  `bytes=${"0-1,".repeat(500)}`,
  "*",
  '"',
  'W/"',
  "chunked",
  "-1",
  "99999999999999999999",
  "100-continue",
  "websocket",
  "close",
  "Thu, 99 Foo 2027",
  "\u0000",
  "a\r\n b",
  "gzip;q=9",
];

function target(r: Random): string {
  const parts = Array.from({ length: 1 + r.below(8) }, () => r.of(PARTS)).join("");
  const tail = r.below(10) === 0 ? `?${r.text(r.below(60_000)).replaceAll(" ", "+")}` : "";
  return `/${parts}${tail}`;
}

/** A request no parser can refuse: what it says is for the server to make sense of. */
function legalHead(r: Random): string {
  const names = NAMES.filter((name) => !FRAMING.includes(name));
  const values = VALUES.filter((value) => !/[\0\r\n]/.test(value));
  const fields = Array.from({ length: r.below(8) }, () => `${r.of(names)}: ${r.of(values)}`);
  const line = `${r.of(["GET", "GET", "GET", "HEAD", "OPTIONS", "DELETE"])} ${target(r)} HTTP/1.1`;
  return `${[line, "Host: a", ...fields, "Connection: close"].join("\r\n")}\r\n\r\n`;
}

function illegalHead(r: Random): string {
  const value = () => (r.below(3) ? r.of(VALUES) : r.text(r.below(80)));
  const fields = Array.from({ length: r.below(12) }, () => `${r.of(NAMES)}: ${value()}`);
  const version = r.below(4) === 0 ? r.of(["HTTP/9.9", "HTTP/1.0", "", "ICY"]) : "HTTP/1.1";
  const line = [r.of(METHODS), target(r).slice(r.below(2)), version].join(" ");
  return `${[line, "Host: a", ...fields, "Connection: close"].join("\r\n")}\r\n\r\n`;
}

/** What a hostile client might send. */
function payload(r: Random): Uint8Array {
  const encode = (text: string) => new TextEncoder().encode(text);
  switch (r.below(8)) {
    case 0:
      return r.bytes(1 + r.below(2000));
    case 1:
      return encode(`${illegalHead(r)}${r.text(r.below(5000))}`);
    case 2:
      return encode(
        legalHead(r)
          .replace("Connection: close\r\n", "")
          .repeat(1 + r.below(20)),
      );
    case 3: {
      const whole = encode(legalHead(r));
      whole[r.below(whole.length)] = r.below(256);
      return whole;
    }
    case 4: {
      const field = () => `X-${r.below(99)}: ${"a".repeat(r.below(300))}\r\n`;
      return encode(
        `GET / HTTP/1.1\r\nHost: a\r\n${Array.from({ length: r.below(900) }, field).join("")}\r\n`,
      );
    }
    case 5:
      return encode(illegalHead(r));
    default:
      return encode(legalHead(r));
  }
}

async function memoryBytes(): Promise<number> {
  const { text } = await request(port, "GET", "/metrics");
  return Number(/^process_resident_memory_bytes (\d+)$/m.exec(text)?.[1]);
}

/** Status lines in what came back; a parser may also just hang up. */
function statuses(bytes: Uint8Array): number[] {
  const text = Buffer.from(bytes).toString("latin1");
  return [...text.matchAll(/HTTP\/1\.1 (\d{3}) [A-Z]/g)].map((match) => Number(match[1]));
}

describe("hostile bytes", () => {
  test(`of ${ROUNDS} kinds get an answer or a closed connection, and the server lives on unharmed`, async () => {
    const seed = Number(process.env.HLSCTL_FUZZ_SEED ?? 20_270_112);
    const r = random(seed);
    const payloads = Array.from({ length: ROUNDS }, () => payload(r));
    await request(port, "GET", "/files/");
    const before = await memoryBytes();
    const wrong: string[] = [];
    for (let i = 0; i < payloads.length; i += AT_ONCE) {
      const batch = payloads.slice(i, i + AT_ONCE);
      const answers = await Promise.all(batch.map((bytes) => sendAndHangUp(port, bytes)));
      for (const [j, answer] of answers.entries()) {
        const unexpected = statuses(answer).filter((status) => !EXPECTED.includes(status));
        const leaks = Buffer.from(answer).includes("root:");
        if (unexpected.length > 0 || leaks)
          wrong.push(
            `seed ${seed}, ${i + j}: ${unexpected} ${Buffer.from(batch[j] ?? []).toString("latin1", 0, 200)}`,
          );
      }
    }
    expect(wrong).toEqual([]);
    expect(child.exitCode).toBeNull();
    expect((await request(port, "GET", "/health")).text).toBe("ok\n");
    expect((await memoryBytes()) - before).toBeLessThan(MEMORY_LIMIT_BYTES);
  }, 60_000);

  test("of one request cost no more than a fraction of a second", async () => {
    const worst = [
      `bytes=${"0-1,".repeat(3000)}`,
      `bytes=${" ".repeat(12_000)}x`,
      `bytes=${"-".repeat(12_000)}`,
    ];
    const began = performance.now();
    await Promise.all(worst.map((range) => request(port, "GET", "/", { Range: range })));
    await request(port, "GET", "/", { "If-None-Match": `${'"a",'.repeat(3000)}` });
    await request(port, "GET", `/files/${"a/".repeat(3900)}`);
    expect(performance.now() - began).toBeLessThan(500);
  });
});

/** A half-sent request never gets an answer: after the last answer, or a moment of silence, the client hangs up. */
function sendAndHangUp(to: number, bytes: Uint8Array): Promise<Uint8Array> {
  return sendRaw(to, bytes, { silenceMs: 150 });
}
