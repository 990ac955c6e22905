import { describe, expect } from "bun:test";
import { mkdtemp, readdir, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  buildFlake,
  bundle,
  evalFlake,
  flake,
  flakeCopy,
  NIX_ENV,
  nix,
  nixText,
  STUB_ARGS,
  temporary,
  testWithNix,
  textOfDerivation,
  userFlake,
} from "../support/nix.ts";
import { type Answer, eventually, freePort, isRunning } from "../support/sandbox.ts";

async function built(attribute: string, program: string): Promise<string> {
  const [path = ""] = await buildFlake(await flake(), attribute);
  return join(path, "bin", program);
}

/** Runs a program in a folder, with hlsctl's home there. */
async function call(argv: string[], cwd?: string): Promise<Answer> {
  const folder = cwd ?? (await mkdtemp(join(temporary(), "home-")));
  const child = Bun.spawn(argv, {
    cwd: folder,
    env: { PATH: "/usr/sbin:/usr/bin:/bin", HOME: folder, NO_COLOR: "1" },
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

/** `nix run .#APP -- WORDS…` */
async function app(name: string, ...words: string[]): Promise<Answer> {
  return nix(["run", ...STUB_ARGS, `path:${await flake()}#${name}`, "--", ...words]);
}

describe("hlsctl of the flake", () => {
  testWithNix("runs, and knows the flake's profiles", async () => {
    const program = await built("hlsctl", "hlsctl");
    const { version } = await Bun.file(join(import.meta.dir, "../../package.json")).json();
    expect((await call([program, "version"])).stdout).toStartWith(`hlsctl ${version} `);
    const { data } = JSON.parse((await call([program, "profiles", "list", "--json"])).stdout);
    const names = JSON.stringify(data);
    for (const name of ["default", "4k-abr", "stress-test", "extreme"]) expect(names).toContain(`"${name}"`);
  });

  testWithNix(
    "reads neither bunfig.toml nor .env of the folder it runs in, in its children neither",
    async () => {
      const program = await built("hlsctl", "hlsctl");
      const hostile = await mkdtemp(join(temporary(), "hostile-"));
      await writeFile(join(hostile, "bunfig.toml"), 'preload = ["./evil.ts"]\n');
      await writeFile(join(hostile, "evil.ts"), 'await Bun.write("evil-ran", "");\n');
      await writeFile(join(hostile, ".env"), `HLSCTL_HOME=${join(hostile, "stolen")}\n`);
      const { status, stdout } = await call([program, "profiles", "show", "default", "--json"], hostile);
      expect({ status, ok: JSON.parse(stdout).ok }).toEqual({ status: 0, ok: true });
      const port = String(await freePort());
      const up = await call([program, "up", "--source", "embedded", "--detach", "--port", port], hostile);
      const down = await call([program, "down", "--all"], hostile);
      expect([up.status, down.status], up.stderr + down.stderr).toEqual([0, 0]);
      const left = await readdir(hostile);
      expect(left.filter((name) => name === "evil-ran" || name === "stolen")).toEqual([]);
      await rm(hostile, { recursive: true });
    },
  );

  testWithNix("completes in three shells", async () => {
    const [path = ""] = await buildFlake(await flake(), "hlsctl");
    for (const file of [
      "bash-completion/completions/hlsctl",
      "zsh/site-functions/_hlsctl",
      "fish/vendor_completions.d/hlsctl.fish",
    ]) {
      expect(await Bun.file(join(path, "share", file)).text()).toContain("hlsctl");
    }
  });

  testWithNix("is the same program when it is built from the sources", async () => {
    const [path = ""] = await buildFlake(await flakeCopy({ fromSource: true }), "hlsctl");
    const program = join(path, "bin/hlsctl");
    const shown = await call([program, "profiles", "show", "4k-abr", "--json"]);
    const other = await call([await built("hlsctl", "hlsctl"), "profiles", "show", "4k-abr", "--json"]);
    expect(JSON.parse(shown.stdout)).toEqual(JSON.parse(other.stdout));
    const size = Bun.file(join(path, "share/hlsctl/hlsctl.js")).size;
    expect(Math.abs(size / Buffer.byteLength(await bundle()) - 1)).toBeLessThan(0.01);
  });
});

describe("mkTestOrigin", () => {
  const made = (words: string, what: string) => `f: let made = f ${words}; in ${what}`;
  const attribute = "legacyPackages.x86_64-linux.mkTestOrigin";

  testWithNix("resolves a profile with overrides", async () => {
    const words = '{ profile = "stress"; overrides.hls.segmentDuration = 4; }';
    expect(
      await evalFlake(
        await flake(),
        attribute,
        made(words, "{ inherit (made.config.hls) listSize; inherit (made.derived) gopSize; }"),
      ),
    ).toEqual({ listSize: 15, gopSize: 100 });
  });

  testWithNix("builds what was overridden, judged by hlsctl itself", async () => {
    const folder = await userFlake(
      await flake(),
      `{
        packages.x86_64-linux.conf = (hlsctl.legacyPackages.x86_64-linux.mkTestOrigin {
          overrides.server.port = 4711;
        }).nginxConfig;
      }`,
    );
    const [out = ""] = await buildFlakeAsIs(folder, "conf");
    expect(await Bun.file(out).text()).toMatch(/listen \S*:4711\b/);
  });

  const refusals: [title: string, words: string, message: RegExp][] = [
    ["an unknown profile, with the nearest", '{ profile = "low-latncy"; }', /low-latncy[\s\S]*low-latency/],
    [
      "an unknown key, with the nearest",
      "{ overrides.video.bitrat = 1; }",
      /video\.bitrat[\s\S]*video\.bitrate/,
    ],
    ["a value of another type", '{ overrides.encoder.framerate = "fast"; }', /encoder\.framerate[\s\S]*fast/],
  ];
  for (const [title, words, message] of refusals) {
    testWithNix(`refuses ${title}`, async () => {
      const { status, stderr } = await nix([
        ...["eval", "--json", ...STUB_ARGS, `path:${await flake()}#${attribute}`],
        ...["--apply", made(words, "made.config")],
      ]);
      expect(status).toBe(1);
      expect(stderr).toMatch(message);
    });
  }
});

async function buildFlakeAsIs(folder: string, attribute: string): Promise<string[]> {
  const argv = ["build", "--json", "--no-link", "--no-write-lock-file", `path:${folder}#${attribute}`];
  const outputs: { outputs: { out: string } }[] = JSON.parse(await nixText(argv));
  return outputs.map((one) => one.outputs.out);
}

describe("the overlay", () => {
  testWithNix("brings hlsctl, the Go program and the functions to another nixpkgs", async () => {
    const folder = await userFlake(
      await flake(),
      `{
        packages.x86_64-linux = let
          mine = import nixpkgs { system = "x86_64-linux"; overlays = [ hlsctl.overlays.default ]; };
        in {
          inherit (mine) hlsctl go-ffmpeg-hls-swarm;
          runner = (mine.mkTestOrigin { profile = "debug"; }).runner;
        };
      }`,
    );
    const [own = ""] = await buildFlake(await flake(), "hlsctl");
    expect(await buildFlakeAsIs(folder, "hlsctl")).toEqual([own]);
    const [go = ""] = await buildFlakeAsIs(folder, "go-ffmpeg-hls-swarm");
    const { status, stderr } = await call([join(go, "bin/go-ffmpeg-hls-swarm"), "-metrics-port", "1"]);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "flag provided but not defined: -metrics-port\n",
    });
    expect((await buildFlakeAsIs(folder, "runner"))[0]).toEndWith("-test-origin-debug");
  });
});

/** `nix run .#NAME -- WORDS…` that goes on, in a folder of its own; killed when the test ends. */
async function startApp(name: string, ...words: string[]) {
  const home = await mkdtemp(join(temporary(), "home-"));
  const child = Bun.spawn(["nix", "run", ...STUB_ARGS, `path:${await flake()}#${name}`, "--", ...words], {
    cwd: home,
    env: { ...process.env, ...NIX_ENV, HLSCTL_HOME: home, NO_COLOR: "1" },
    stdin: "ignore",
    stdout: "ignore",
    stderr: Bun.file(join(home, "said")),
  });
  return {
    child,
    said: () => readFile(join(home, "said"), "utf8"),
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await child.exited;
    },
  };
}

