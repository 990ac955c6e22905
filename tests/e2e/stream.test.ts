import { expect } from "bun:test";
import { freePort, openSandbox, type Sandbox } from "../support/sandbox.ts";
import { testWithTool } from "../support/tools.ts";

const SECONDS = 60;
const SOURCES = ["live", "loop", "embedded"] as const;
const SERVERS = ["nginx", "embedded"] as const;

interface Reading {
  name: string;
  /** What FFmpeg complained about; empty when all was well. */
  complaints: string;
  seconds: number;
  /** Decoding time stamps that do not follow the one before by the usual step, as `stream 0: 3003 after 3000`. */
  jumps: string[];
}

testWithTool(
  ["ffmpeg", "nginx"],
  `every source through every server is read for ${SECONDS} s without an error or a jump in time`,
  async () => {
    await using sandbox = await openSandbox();
    const cases = SOURCES.flatMap((source) => SERVERS.map((server) => ({ source, server })));
    const readings = await Promise.all(
      cases.map(({ source, server }) => readOrigin(sandbox, source, server)),
    );
    for (const { name, complaints, seconds, jumps } of readings) {
      expect({ name, complaints, jumps }).toEqual({ name, complaints: "", jumps: [] });
      expect(seconds).toBeGreaterThan(SECONDS - 5);
    }
  },
  180_000,
);

async function readOrigin(sandbox: Sandbox, source: string, server: string): Promise<Reading> {
  const port = await freePort();
  const name = `${source}-${server}`;
  const args = [
    "up",
    "default",
    "-d",
    "--name",
    name,
    "--port",
    String(port),
    "--source",
    source,
    "--server",
    server,
  ];
  const up = await sandbox.run(args);
  if (up.status !== 0) throw new Error(`${name}: ${up.stderr}`);
  return { name, ...(await readStream(`http://127.0.0.1:${port}/stream.m3u8`)) };
}

/** Copies the stream in real time; the framecrc muxer writes one line per packet: stream, dts, pts, duration, size, sum. */
async function readStream(url: string): Promise<Omit<Reading, "name">> {
  const flags = ["-hide_banner", "-v", "warning", "-xerror", "-nostdin", "-i", url, "-t", String(SECONDS)];
  const child = Bun.spawn(["ffmpeg", ...flags, "-map", "0", "-c", "copy", "-f", "framecrc", "-"], {
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [text, complaints] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  const packets = text
    .split("\n")
    .filter((line) => /^\d+,/.test(line))
    .map((line) => line.split(",").map(Number));
  return { complaints: complaints.trim(), ...timeline(packets) };
}

/** framecrc counts video in 1/90000 s, as the transport stream does. */
function timeline(packets: readonly number[][]): { seconds: number; jumps: string[] } {
  const jumps: string[] = [];
  let longest = 0;
  for (const stream of [0, 1]) {
    const times = packets.filter(([index]) => index === stream).map(([, dts = 0]) => dts);
    const steps = times.slice(1).map((dts, i) => dts - (times[i] ?? 0));
    const usual = steps[0] ?? 0;
    for (const step of new Set(steps))
      if (step !== usual) jumps.push(`stream ${stream}: ${step} after ${usual}`);
    longest = Math.max(longest, ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 90_000);
  }
  return { seconds: longest, jumps };
}
