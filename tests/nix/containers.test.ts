import { afterAll, describe, expect, test } from "bun:test";
import { docker, dockerText, testWithDocker } from "../support/docker.ts";
import { buildFlake, flake, nix, nixText, testWithNix, textOfDerivation, userFlake } from "../support/nix.ts";
import { eventually } from "../support/sandbox.ts";
import { hasTool } from "../support/tools.ts";

/** As little as a program can be allowed; the network is the container's own loopback. */
const CONFINED = [
  ...["--read-only", "--tmpfs", "/tmp:mode=1777", "--cap-drop", "ALL"],
  ...["--security-opt", "no-new-privileges"],
];
const OFTEN = ["--health-interval", "500ms"];

const loaded = new Map<string, Promise<string>>();

/** Name of an image of the flake, built and loaded once. */
function image(attribute: string): Promise<string> {
  const made = loaded.get(attribute) ?? load(attribute);
  loaded.set(attribute, made);
  return made;
}

async function load(attribute: string): Promise<string> {
  const [archive = ""] = await buildFlake(await flake(), attribute);
  return (await dockerText(["load", "--quiet", "--input", archive])).replace("Loaded image: ", "");
}

/** A container that is removed when the test ends. */
async function start(flags: readonly string[], attribute: string, ...words: string[]) {
  const argv = ["run", "--detach", ...CONFINED, ...OFTEN, ...flags, await image(attribute), ...words];
  const id = await dockerText(argv);
  return {
    id,
    exec: (...command: string[]) => docker(["exec", id, ...command]),
    inspect: async (format: string) => dockerText(["inspect", "--format", format, id]),
    logs: async () => {
      const { stdout, stderr } = await docker(["logs", id]);
      return stdout + stderr;
    },
    async [Symbol.asyncDispose]() {
      await docker(["rm", "--force", "--volumes", id]);
    },
  };
}

type Container = Awaited<ReturnType<typeof start>>;

async function expectHealthy(container: Container): Promise<void> {
  const ask = () => container.inspect("{{.State.Status}} {{.State.Health.Status}}");
  const state = await eventually(ask, (text) => text !== "running starting", 60_000);
  expect(state, await container.logs()).toBe("running healthy");
}

/** Ends it as `docker stop` does: 143 is hlsctl's status after it has ended everything, 137 would be a kill. */
async function expectOrderlyEnd(container: Container): Promise<void> {
  const since = performance.now();
  await dockerText(["stop", container.id]);
  expect(performance.now() - since).toBeLessThan(5000);
  expect(await container.inspect("{{.State.ExitCode}}"), await container.logs()).toBe("143");
  expect(await container.logs()).toContain("nothing is left running");
}

/** Asks until there are segments; the answer of ffprobe. */
async function expectStream(origin: Container): Promise<string> {
  const show = ["-show_entries", "stream=codec_name,height", "-of", "json"];
  const ask = () => origin.exec("ffprobe", "-v", "error", ...show, URL);
  const { status, stdout, stderr } = await eventually(ask, (answer) => answer.status === 0, 30_000);
  expect({ status, stderr }, await origin.logs()).toEqual({ status: 0, stderr: "" });
  return stdout;
}

let origin: Promise<Container> | undefined;

/** An origin that plays, for all tests that need one. */
function sharedOrigin(): Promise<Container> {
  origin ??= (async () => {
    const started = await start(["--network", "none"], "test-origin-container");
    await expectHealthy(started);
    await expectStream(started);
    return started;
  })();
  return origin;
}

afterAll(async () => (await origin)?.[Symbol.asyncDispose]());

/** The network of the shared origin. */
async function besideOrigin(): Promise<string[]> {
  return ["--network", `container:${(await sharedOrigin()).id}`];
}

async function labelsOf(attribute: string): Promise<Record<string, string>> {
  return JSON.parse(
    await dockerText(["inspect", "--format", "{{json .Config.Labels}}", await image(attribute)]),
  );
}

const OCI = ["title", "description", "source", "documentation", "version", "vendor", "licenses"];
const URL = "http://127.0.0.1:17080/stream.m3u8";

if (hasTool("nix")) describeContainers();
else test.skip("images of the flake (skipped: no nix here)", () => {});