describe("nix run .#test-origin-low-latency", () => {
  testWithNix("serves a stream that plays, and leaves nothing when it is told to end", async () => {
    const port = await freePort();
    await using origin = await startApp("test-origin-low-latency", "--port", `${port}`);
    const { child, said } = origin;
    const url = `http://127.0.0.1:${port}/stream.m3u8`;
    const isListed = (text: string) => text.includes(".ts");
    const playlist = await eventually(() => textAt(url), isListed, 60_000);
    expect(playlist, await said()).toContain("#EXT-X-TARGETDURATION:1");
    const show = ["-show_entries", "stream=codec_name,width", "-of", "json"];
    const probed = await call(["ffprobe", "-v", "error", ...show, url]);
    expect(JSON.parse(probed.stdout).streams).toMatchObject([
      { codec_name: "h264", width: 1280 },
      { codec_name: "aac" },
    ]);
    const processes = descendants(child.pid);
    const programs = await Promise.all(processes.map((pid) => readlink(`/proc/${pid}/exe`).catch(() => "")));
    expect(programs).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^\/nix\/store\/.*\/bin\/ffmpeg$/),
        expect.stringMatching(/^\/nix\/store\/.*\/bin\/nginx$/),
      ]),
    );
    child.kill("SIGTERM");
    expect(await child.exited).toBe(143);
    expect(processes.filter(isRunning)).toEqual([]);
  });
});

