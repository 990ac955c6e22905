import { describe, expect } from "bun:test";
import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { buildFlake, flakeCopy, nix, STUB_ARGS, temporary, testWithNix } from "../support/nix.ts";

const DERIVED = "nix/test-origin/config/derived.nix";
const SETTINGS = { origin: { hls: { listSize: 8 } }, swarm: { clients: 3 } };

let flake: Promise<string> | undefined;
/** A flake with settings of the user's over every profile. */
function flakeWithSettings(): Promise<string> {
  flake ??= flakeCopy({ add: { "overrides.json": JSON.stringify(SETTINGS) } });
  return flake;
}

async function run(argv: readonly string[], env: Record<string, string> = {}) {
  const home = await mkdtemp(join(temporary(), "home-"));
  const child = Bun.spawn([...argv], {
    cwd: home,
    env: { HOME: home, HLSCTL_HOME: home, NO_COLOR: "1", PATH: "/usr/bin:/bin", ...env },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [status, stdout, stderr] = await Promise.all([
    child.exited,
    child.stdout.text(),
    child.stderr.text(),
  ]);
  return { status, stdout, stderr };
}

async function dataOf(argv: readonly string[], env?: Record<string, string>) {
  const { status, stdout, stderr } = await run([...argv, "--json"], env);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return JSON.parse(stdout).data;
}

describe("what Nix has rendered", () => {
  testWithNix("is the nginx.conf that hlsctl prints, and looks for the page in the store", async () => {
    const [file = "", hlsctl] = await buildFlake(
      await flakeWithSettings(),
      "test-origin-nginx-config-low-latency",
      "hlsctl",
    );
    const text = await readFile(file, "utf8");
    const page = /\/nix\/store\/[^/]+\/share\/hls-origin/.exec(text)?.[0] ?? "";
    expect(await readdir(page)).toEqual(["assets", "index.html"]);
    const words = ["low-latency", "--bind", "0.0.0.0", "--set", "hls.listSize=8"];
    const { text: printed } = await dataOf([`${hlsctl}/bin/hlsctl`, "render", "nginx", ...words]);
    expect(text.replaceAll(page, "/usr/local/share/hls-origin")).toBe(printed);
  });

  testWithNix("is refused where Nix and hlsctl disagree, by key and both values", async () => {
    const source = await readFile(resolve(import.meta.dir, "../..", DERIVED), "utf8");
    const wrong = source.replace("gopSize = ", "gopSize = 1 + ");
    expect(wrong).not.toBe(source);
    const folder = await flakeCopy({ add: { [DERIVED]: wrong } });
    const what = `path:${folder}#test-origin-nginx-config`;
    const { status, stderr } = await nix(["build", "--no-link", "-L", ...STUB_ARGS, what]);
    expect(status).not.toBe(0);
    expect(stderr).toContain("disagree on profile default");
    expect(stderr).toContain("derived.gopSize: Nix says 61, hlsctl 60");
    expect(stderr).not.toContain("config.");
  });
});

describe("the runners", () => {
  testWithNix(
    "bring up the profile with the flake's settings, the user's words and the store's tools",
    async () => {
      const [runner] = await buildFlake(await flakeWithSettings(), "test-origin-low-latency");
      const program = `${runner}/bin/test-origin`;
      const plan = await dataOf([program, "--dry-run", "--set", "hls.deleteThreshold=3"]);
      expect(plan.instance.profile).toBe("low-latency");
      expect(plan.configuration.config.hls).toMatchObject({
        listSize: 8,
        deleteThreshold: 3,
        segmentDuration: 1,
      });
      const programs = plan.steps.flatMap((step: { argv?: string[] }) => step.argv?.[0] ?? []);
      expect(programs.length).toBe(2);
      for (const path of programs) expect(path).toStartWith("/nix/store/");
      expect((await readdir(`${runner}/share/hlsctl/tools`)).sort()).toEqual(["ffmpeg", "ffprobe", "nginx"]);
      expect((await run([program, "vm"])).status).not.toBe(0);
    },
  );

  testWithNix("play a stream by flags before the environment before the flake's settings", async () => {
    const [runner] = await buildFlake(await flakeWithSettings(), "swarm-client-stress");
    const plan = [`${runner}/bin/swarm-client`, "--dry-run"];
    const playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\na.ts\n#EXTINF:2,\nb.ts\n#EXT-X-ENDLIST\n";
    using origin = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response(playlist) });
    const STREAM_URL = `${origin.url}stream.m3u8`;
    expect((await dataOf(plan, { STREAM_URL })).load).toMatchObject({ clients: 3, rampRate: 20 });
    const env = { STREAM_URL, CLIENTS: "4", RAMP_RATE: "7" };
    expect((await dataOf([...plan, "--clients", "5"], env)).load).toMatchObject({ clients: 5, rampRate: 7 });
    const { status, stderr } = await run(plan);
    expect(status).toBe(2);
    expect(stderr).toContain("STREAM_URL");
  });

  testWithNix("have no file of settings where there are none", async () => {
    const [origin, swarm] = await buildFlake(await flakeCopy(), "test-origin", "swarm-client");
    for (const program of [`${origin}/bin/test-origin`, `${swarm}/bin/swarm-client`]) {
      expect(await readFile(program, "utf8")).not.toContain("--set-file");
    }
  });
});