function describeContainers(): void {
  describe("test-origin-container", () => {
    testWithDocker("serves a stream, confined and not as root, and ends when it is told to", async () => {
      await using origin = await start(["--network", "none"], "test-origin-container");
      await expectHealthy(origin);
      const probed = await expectStream(origin);
      expect(JSON.parse(probed).streams).toMatchObject([
        { codec_name: "h264", height: 720 },
        { codec_name: "aac" },
      ]);
      const top = await dockerText(["top", origin.id, "-eo", "uid,pid,args"]);
      const rows = top.split("\n").slice(1);
      expect(rows.length).toBeGreaterThanOrEqual(3);
      for (const row of rows) expect(row.trim()).toStartWith("65534 ");
      expect(top).toContain("/bin/ffmpeg ");
      expect(top).toContain("nginx: master");
      await expectOrderlyEnd(origin);
    });

    testWithDocker("listens on every address, so that its port can be published", async () => {
      const origin = await sharedOrigin();
      const { stdout } = await origin.exec("cat", "/proc/net/tcp");
      // 17080 in hexadecimal; 0A is LISTEN.
      expect(stdout).toMatch(/ 00000000:42B8 00000000:0000 0A /);
    });

    testWithDocker("has the labels of its profile, a health check and an unprivileged user", async () => {
      const name = await image("test-origin-container");
      const labels = await labelsOf("test-origin-container");
      for (const key of OCI) expect(labels[`org.opencontainers.image.${key}`] ?? "").not.toBe("");
      expect(labels).toMatchObject({ "hls.profile": "default" });
      const config = JSON.parse(await dockerText(["inspect", "--format", "{{json .Config}}", name]));
      expect(config).toMatchObject({
        User: "65534:65534",
        ExposedPorts: { "17080/tcp": {} },
        Healthcheck: { Interval: 30e9, Timeout: 5e9, StartPeriod: 10e9, Retries: 3 },
      });
      expect(config.Healthcheck.Test[0]).toBe("CMD-SHELL");
    });
  });

  describe("swarm-client-container", () => {
    testWithDocker("plays the stream as its environment says, and tells its metrics", async () => {
      const env = variables({
        STREAM_URL: URL,
        CLIENTS: "4",
        RAMP_RATE: "100",
        DURATION: "60s",
        VARIANT: "lowest",
      });
      await using swarm = await start([...(await besideOrigin()), ...env], "swarm-client-container");
      await expectHealthy(swarm);
      const ask = async () => (await swarm.exec("sh", "-c", fetchScript(9100, "/metrics"))).stdout;
      const isPlayed = (text: string) => text.includes('\nhlsctl_clients{state="playing"} 4\n');
      const metrics = await eventually(ask, isPlayed, 20_000);
      expect(metrics, await swarm.logs()).toContain('\nhlsctl_clients{state="playing"} 4\n');
      expect(await swarm.logs()).toContain("A swarm of 4 viewers");
      await dockerText(["stop", swarm.id]);
      expect(await swarm.inspect("{{.State.ExitCode}}")).toBe("143");
    });

    testWithDocker("lets a flag win over the environment, and that over the profile", async () => {
      const plan = async (env: Record<string, string>, ...words: string[]) => {
        const argv = ["run", "--rm", ...CONFINED, ...(await besideOrigin())];
        const variable = variables({ STREAM_URL: URL, ...env });
        const name = await image("swarm-client-container");
        const { stdout, stderr } = await docker([
          ...argv,
          ...variable,
          name,
          "--dry-run",
          "--json",
          ...words,
        ]);
        if (!stdout.includes('"data"')) throw new Error(`no plan: ${stdout}${stderr}`);
        const { variant, load } = JSON.parse(stdout).data;
        return { variant, clients: load.clients, rampRate: load.rampRate };
      };
      expect(await plan({})).toEqual({ variant: "all", clients: 50, rampRate: 5 });
      expect(await plan({ CLIENTS: "7", RAMP_RATE: "9", VARIANT: "first" })).toEqual({
        variant: "first",
        clients: 7,
        rampRate: 9,
      });
      expect(await plan({ CLIENTS: "7" }, "--clients", "9")).toMatchObject({ clients: 9 });
      expect(await plan({ CLIENTS: "7", EXTRA_ARGS: "--clients 11" })).toMatchObject({ clients: 11 });
    });

    testWithDocker("says what is wrong with a variable", async () => {
      const { status, stdout, stderr } = await docker([
        ...["run", "--rm", ...CONFINED, "--network", "none"],
        ...variables({ STREAM_URL: URL, CLIENTS: "many" }),
        await image("swarm-client-container"),
      ]);
      expect(status).toBe(2);
      expect(stdout + stderr).toContain("CLIENTS");
    });

    testWithDocker("has a name, labels and a port of its own", async () => {
      expect(await image("swarm-client-container")).not.toBe(await image("test-origin-container"));
      const labels = await labelsOf("swarm-client-container");
      for (const key of OCI) expect(labels[`org.opencontainers.image.${key}`] ?? "").not.toBe("");
      expect(labels).toMatchObject({ "swarm.profile": "default", "swarm.deployment-type": "container" });
    });
  });

  describe("go-ffmpeg-hls-swarm-container", () => {
    testWithDocker(
      "turns its environment into flags of the Go program, of which later ones win",
      async () => {
        // The stand-in's Go program knows the flags and prints what it was started with.
        const words = await runGo(
          {
            STREAM_URL: URL,
            CLIENTS: "3",
            RAMP_RATE: "2",
            RAMP_JITTER: "100",
            DURATION: "90s",
            TIMEOUT: "15",
          },
          "-clients",
          "8",
        );
        expect(words.at(-1)).toBe(URL);
        const value = (flag: string) => words[words.lastIndexOf(flag) + 1];
        expect(words).toContain("-tui=false");
        expect({
          jitter: value("-ramp-jitter"),
          timeout: value("-timeout"),
          duration: value("-duration"),
        }).toEqual({
          jitter: "100ms",
          timeout: "15s",
          duration: "90s",
        });
        expect(words.filter((word) => word === "-clients").length).toBe(2);
        expect(value("-clients")).toBe("8");
        expect(value("-metrics")).toBe("0.0.0.0:9100");
      },
    );

    testWithDocker("refuses a value that the Go program would not take", async () => {
      const { status, stderr } = await docker([
        ...["run", "--rm", ...CONFINED, "--network", "none"],
        ...variables({ STREAM_URL: URL, VARIANT: "adaptive" }),
        await image("go-ffmpeg-hls-swarm-container"),
      ]);
      expect({ status, stderr }).toEqual({
        status: 2,
        stderr: expect.stringContaining('VARIANT is "adaptive"'),
      });
    });
  });
}

