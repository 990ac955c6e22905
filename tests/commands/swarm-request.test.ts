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
