import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { cp, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtJson, type FakeNixFiles, internalJson, nixError, playNix } from "../support/fake-nix.ts";
import { NIX_ENV, STUB_OVERRIDES, STUBS, temporary, testWithNix } from "../support/nix.ts";
import {
  eventually,
  freePort,
  isRunning,
  openSandbox,
  type Running,
  type Sandbox,
} from "../support/sandbox.ts";
import { testWithTool } from "../support/tools.ts";

const DRV = "/nix/store/gsjfhcibax7lbypwpbgkanrzvrymcqhg-test-origin-default.drv";
const build = (id: number) => ({
  action: "start",
  id,
  type: 105,
  level: 3,
  text: `building '${DRV}'`,
  fields: [DRV, "", 1, 1],
});
const logLine = (id: number, text: string) => ({ action: "result", id, type: 101, fields: [text] });
const toBuild = internalJson(
  { action: "msg", level: 0, msg: "this derivation will be built:" },
  { action: "msg", level: 0, msg: `  ${DRV}` },
);

let sandbox: Sandbox;
let folder: string;
let played = 0;

beforeAll(async () => {
  sandbox = await openSandbox();
  folder = await mkdtemp(join(tmpdir(), "hlsctl-fake-nix-"));
}, 60_000);

afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** Another played Nix, and hlsctl run with it. */
async function withFakeNix(files: FakeNixFiles, ...words: string[]) {
  played += 1;
  const fake = await playNix(join(folder, String(played)), files);
  return { fake, run: () => sandbox.run(words, fake.env), start: () => sandbox.start(words, fake.env) };
}

describe("hlsctl build fails with", () => {
  const FAILURES: readonly (readonly [string, number, string, FakeNixFiles, string[]?])[] = [
    ["a Nix too old to talk to", 6, "nix-too-old", { version: "nix (Nix) 2.7.0\n", language: "2.7.0" }],
    ["a Nix too old for nixpkgs", 6, "nix-too-old", { version: "nix (Nix) 2.17.1\n", language: "2.17.1" }],
    ["a version that cannot be read", 6, "nix-unusable", { version: "nix of my own\n", language: "" }],
    [
      "a daemon that lets nobody in",
      7,
      "nix-denied",
      { "ping.err": "error: cannot connect to socket at '/nix/x': Permission denied\n" },
    ],
    [
      "a daemon that is away",
      6,
      "nix-unusable",
      { "ping.err": "error: cannot connect to socket at '/nix/x': Connection refused\n" },
    ],
    ["a system nobody builds", 8, "system-unbuildable", {}, ["--system", "aarch64-linux"]],
    [
      "an input that cannot be fetched",
      13,
      "download-failed",
      {
        "dry.err": internalJson(
          nixError("unable to download 'https://api.github.com/x': Couldn't resolve host name (6)"),
        ),
        "dry.status": "1",
      },
    ],
    [
      "an output that the flake has not",
      4,
      "output-not-found",
      {
        "dry.err": internalJson(nixError("flake 'path:/x' does not provide attribute 'x'")),
        "dry.status": "1",
      },
    ],
    [
      "an expression that does not evaluate",
      10,
      "build-failed",
      { "dry.err": internalJson(nixError("oh no")), "dry.status": "1" },
    ],
    ["an answer that is none", 6, "nix-unusable", { "dry.out": "[]" }],
    [
      "more than fits",
      14,
      "disk-full",
      {
        "dry.err": internalJson({
          action: "msg",
          level: 0,
          msg: "these 2 paths will be fetched (900.0 GiB download, 9000000.0 GiB unpacked):",
        }),
      },
    ],
    [
      "a full disk",
      14,
      "disk-full",
      {
        "build.err": internalJson(nixError("writing to file: No space left on device")),
        "build.status": "1",
      },
    ],
    [
      "a store of somebody else's",
      7,
      "nix-denied",
      {
        "build.err": internalJson(
          nixError("opening lock file '/nix/var/nix/db/big-lock': Permission denied"),
        ),
        "build.status": "1",
      },
    ],
    [
      "a feature that no builder has (2.31)",
      8,
      "system-unbuildable",
      {
        "build.err": internalJson(
          nixError(
            `Cannot build '${DRV}'.\n       Reason: required system or feature not available\n       Required system: 'x86_64-linux' with features {kvm}\n       Current system: 'x86_64-linux' with features {}`,
          ),
        ),
        "build.status": "1",
      },
    ],
    [
      "a builder's failure, heard through a daemon (2.31)",
      10,
      "build-failed",
      {
        "build.err": internalJson(
          build(2 ** 52),
          { action: "msg", level: 0, msg: "building on a daemon" },
          nixError(`Cannot build '${DRV}'.\n       Reason: builder failed with exit code 3.`),
        ),
        "build.status": "1",
        "log.out": "one\ntwo\nthree\n",
      },
    ],
    ["a Nix that is killed", 10, "build-failed", { "build.status": "137" }],
  ];

  test.each(FAILURES)("%s", async (_what, status, id, files, words = []) => {
    const { run } = await withFakeNix(
      { "dry.err": toBuild, ...files },
      "build",
      "runner",
      "--json",
      ...words,
    );
    const answer = await run();
    const { kind, error } = JSON.parse(answer.stdout);
    expect({ status: answer.status, kind, id: error?.id }).toEqual({ status, kind: "build", id });
    expect(error.message).not.toContain("@nix");
    expect(error.message.length).toBeGreaterThan(20);
  });

  test("the end of the log, the command for all of it, and in JSON everything", async () => {
    const lines = Array.from({ length: 30 }, (_, index) => logLine(1, `\u001b[31mline ${index}\u001b[0m`));
    const files = {
      "dry.err": toBuild,
      "build.err": internalJson(build(1), ...lines, nixError(`builder for '${DRV}' failed with exit code 3`)),
      "build.status": "1",
    };
    const { run } = await withFakeNix(files, "build", "runner");
    const { status, stderr } = await run();
    expect(status).toBe(10);
    expect(stderr).toContain("building test-origin-default\n");
    expect(stderr).toContain("✗ The build of test-origin-default failed with exit code 3.\n");
    expect(stderr).toContain("│ line 29\n");
    expect(stderr).toContain("│ line 5\n");
    expect(stderr).not.toContain("│ line 4\n");
    expect(stderr).toContain(`nix --extra-experimental-features 'nix-command flakes' log ${DRV}`);
  });
});