describe("test-origin-container-enhanced", () => {
  testWithNix(
    "starts systemd, says that it is in a container, and is made for its own architecture",
    async () => {
      const settings = async (system: string) => {
        const attribute = `packages.${system}.test-origin-container-enhanced`;
        const text = await textOfDerivation(await flake(), attribute, "hls-test-origin-enhanced-config.json");
        return JSON.parse(text ?? "null");
      };
      const { config, architecture } = await settings("x86_64-linux");
      expect(config).toMatchObject({
        Entrypoint: [expect.stringMatching(/^\/nix\/store\/.*\/init$/)],
        Env: expect.arrayContaining(["container=docker"]),
        StopSignal: "SIGRTMIN+3",
        Healthcheck: { Interval: 30e9, Timeout: 5e9, StartPeriod: 30e9, Retries: 3 },
        Labels: { "hls.profile": "default" },
      });
      expect(config.Healthcheck.Test.join(" ")).toMatch(/\/nix\/store\/\S*\/bin\/curl .*17080\/health/);
      for (const key of OCI) expect(config.Labels[`org.opencontainers.image.${key}`] ?? "").not.toBe("");
      expect([architecture, (await settings("aarch64-linux")).architecture]).toEqual(["amd64", "arm64"]);
    },
  );
});

describe("an image", () => {
  testWithNix(
    "with settings has a name of its own, and is not made of settings that hlsctl refuses",
    async () => {
      const folder = await userFlake(
        await flake(),
        `{
        packages.x86_64-linux = builtins.mapAttrs
          (_: overrides: (hlsctl.legacyPackages.x86_64-linux.mkTestOrigin { inherit overrides; }).container)
          { longer.hls.listSize = 9; shorter.hls.listSize = 7; port.server.port = 70000; };
      }`,
      );
      const tags = ["longer", "shorter"].map(async (name) => {
        const attribute = `path:${folder}#${name}.imageTag`;
        return nixText(["eval", "--raw", "--no-write-lock-file", attribute]);
      });
      const [longer = "", shorter = ""] = await Promise.all(tags);
      expect(longer).toMatch(/^default-[0-9a-f]{8}$/);
      expect(shorter).toMatch(/^default-[0-9a-f]{8}$/);
      expect(longer).not.toBe(shorter);
      const refused = await nix(["build", "--no-link", "--no-write-lock-file", `path:${folder}#port`]);
      expect(refused.status).toBe(1);
      expect(refused.stderr).toContain("server.port");
    },
  );

  testWithNix("cannot be made with an argument that buildLayeredImage has not", async () => {
    const folder = await userFlake(
      await flake(),
      `{ packages.x86_64-linux.wrong = pkgs.dockerTools.buildLayeredImage { name = "x"; healthcheck = { }; }; }`,
    );
    const { status, stderr } = await nix(["eval", "--raw", "--no-write-lock-file", `path:${folder}#wrong`]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/called with unexpected argument 'healthcheck'/);
  });
});

function variables(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
}

async function runGo(env: Record<string, string>, ...words: string[]): Promise<string[]> {
  const argv = ["run", "--rm", ...CONFINED, "--network", "none", ...variables(env)];
  return (await dockerText([...argv, await image("go-ffmpeg-hls-swarm-container"), ...words])).split("\n");
}

/** What asks a server of the loopback; the image's sh is Bash. */
function fetchScript(port: number, path: string): string {
  const request = `GET ${path} HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nConnection: close\\r\\n\\r\\n`;
  return `exec 3<>/dev/tcp/127.0.0.1/${port}; printf '${request}' >&3; cat <&3`;
}
