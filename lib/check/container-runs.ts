import { type Check, failed, passed, type Verdict } from "./check.ts";
import { buildImage } from "./containers.ts";
import type { CheckContext, ContainerEngine } from "./context.ts";
import { defaultOrigin, originUrls } from "./default-origin.ts";
import {
  engine,
  engineOf,
  inspect,
  logsOf,
  type RunOptions,
  runContainer,
  waitUntilHealthy,
  withContainer,
} from "./engine.ts";
import { listsFlag } from "./go-flags.ts";
import { withImage } from "./image.ts";
import { lastWords } from "./nix-command.ts";
import { BUILD_LIMIT_MS } from "./packages.ts";

/** As small as a container may be: nothing can be written but /tmp, no capability, no way to more. */
const CONFINED = [
  ...["--read-only", "--tmpfs", "/tmp:mode=1777"],
  ...["--cap-drop", "ALL", "--security-opt", "no-new-privileges"],
];

/** The image's own check, asked each second instead of each half minute. */
const HEALTH = ["--health-interval", "1s", "--health-start-period", "60s"];

/** What systemd needs in a container: docs/nix.md. podman knows it by itself. */
function systemdOptions({ name, cgroupVersion }: ContainerEngine): string[] {
  if (name === "podman") return ["--systemd", "always"];
  return [
    ...["--cap-add", "SYS_ADMIN", "--cap-add", "SYS_PTRACE", "--cgroupns", "private"],
    ...["--tmpfs", "/run", "--tmpfs", "/run/lock", "--tmpfs", "/tmp"],
    ...(cgroupVersion === 1 ? ["--volume", "/sys/fs/cgroup:/sys/fs/cgroup:rw"] : []),
  ];
}

/** 128 + SIGTERM: a program that was asked to end and did, as against 137, which was killed. */
const ENDED_WELL = ["0", "143"];

const PLAYS_LIMIT_MS = 60_000;
const RETRY_MS = 500;

export const CONTAINER_RUNS: readonly Check[] = [
  {
    id: "containers/origin-plays",
    tier: "build",
    title: "the origin's container gets healthy, plays and ends when asked, confined as far as can be",
    needs: ["nixpkgs", "linux", "engine"],
    limitMs: BUILD_LIMIT_MS,
    run: (context) => checkOrigin(context, "test-origin-container", CONFINED),
  },
  {
    id: "containers/swarm-obeys",
    tier: "build",
    title: "the swarm's container plays as the environment says, and flags win over it",
    needs: ["nixpkgs", "linux", "engine"],
    limitMs: BUILD_LIMIT_MS,
    run: checkSwarm,
  },
  {
    id: "containers/go-obeys",
    tier: "build",
    title: "the Go program's container takes its flags and its environment",
    needs: ["nixpkgs", "linux", "engine"],
    limitMs: BUILD_LIMIT_MS,
    run: checkGo,
  },
  {
    id: "containers/enhanced-plays",
    tier: "full",
    title: "the enhanced container boots systemd, gets healthy, plays and shuts down when asked",
    needs: ["nixpkgs", "linux", "systemd-engine"],
    limitMs: BUILD_LIMIT_MS,
    run: (context) =>
      checkOrigin(context, "test-origin-container-enhanced", systemdOptions(engineOf(context))),
  },
];

/** Builds and loads an image, lends its name, and gives everything back. */
async function withBuilt(
  context: CheckContext,
  attribute: string,
  use: (image: string) => Promise<Verdict>,
): Promise<Verdict> {
  const built = await buildImage(context, attribute);
  if ("outcome" in built) return built;
  const { archive, manifest } = built;
  return withImage(context, { archive, tag: manifest.tag }, async (loaded) =>
    loaded.ok ? use(loaded.image) : failed(`${manifest.tag} cannot be loaded`, loaded.detail),
  );
}

function checkOrigin(context: CheckContext, attribute: string, options: readonly string[]): Promise<Verdict> {
  return withBuilt(context, attribute, (image) =>
    withOrigin(context, { image, options: [...options, ...HEALTH] }, async (name) => {
      const startedMs = context.host.clock.nowMs();
      const health = await waitUntilHealthy(context, name);
      if (health !== "healthy") return failed(`its health is: ${health}`, await logsOf(context, name));
      const healthyMs = context.host.clock.nowMs() - startedMs;
      const silent = await checkPlays(context, name);
      if (silent !== undefined) return silent;
      const stopped = await checkStop(context, name);
      return stopped ?? passed(`healthy after ${(healthyMs / 1000).toFixed(1)} s, and playing`);
    }),
  );
}

/** From outside where its port is published; otherwise by a viewer that shares its loopback. Undefined when it plays. */
async function checkPlays(context: CheckContext, name: string): Promise<Verdict | undefined> {
  if (!engineOf(context).hasBridge) {
    const verdict = await withBuilt(context, "swarm-client-container", (swarm) =>
      waitForViewer(context, name, swarm),
    );
    return verdict.outcome === "passed" ? undefined : verdict;
  }
  const { stdout } = await engine(context, ["port", name, `${defaultOrigin(context).port}/tcp`]);
  const port = /:(\d+)\s*$/m.exec(stdout)?.[1];
  if (port === undefined) return failed("its port is not published", await logsOf(context, name));
  const limits = { timeoutMs: PLAYS_LIMIT_MS, signal: context.signal };
  await context.waitUntilReady(originUrls(context, Number(port)), limits);
  return undefined;
}