describe("hlsctl build", () => {
  test("works with Lix, whose language is that of Nix 2.18", async () => {
    const image = join(folder, "image.tar.gz");
    await writeFile(image, "archive");
    const files = {
      version: "nix (Lix, like Nix) 2.93.3\n",
      language: "2.18.3-lix",
      "dry.err": toBuild,
      "build.err": internalJson(
        { action: "start", id: 1, type: 4711, level: 0, text: "something new" },
        { action: "stop", id: 1 },
      ),
      "build.out": builtJson(image),
    };
    const { run, fake } = await withFakeNix(files, "build", "container", "--json");
    const { status, stdout } = await run();
    expect(status).toBe(0);
    expect(JSON.parse(stdout).data).toMatchObject({
      output: "test-origin-container",
      outPath: image,
      result: { kind: "image", sizeBytes: 7 },
    });
    expect((await fake.calls()).at(-1)).toEndWith("--log-format internal-json");
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGQUIT", 130],
  ] as const)("on %s ends Nix and a builder that Nix lost, and exits %d", async (signal, status) => {
    const files = { "dry.err": toBuild, "build.err": internalJson(build(1)), "build.hang": "" };
    const { start, fake } = await withFakeNix(files, "build", "runner");
    const running = start();
    const builder = await eventually(fake.builder, (pid) => pid !== undefined);
    expect(isRunning(builder ?? 0)).toBe(true);
    running.kill(signal);
    expect(await running.exited).toBe(status);
    expect(isRunning(builder ?? 0)).toBe(false);
    expect(await running.stderr).toContain("nothing is left running");
  });

  test("killed with -9, takes Nix and its builders along", async () => {
    const files = { "dry.err": toBuild, "build.err": internalJson(build(1)), "build.hang": "" };
    const { start, fake } = await withFakeNix(files, "build", "runner");
    const running = start();
    const builder = (await eventually(fake.builder, (pid) => pid !== undefined)) ?? 0;
    const nix = Number(Bun.spawnSync(["ps", "-o", "ppid=", "-p", String(builder)]).stdout.toString());
    running.kill("SIGKILL");
    const left = await eventually(
      async () => [nix, builder].filter(isRunning),
      (alive) => alive.length === 0,
    );
    expect({ left, known: nix > 1 }).toEqual({ left: [], known: true });
  });

  test.each([
    [["containr"], 2, "Did you mean container?"],
    [["test-origin-vn"], 2, "Did you mean test-origin-vm?"],
    [["vm", "--profile", "lo-latency"], 4, 'Did you mean "low-latency"?'],
    [["test-origin-vm-debug", "--profile", "logged"], 2, "hlsctl build vm --profile logged"],
    [["hlsctl", "--profile", "logged"], 2, "Leave --profile out."],
    [["hlsctl", "--set", "hls.listSize=5"], 2, "Leave --set out."],
    [["vm", "--system", "x86_64-linx"], 2, "x86_64-linux"],
    [["vm", "--set", "hls.listSize=0"], 3, "hls.listSize"],
    [["swarm-client-vm", "--set", "clients=0"], 3, "clients"],
    [["vm", "--override-input", "nixpkgs"], 2, "NAME=FLAKE"],
    [["vm", "--out", "/dev/null"], 5, "--out"],
    [["vm", "--out", "nowhere/x"], 4, "mkdir -p"],
    [["vm", "--system", "aarch64-darwin"], 4, "x86_64-linux, aarch64-linux"],
    [[], 2, "TYPE"],
  ] as const)("%j is refused with %d before Nix does anything", async (words, status, said) => {
    const { run, fake } = await withFakeNix({}, "build", ...words);
    const answer = await run();
    expect({ status: answer.status, stderr: answer.stderr }).toMatchObject({ status });
    expect(answer.stderr).toContain(said);
    expect((await fake.calls()).filter((call) => call.includes(" build "))).toEqual([]);
  });

  test("keeps out of a file that is no link of Nix's, and replaces one that is", async () => {
    const link = join(sandbox.home, "link");
    await symlink("/etc/hosts", link);
    const refused = await (await withFakeNix({}, "build", "vm", "--out", link, "--dry-run")).run();
    expect(refused.status).toBe(5);
    await rm(link);
    await symlink("/nix/store/6a6flslx0blyyjbfckm3wc19fyhjcq24-gone", link);
    const taken = await (await withFakeNix({}, "build", "vm", "--out", link, "--dry-run")).run();
    expect(taken.status).toBe(0);
    expect(taken.stdout).toContain("nothing: the result is in the store already");
  });
});