async function textAt(url: string): Promise<string> {
  try {
    return await (await fetch(url, { signal: AbortSignal.timeout(2000) })).text();
  } catch {
    return "";
  }
}

/** Processes below one. */
function descendants(root: number): number[] {
  const { stdout } = Bun.spawnSync(["ps", "-e", "-o", "pid=,ppid="]);
  const lines = stdout.toString().trim().split("\n");
  const all = lines.map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    all.flatMap(([pid = 0, of]) => (of === parent ? [pid, ...below(pid)] : []));
  return below(root);
}

describe("apps", () => {
  testWithNix("without a name tell what to try", async () => {
    const { status, stdout } = await nix(["run", ...STUB_ARGS, `path:${await flake()}`]);
    expect(status).toBe(0);
    expect(stdout).toContain("nix run .#up");
    expect(stdout).toContain("low-latency");
  });

  testWithNix("up explains itself, and refuses unknown types and profiles", async () => {
    const help = await app("up", "--help");
    expect({ status: help.status, text: help.stdout }).toMatchObject({
      status: 0,
      text: expect.stringContaining("container-enhanced"),
    });
    const type = await app("up", "default", "contaner");
    expect(type.status).toBe(2);
    expect(type.stderr).toMatch(/There is no deployment type "contaner"\. The types are runner, container/);
    const profile = await app("up", "low-latncy", "runner");
    expect(profile.status).toBe(4);
    expect(profile.stderr).toContain('There is no profile named "low-latncy"');
  });

  testWithNix("build refuses an output that is not there", async () => {
    const { status, stderr } = await app("build", "test-origin-radio");
    expect({ status, stderr }).toMatchObject({
      status: 4,
      stderr: expect.stringContaining('There is no output "test-origin-radio" here.'),
    });
  });

  testWithNix("generate-completion prints what hlsctl prints", async () => {
    const own = await call([await built("hlsctl", "hlsctl"), "completion", "fish"]);
    expect((await app("generate-completion", "fish")).stdout).toBe(own.stdout);
  });

  testWithNix("run is the swarm", async () => {
    const { status, stdout } = await app("run", "--help");
    expect(status).toBe(0);
    expect(stdout).toContain("--clients");
  });

  testWithNix("of outputs that a Mac lacks say why, and what works there", async () => {
    const attribute = "apps.aarch64-darwin.test-origin-container-low-latency.program";
    const packages = "packages.aarch64-darwin";
    expect(await evalFlake(await flake(), packages, "p: p ? test-origin-container-low-latency")).toBe(false);
    const text = await textOfDerivation(await flake(), attribute, "test-origin-container-low-latency");
    expect(text).toContain("is not made on aarch64-darwin");
    expect(text).toContain("nix run .#test-origin-low-latency");
    expect(text).toContain("exit 8");
  });
});

describe("what developers use", () => {
  testWithNix("checks.quick builds", async () => {
    const [path = ""] = await buildFlake(await flake(), "checks.quick");
    expect((await readdir(path)).length).toBeGreaterThan(8);
  });

  testWithNix("nix develop starts a shell", async () => {
    const argv = ["develop", ...STUB_ARGS, `path:${await flake()}`, "-c", "sh", "-c", "command -v bun"];
    expect(await nixText(argv)).toContain("/nix/store/");
  });

  testWithNix("the formatter is a derivation", async () => {
    expect(await evalFlake(await flake(), "formatter.x86_64-linux.type")).toBe("derivation");
  });
});