/** A viewer beside the origin plays at last: an origin is healthy before its first segments are there. */
async function waitForViewer(context: CheckContext, name: string, swarm: string): Promise<Verdict> {
  const { clock } = context.host;
  const deadline = clock.nowMs() + PLAYS_LIMIT_MS;
  for (;;) {
    const seen = await playersOf(context, beside(context, name, swarm), ["--clients", "1"]);
    if (seen === 1) return passed();
    if (context.signal.aborted || clock.nowMs() > deadline) return wrongCount("--clients", 1, seen);
    await clock.sleep(RETRY_MS, context.signal);
  }
}

/** Undefined when the container ended by itself soon after it was asked to. */
async function checkStop(context: CheckContext, name: string): Promise<Verdict | undefined> {
  const result = await engine(context, ["stop", "-t", "10", name]);
  if (result.status !== 0) return failed("it cannot be stopped", lastWords(result));
  const code = await inspect(context, name, "{{.State.ExitCode}}");
  if (ENDED_WELL.includes(code)) return undefined;
  return failed(`asked to end, it ended with ${code}`, await logsOf(context, name));
}

/** An origin in a container: with a published port where the engine has a network to publish from, else with its loopback alone. */
async function withOrigin(
  context: CheckContext,
  { image, options }: { image: string; options: readonly string[] },
  use: (name: string) => Promise<Verdict>,
): Promise<Verdict> {
  const network = engineOf(context).hasBridge
    ? ["--publish", `127.0.0.1::${defaultOrigin(context).port}`]
    : ["--network", "none"];
  return withContainer(context, { image, options: [...options, ...network] }, async (started) =>
    started.ok ? use(started.name) : failed("the container does not start", started.detail),
  );
}

const VIEWERS = { environment: 3, flag: 2 };

function checkSwarm(context: CheckContext): Promise<Verdict> {
  return withBuilt(context, "test-origin-container", (origin) =>
    withBuilt(context, "swarm-client-container", (swarm) =>
      withOrigin(context, { image: origin, options: [...CONFINED, ...HEALTH] }, async (name) => {
        const health = await waitUntilHealthy(context, name);
        if (health !== "healthy")
          return failed(`the origin's health is: ${health}`, await logsOf(context, name));
        const silent = await checkPlays(context, name);
        if (silent !== undefined) return silent;
        const byVariable = await playersOf(context, beside(context, name, swarm), []);
        if (byVariable !== VIEWERS.environment) return wrongCount("CLIENTS", VIEWERS.environment, byVariable);
        const byFlag = await playersOf(context, beside(context, name, swarm), [
          "--clients",
          String(VIEWERS.flag),
        ]);
        if (byFlag !== VIEWERS.flag) return wrongCount("--clients", VIEWERS.flag, byFlag);
        return passed(`${VIEWERS.environment} viewers by CLIENTS, ${VIEWERS.flag} by --clients`);
      }),
    ),
  );
}

/** A swarm in the network of an origin's container, told by its environment what to play. */
function beside(context: CheckContext, origin: string, swarm: string): RunOptions {
  const values = {
    STREAM_URL: originUrls(context, defaultOrigin(context).port).playlist,
    CLIENTS: VIEWERS.environment,
    RAMP_RATE: 100,
    DURATION: "3s",
  };
  const variables = Object.entries(values).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
  return { image: swarm, options: [...CONFINED, "--network", `container:${origin}`, ...variables] };
}

/** What of a swarm's report is asked for. */
interface Played {
  ok: boolean;
  data?: { clients?: { started?: number }; segments?: { downloaded?: number } };
}

/** How many viewers a swarm's report says were started, when they played; what it said otherwise. */
async function playersOf(
  context: CheckContext,
  run: RunOptions,
  args: readonly string[],
): Promise<number | string> {
  const result = await runContainer(context, { ...run, args: [...args, "--json"] });
  try {
    const { data } = JSON.parse(result.stdout) as Played;
    const { clients, segments } = data ?? {};
    return (segments?.downloaded ?? 0) > 0 ? (clients?.started ?? 0) : lastWords(result);
  } catch {
    return lastWords(result);
  }
}

function wrongCount(by: string, wanted: number, seen: number | string): Verdict {
  if (typeof seen === "number") return failed(`${by} says ${wanted} viewers, and there were ${seen}`);
  return failed(`a swarm of ${wanted} viewers by ${by} does not play`, seen);
}

/** The Go program prints the FFmpeg command of a client instead of starting one. */
function checkGo(context: CheckContext): Promise<Verdict> {
  return withBuilt(context, "go-ffmpeg-hls-swarm-container", async (image) => {
    const stream = "http://127.0.0.1:9/from-the-environment.m3u8";
    const environment = [...CONFINED, "--network", "none", "--env", `STREAM_URL=${stream}`];
    const help = await runContainer(context, { image, options: CONFINED, args: ["--help"] });
    if (!listsFlag(`${help.stdout}\n${help.stderr}`, "clients"))
      return failed("its --help lists no flags", lastWords(help));
    const command = await runContainer(context, { image, options: environment, args: ["-print-cmd"] });
    if (!command.stdout.includes(stream)) return failed("it does not take STREAM_URL", lastWords(command));
    const wrong = [...environment, "--env", "CLIENTS=many"];
    const refused = await runContainer(context, { image, options: wrong, args: ["-print-cmd"] });
    const isRefused = refused.status === 2 && refused.stderr.includes("CLIENTS");
    return isRefused ? passed() : failed("it does not refuse CLIENTS=many", lastWords(refused));
  });
}
