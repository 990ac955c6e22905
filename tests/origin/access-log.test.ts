import { afterEach, describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { AccessLog, formatLine, type LoggedRequest } from "../../lib/origin/access-log.ts";
import { parseIntervalMs, parseSize } from "../../lib/origin/log-file.ts";
import { errorReply } from "../../lib/origin/reply.ts";
import { originOf } from "../support/configs.ts";
import { removeFolder, temporaryFolder } from "./support/live-servers.ts";
import { MOMENT_MS } from "./support/origin-fixture.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) removeFolder(folder);
});

function folder(): string {
  const path = temporaryFolder();
  folders.push(path);
  return path;
}

function logged(target: string, change: Partial<LoggedRequest> = {}): LoggedRequest {
  return {
    address: "127.0.0.1",
    method: "GET",
    target,
    referer: null,
    agent: "player/1.0",
    reply: errorReply(404),
    sentBytes: 14,
    nowMs: MOMENT_MS,
    tookMs: 1.26,
    ...change,
  };
}

const TARGETS = ["/seg00001.ts?x=1", "/720p/stream.m3u8", "/health", "/a.ts/b"];

/** What is in each file after these requests; undefined where there is none. */
async function filesAfter(profile: string, table = {}): Promise<(string[] | undefined)[]> {
  const { logging } = originOf(profile, table).config;
  const directory = folder();
  const log = new AccessLog(logging, directory, () => {});
  for (const target of TARGETS) log.write(logged(target));
  await log.close();
  return [logging.files.segments, logging.files.manifests, logging.files.all].map((name) => {
    const path = join(directory, name);
    if (!existsSync(path)) return undefined;
    const bytes = readFileSync(path);
    const text = (logging.gzip > 0 ? gunzipSync(bytes) : bytes).toString();
    return text
      .trimEnd()
      .split("\n")
      .map((line) => / "GET (\S+) /.exec(line)?.[1] ?? line);
  });
}

describe("a line of the access log", () => {
  test("is nginx's combined one, and the seconds it took", () => {
    expect(formatLine(logged("/seg00001.ts", { referer: "http://a/" }))).toBe(
      '127.0.0.1 - - [12/Jan/2027:21:33:21 +0000] "GET /seg00001.ts HTTP/1.1" 404 14 "http://a/" "player/1.0" 0.001\n',
    );
  });

  test("cannot be forged by a client", () => {
    const line = formatLine(logged('/x" 200 "', { agent: 'a"\n127.0.0.1 - - é\\' }));
    expect(line.match(/\n/g)?.length).toBe(1);
    expect(line).toContain("/x\\x22 200 \\x22 HTTP/1.1");
    expect(line).toContain('"a\\x22\\x0A127.0.0.1 - - \\xC3\\xA9\\x5C"');
  });
});

describe("access logs", () => {
  test("of the profile logged are of segments only", async () => {
    expect(await filesAfter("logged")).toEqual([["/seg00001.ts?x=1"], undefined, undefined]);
  });

  test("of the profile debug are compressed, one by kind and one of all", async () => {
    expect(await filesAfter("debug")).toEqual([["/seg00001.ts?x=1"], ["/720p/stream.m3u8"], TARGETS]);
  });

  test("are written when the buffer is full, not before", async () => {
    const { logging } = originOf("logged", { logging: { buffer: "400" } }).config;
    const directory = folder();
    const log = new AccessLog(logging, directory, () => {});
    const path = join(directory, logging.files.segments);
    for (let i = 0; i < 3; i++) log.write(logged("/seg00001.ts"));
    expect(existsSync(path)).toBe(false);
    log.write(logged("/seg00001.ts"));
    while (!existsSync(path) || readFileSync(path, "utf8") === "") await Bun.sleep(1);
    expect(readFileSync(path, "utf8").split("\n").length).toBe(5);
    await log.close();
  });

  test("are written when the oldest line has waited long enough", async () => {
    const { logging } = originOf("logged", { logging: { flushInterval: "20ms" } }).config;
    const directory = folder();
    const log = new AccessLog(logging, directory, () => {});
    log.write(logged("/seg00001.ts"));
    const path = join(directory, logging.files.segments);
    while (!existsSync(path) || readFileSync(path, "utf8") === "") await Bun.sleep(1);
    expect(readFileSync(path, "utf8")).toContain("/seg00001.ts");
  });

  test("that cannot be written are given up, said once, and end nobody", async () => {
    const said: string[] = [];
    const log = new AccessLog(originOf("logged").config.logging, "/nonexistent/log", (line) =>
      said.push(line),
    );
    for (let i = 0; i < 3; i++) {
      log.write(logged("/seg00001.ts"));
      await log.close();
    }
    expect(said).toEqual(["cannot write /nonexistent/log/segments.log (ENOENT): its lines are dropped"]);
  });
});

test.each([
  ["512k", 524_288],
  ["1M", 1_048_576],
  ["4096", 4096],
])("a buffer of %s is %d bytes", (text, bytes) => expect(parseSize(text)).toBe(bytes));

test.each([
  ["10s", 10_000],
  ["500ms", 500],
  ["2m", 120_000],
  ["1h", 3_600_000],
])("an interval of %s is %d ms", (text, ms) => expect(parseIntervalMs(text)).toBe(ms));
