import { describe, expect, test } from "bun:test";
import { eventually, freePort, openSandbox, type Sandbox } from "../support/sandbox.ts";
import { openMediaOrigin } from "../swarm/support/media-origin.ts";

/** Segments are removed and must stay for five seconds; `kept` of them are. */
async function upLadder(sandbox: Sandbox, kept: number): Promise<string> {
  const port = await freePort();
  const settings = ["hls.segmentDuration=1", "hls.listSize=4", `hls.deleteThreshold=${kept}`];
  const set = settings.flatMap((setting) => ["--set", setting]);
  const engine = ["--source", "embedded", "--server", "embedded", "--port", String(port)];
  const up = await sandbox.run(["up", "4k-abr", "-d", ...engine, ...set]);
  if (up.status !== 0) throw new Error(up.stderr);
  return `http://127.0.0.1:${port}/master.m3u8`;
}

describe("hlsctl probe", () => {
  test("finds our own origin as the specification asks", async () => {
    await using sandbox = await openSandbox();
    const url = await upLadder(sandbox, 6);
    const { status, stdout, stderr } = await sandbox.run(["probe", url, "--duration", "7s", "--json"]);
    const { data, ok, kind } = JSON.parse(stdout);
    const must = data.conformance.filter(({ level }: { level: string }) => level === "must");
    expect({ status, ok, kind, must, stderr }).toEqual({
      status: 0,
      ok: true,
      kind: "probe",
      must: [],
      stderr: "",
    });
    expect(data.streams.map(({ label }: { label: string }) => label)).toEqual([
      "2160p",
      "1080p",
      "720p",
      "480p",
      "360p",
    ]);
    expect(data.checks.passed).toContain("segment-removed-early");
    expect(data.checks.passed).toContain("bandwidth-exceeded");
  }, 30_000);

  test("ends with 12 when a MUST is broken, and shows which", async () => {
    await using sandbox = await openSandbox();
    const origin = openMediaOrigin({
      fault: ({ kind, index }) => (kind === "segment" && index > 2 ? { status: 404, body: "" } : undefined),
    });
    const { status, stdout } = await sandbox.run(["probe", origin.url, "--duration", "3s"]);
    origin.stop();
    expect(status).toBe(12);
    expect(stdout).toContain("✗ segment-unavailable");
    expect(stdout).toContain("RFC 8216, 6.2.1");
  }, 20_000);

  test("tells at Ctrl-C what it has seen", async () => {
    await using sandbox = await openSandbox();
    const origin = openMediaOrigin();
    const probing = sandbox.start(["probe", origin.url, "--json"]);
    await eventually(
      async () => origin.count("segment"),
      (count) => count > 2,
    );
    probing.kill("SIGINT");
    expect(await probing.exited).toBe(130);
    origin.stop();
    expect(JSON.parse(await probing.stdout).data).toMatchObject({ endedBy: "interrupted", kind: "media" });
  }, 20_000);

  test.each([
    [["probe"], 2, "URL"],
    [["probe", "ftp://o/x"], 2, "no http:// or https:// URL"],
    [["probe", "http://127.0.0.1:9/x.m3u8"], 13, "nobody listens"],
    [["probe", "http://127.0.0.1:9/x", "--duration", "soon"], 2, '"soon" is no duration'],
    [["probe", "http://127.0.0.1:9/x", "--variant", "adaptive"], 2, "adaptive"],
    [["probe", "http://127.0.0.1:9/x", "--header", "nonsense"], 2, "NAME:VALUE"],
  ])("hlsctl %j ends with %i", async (args, status, words) => {
    await using sandbox = await openSandbox();
    const answer = await sandbox.run(args);
    expect({ status: answer.status, stdout: answer.stdout }).toEqual({ status, stdout: "" });
    expect(answer.stderr).toContain(words);
  });
});