describe("hlsctl up", () => {
  test.each([
    [["--builder", "docker"], "a runner has none"],
    [["--builder", "nix", "--source", "embedded", "--server", "embedded"], "nothing to build"],
    [["--offline"], "Say --builder nix, too."],
    [["--builder", "auto", "--override-input", "nixpkgs=path:/x"], "Say --builder nix, too."],
    [["--builder", "podman"], "nix, docker"],
  ])("%j is refused, for it makes no sense", async (words, said) => {
    const { run, fake } = await withFakeNix({}, "up", ...words);
    const { status, stderr } = await run();
    expect({ status, said: stderr.includes(said) ? said : stderr }).toEqual({ status: 2, said });
    expect(await fake.calls()).toEqual([]);
  });

  test("tells that local programs are used when it was asked, and takes the flake's only when told to", async () => {
    const words = ["up", "--source", "embedded", "--dry-run", "--json"];
    const builder = async (...more: string[]) => {
      const { run, fake } = await withFakeNix({ "dry.err": toBuild }, ...words, ...more);
      return { ...JSON.parse((await run()).stdout).data, calls: await fake.calls() };
    };
    expect(await builder()).toMatchObject({ builder: null, calls: [] });
    expect(await builder("--builder", "auto")).toMatchObject({ builder: { value: "local" }, calls: [] });
    const { builder: nix, steps, calls } = await builder("--builder", "nix");
    expect(nix).toMatchObject({
      value: "nix",
      nix: { output: "test-origin", todo: "1 derivation to build" },
    });
    const start = steps.find(({ kind }: { kind: string }) => kind === "start-nginx");
    expect(start.argv[0]).toBe(`${nix.nix.outPath}/share/hlsctl/tools/nginx`);
    const builds = calls.filter((call: string) => call.includes(" build "));
    expect(builds.filter((call: string) => !call.includes("--dry-run"))).toEqual([]);
  });
});

