import { expect } from "bun:test";
import { parsePlaylist } from "../../lib/hls/parse-playlist.ts";
import { openBrowser } from "../origin/player/browser.ts";
import { freePort, openSandbox } from "../support/sandbox.ts";
import { testWithTool, toolPath } from "../support/tools.ts";

/** What one client asked for, seen by a proxy between it and the origin. */
interface Trace {
  /** Variant folder and media sequence number, in the order of the requests. */
  segments: { variant: string; sequence: number }[];
  /** Newest number listed in the last playlist of each variant before its first segment was asked for. */
  edges: Map<string, number>;
  listed: Map<string, number>;
}

const SECONDS = 9;

testWithTool(
  ["chromium", "ffmpeg"],
  "native clients, hls.js and FFmpeg agree on live edge, variant and segment numbers",
  async () => {
    await using sandbox = await openSandbox();
    const port = await freePort();
    const up = [
      "up",
      "4k-abr",
      "--source",
      "embedded",
      "--server",
      "embedded",
      "--port",
      `${port}`,
      "--detach",
    ];
    expect((await sandbox.run(up)).status).toBe(0);
    const proxy = openProxy(`http://127.0.0.1:${port}`);
    try {
      const [native, browser, ffmpeg] = await Promise.all([
        proxy.trace(async (origin) => {
          const swarm = ["swarm", `${origin}/master.m3u8`, "--clients", "1", "--variant", "adaptive"];
          const { status } = await sandbox.run([...swarm, "--duration", `${SECONDS}s`, "--metrics", "off"]);
          expect(status).toBe(0);
        }),
        proxy.trace(async (origin) => {
          await using chromium = await openBrowser();
          const page = await chromium.newPage();
          await page.goto(`${origin}/`);
          await page.waitForTimeout(SECONDS * 1000);
        }),
        proxy.trace((origin) => playWithFfmpeg(`${origin}/master.m3u8`)),
      ]);
      for (const trace of [native, browser, ffmpeg]) expect(trace.segments.length).toBeGreaterThan(3);
      // The three newest segments make three target durations: RFC 8216, 6.3.3.
      expect(distanceFromEdge(native)).toBe(2);
      expect(distanceFromEdge(browser)).toBeWithin(1, 4);
      expect(distanceFromEdge(ffmpeg)).toBeWithin(1, 4);
      expect(native.segments.at(-1)?.variant).toBe("2160p");
      expect(browser.segments.at(-1)?.variant).toBe("2160p");
      for (const trace of [native, browser, ffmpeg]) expect(holes(trace)).toEqual([]);
      const newest = [native, browser, ffmpeg].map(({ segments }) => segments.at(-1)?.sequence ?? 0);
      expect(Math.max(...newest) - Math.min(...newest)).toBeLessThanOrEqual(1);
    } finally {
      proxy.stop();
    }
  },
  90_000,
);

async function playWithFfmpeg(url: string): Promise<void> {
  const argv = [
    "-hide_banner",
    "-loglevel",
    "error",
    "-i",
    url,
    "-map",
    "0:p:0",
    "-c",
    "copy",
    "-f",
    "null",
    "-",
  ];
  const child = Bun.spawn([toolPath("ffmpeg") ?? "ffmpeg", ...argv], { stdout: "ignore", stderr: "ignore" });
  await Bun.sleep(SECONDS * 1000);
  child.kill("SIGKILL");
  await child.exited;
}

function distanceFromEdge({ segments, edges }: Trace): number {
  const [first] = segments;
  return (edges.get(first?.variant ?? "") ?? Number.NaN) - (first?.sequence ?? 0);
}

/** Numbers that were passed over; a switch may load one twice. */
function holes({ segments }: Trace): number[] {
  const numbers = [...new Set(segments.map(({ sequence }) => sequence))].sort((a, b) => a - b);
  return numbers.filter((number, i) => i > 0 && number !== (numbers[i - 1] ?? 0) + 1);
}

function openProxy(origin: string) {
  const servers: Bun.Server<undefined>[] = [];

  async function trace(play: (origin: string) => Promise<void>): Promise<Trace> {
    const seen: Trace = { segments: [], edges: new Map(), listed: new Map() };
    const server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      async fetch(request) {
        const { pathname } = new URL(request.url);
        const answer = await fetch(`${origin}${pathname}`);
        // The preflight of a swarm goes before its viewers; each begins here.
        if (pathname === "/master.m3u8") forget(seen);
        const [, variant = "", number] = /^\/([^/]+)\/seg(\d+)\.ts$/.exec(pathname) ?? [];
        if (number) note(seen, variant, Number(number));
        const body = await answer.arrayBuffer();
        if (pathname.endsWith("/stream.m3u8")) list(seen, pathname, new TextDecoder().decode(body));
        const headers = { "Content-Type": answer.headers.get("Content-Type") ?? "" };
        return new Response(body, { status: answer.status, headers });
      },
    });
    servers.push(server);
    await play(`http://127.0.0.1:${server.port}`);
    return seen;
  }

  return {
    trace,
    stop() {
      for (const server of servers) server.stop(true);
    },
  };
}

function forget(seen: Trace): void {
  seen.segments = [];
  seen.edges.clear();
}

function note(seen: Trace, variant: string, sequence: number): void {
  if (!seen.edges.has(variant)) seen.edges.set(variant, seen.listed.get(variant) ?? Number.NaN);
  seen.segments.push({ variant, sequence });
}

function list(seen: Trace, pathname: string, text: string): void {
  const parsed = parsePlaylist(text);
  if (!parsed.ok || parsed.value.kind !== "media") return;
  const variant = pathname.split("/").at(-2) ?? "";
  seen.listed.set(variant, parsed.value.segments.at(-1)?.sequence ?? Number.NaN);
}
