import { describe, expect, test } from "bun:test";
import { parseWords } from "../../lib/commands/parse-args.ts";
import { SWARM_ARGS } from "../../lib/commands/swarm-args.ts";
import { readSwarm } from "../../lib/commands/swarm-request.ts";
import { Failure } from "../../lib/errors.ts";
import { fakeHost } from "../support/fake-host.ts";
import { fakeOut } from "../support/fake-out.ts";

const URL = "http://127.0.0.1:17080/stream.m3u8";

async function read(words: readonly string[], env: Record<string, string> = {}, url = URL) {
  const out = fakeOut();
  const args = parseWords("swarm", SWARM_ARGS, [url, ...words]);
  const request = await readSwarm(args, { host: fakeHost({ env }), out });
  return { request, out };
}

async function refusal(words: readonly string[], env: Record<string, string> = {}, url = URL) {
  return read(words, env, url).then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof Failure) return `${error.exitCode} ${error.message}`;
      throw error;
    },
  );
}

describe("stages with which nobody would ever come", () => {
  test.each([["0s:5"], ["2s:0"], ["0s:5,0s:0"], ["10s:0,10s:0"]])("%s are refused", async (stages) => {
    expect(await refusal(["--stage", stages])).toBe(`2 --stage ${stages}: nobody would ever watch.`);
  });

  test("are no longer such when the number is held", async () => {
    const { request } = await read(["--stage", "0s:5", "--duration", "30s"]);
    expect(request.load.durationMs).toBe(30_000);
    await read(["--stage", "0s:5,30s:5"]);
    await read(["--stage", "2s:5,1s:0"]);
  });
});

describe("a search for the capacity", () => {
  const SLO = ["--find-capacity", "stalls<1"];

  test("does not begin above where it ends", async () => {
    expect(await refusal([...SLO, "--clients", "50", "--max-clients", "10"])).toBe(
      "2 --clients of 50 is where the search begins; --max-clients ends it at 10.",
    );
    expect(await refusal([...SLO, "--clients", "200000"])).toContain("it ends at 100000");
    expect((await read([...SLO, "--max-clients", "5"])).request.capacity?.max).toBe(5);
  });

  test("refuses a duration, and says that one of the environment does not count", async () => {
    expect(await refusal([...SLO, "--duration", "5s"])).toContain("--duration does not go with");
    const { out } = await read(SLO, { DURATION: "5s" });
    expect(out.warnings).toEqual(["DURATION does not count: a search for the capacity ends by itself."]);
  });
});

describe("the address of the metrics", () => {
  const metricsOf = async (words: readonly string[], env: Record<string, string>) =>
    (await read(words, env)).request.metrics;

  test("is METRICS_ADDRESS where only a port is said, or nothing", async () => {
    const env = { METRICS_ADDRESS: "0.0.0.0", METRICS_PORT: "9100" };
    expect(await metricsOf([], env)).toMatchObject({ bind: "0.0.0.0", port: 9100 });
    expect(await metricsOf(["--metrics", "9200"], env)).toMatchObject({ bind: "0.0.0.0", port: 9200 });
    expect(await metricsOf([], { METRICS_ADDRESS: "::1" })).toMatchObject({ bind: "::1", port: 17_091 });
    expect(await metricsOf([], { METRICS_PORT: "9100" })).toMatchObject({ bind: "127.0.0.1", port: 9100 });
  });

  test("is that of the flag before, and METRICS_PORT may name one too", async () => {
    const env = { METRICS_ADDRESS: "0.0.0.0", METRICS_PORT: "127.0.0.1:9100" };
    expect(await metricsOf([], env)).toMatchObject({ bind: "127.0.0.1", port: 9100 });
    expect(await metricsOf(["--metrics", "[::1]:1"], env)).toMatchObject({ bind: "::1", port: 1 });
    expect(await metricsOf(["--metrics", "off"], env)).toBeNull();
  });

  test("is told by its name when it is none", async () => {
    expect(await refusal([], { METRICS_ADDRESS: "everywhere" })).toBe(
      '2 METRICS_ADDRESS takes an IP address of this machine, not "everywhere".',
    );
  });
});

describe("a URL", () => {
  test.each([
    ["http://127.0.0.1:99999/x", '2 URL "http://127.0.0.1:99999/x" has the port 99999; ports end at 65535.'],
    ["http:///x", '2 URL "http:///x" names no host.'],
    ["http://:80/x", '2 URL "http://:80/x" names no host.'],
    ["ftp://host/x", '2 URL is no http:// or https:// URL: "ftp://host/x".'],
  ])("%s is refused for what is wrong in it", async (url, words) => {
    expect(await refusal([], {}, url)).toBe(words);
  });
});

test.each(["1e9", "NaN", "many"])("--clients %s is answered with the range", async (text) => {
  expect(await refusal(["--clients", text])).toBe(
    `2 --clients takes a number from 1 to 1000000, not "${text}".`,
  );
});

test("a metric that is none gets the nearest one, or a few and where all are", async () => {
  expect(await refusal(["--threshold", "segment_tfb: p(95)<1"])).toContain("did you mean segment_ttfb?");
  const words = await refusal(["--threshold", "nonsense<1"]);
  expect(words).toContain("docs/reference/thresholds.md lists them all");
  expect(words?.length).toBeLessThan(220);
});