/** Everything that `up --builder nix` asks of a Nix, in order, and how long after that the signal comes. */
const MOMENTS: readonly (readonly [string, number])[] = [
  ...["--version", "eval", "ping", "--dry-run", "tools-", "--offline"].map((word) => [word, 0] as const),
  ...[1, 2, 4, 8, 16, 32, 64, 128].map((ms) => ["tools-", ms / 1000] as const),
];

describe("a signal to hlsctl up --builder nix", () => {
  testWithTool("nginx", "ends it whenever it comes, with a word and nothing left", async () => {
    const ends = await Promise.all(
      MOMENTS.map(async ([word, seconds], index) => {
        await using own = await openSandbox();
        const result = join(own.home, "result");
        await mkdir(join(result, "share/hlsctl/tools"), { recursive: true });
        for (const tool of ["nginx", "ffmpeg", "ffprobe"]) {
          await symlink(Bun.which("nginx") ?? "", join(result, "share/hlsctl/tools", tool));
        }
        const signal = index % 2 === 0 ? "INT" : "TERM";
        const built = builtJson(result);
        const files = {
          "dry.out": built,
          "build.out": built,
          "build.link": "",
          stop: `${word} ${signal} ${seconds}\n`,
        };
        const fake = await playNix(join(own.home, "nix"), files);
        const words = ["up", "--builder", "nix", "--source", "embedded", "--port", String(await freePort())];
        const running = own.start(words, fake.env);
        const [status, stderr] = await Promise.all([within(10_000, running), running.stderr]);
        const left = await Promise.all(
          ["starting", "instances"].map((name) => leftIn(join(own.home, "state", name))),
        );
        const said = stderr.includes("nothing is left running") ? "" : stderr;
        return { word, seconds, status: status - (signal === "INT" ? 130 : 143), said, left: left.flat() };
      }),
    );
    expect(ends).toEqual(
      MOMENTS.map(([word, seconds]) => ({ word, seconds, status: 0, said: "", left: [] })),
    );
  });
});

/** Its exit status; one that is not done in time is killed. */
async function within(ms: number, { exited, kill }: Running): Promise<number> {
  const timer = setTimeout(() => kill("SIGKILL"), ms);
  return exited.finally(() => clearTimeout(timer));
}

async function leftIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

const OVERRIDES = STUB_OVERRIDES.flatMap((one) => ["--override-input", one]);

describe("with this machine's Nix", () => {
  testWithNix("a dry run tells what it would do and makes neither link nor result", async () => {
    const { status, stdout } = await sandbox.run(
      ["build", "runner", "--dry-run", "--json", ...OVERRIDES],
      NIX_ENV,
    );
    expect(status).toBe(0);
    const { data } = JSON.parse(stdout);
    expect(data).toMatchObject({ schema: "hlsctl/build-plan/v1", output: "test-origin" });
    expect(data.attribute).toMatch(/^packages\.[^.]+\.test-origin$/);
    expect(data.command.argv).toContain(`path:${data.flakeDir}#${data.attribute}`);
    expect(data.outPath).toStartWith("/nix/store/");
    expect(await readdir(join(sandbox.home, "state/builds")).catch(() => [])).not.toContain("test-origin");
  });

  testWithNix("a runner is built with a link of hlsctl's own and runs", async () => {
    const built = await sandbox.run(["build", "runner", ...OVERRIDES], NIX_ENV);
    expect({ status: built.status, stderr: built.stderr }).toMatchObject({ status: 0 });
    const link = join(sandbox.home, "state/builds/test-origin");
    expect(built.stdout).toContain(link);
    expect(await readlink(link)).toStartWith("/nix/store/");
    const { stdout } = Bun.spawnSync([join(link, "bin/test-origin"), "--dry-run"], {
      env: { PATH: "/usr/bin:/bin", HOME: sandbox.home, HLSCTL_HOME: sandbox.home },
    });
    expect(stdout.toString()).toContain("Bringing up default");
  });

  testWithNix(
    "an image of a profile is an archive that Docker loads, behind the link that was asked for",
    async () => {
      const link = join(sandbox.home, "image");
      const words = ["build", "container", "--profile", "low-latency", "--out", link, "--json", ...OVERRIDES];
      const { status, stdout } = await sandbox.run(words, NIX_ENV);
      expect(status).toBe(0);
      const { data } = JSON.parse(stdout);
      expect(data).toMatchObject({
        output: "test-origin-container-low-latency",
        link,
        next: [`docker load < ${link}`],
      });
      expect(await readlink(link)).toBe(data.outPath);
      const manifest = await Bun.$`tar -xOf ${link} manifest.json`.json();
      expect(manifest).toMatchObject([{ RepoTags: ["hls-test-origin:low-latency"] }]);
    },
  );

  testWithNix("a build that fails shows the end of its log", async () => {
    const broken = join(temporary(), "broken-nixpkgs");
    await cp((STUBS.nixpkgs ?? "").replace(/^path:/, ""), broken, { recursive: true });
    const main = join(broken, "default.nix");
    const fails =
      'runCommand = name: args: _: prev.runCommand name args "echo; seq 1 40; echo not today >&2; exit 7";';
    await writeFile(
      main,
      (await readFile(main, "utf8")).replace("++ overlays", `++ [ (final: prev: { ${fails} }) ] ++ overlays`),
    );
    const others = OVERRIDES.filter((word) => !word.startsWith("nixpkgs="));
    const inputs = others.filter(
      (word, index) => word !== "--override-input" || others[index + 1]?.includes("="),
    );
    const words = ["build", "hlsctl", ...inputs, "--override-input", `nixpkgs=path:${broken}`];
    const { status, stderr } = await sandbox.run(words, NIX_ENV);
    expect(status).toBe(10);
    expect(stderr).toMatch(/The build of hlsctl-\S+ failed with exit code 7\./);
    expect(stderr).toContain("│ not today\n");
    expect(stderr).toContain("│ 40\n");
    expect(stderr).not.toContain("│ 5\n");
  });

  testWithNix("up --builder nix plays with the flake's programs; down forgets the link", async () => {
    const port = await freePort();
    const words = ["--port", String(port), "--builder", "nix", ...OVERRIDES];
    const planned = await sandbox.run(["up", ...words, "--dry-run", "--json"], NIX_ENV);
    const { data } = JSON.parse(planned.stdout);
    const tools = `${data.builder.nix.outPath}/share/hlsctl/tools`;
    expect(data.builder).toMatchObject({
      value: "nix",
      because: "asked for",
      nix: { output: "test-origin" },
    });
    const { status, stderr } = await sandbox.run(["up", ...words, "--detach"], NIX_ENV);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    const playlist = await fetch(`http://127.0.0.1:${port}/stream.m3u8`).then((answer) => answer.text());
    expect(playlist).toContain("#EXTINF");
    const link = join(sandbox.home, `state/instances/default-${port}/tools`);
    expect(await readlink(link)).toBe(data.builder.nix.outPath);
    expect(await Bun.$`ps -A -o args`.text()).toContain(`${tools}/nginx`);
    expect(await readdir(join(sandbox.home, "state/starting"))).toEqual([]);
    expect((await sandbox.run(["down", `default-${port}`], NIX_ENV)).status).toBe(0);
    expect(await readlink(link).catch(() => "gone")).toBe("gone");
  });
});
