import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atEnd } from "./at-end.ts";
import { type Answer, eventually } from "./sandbox.ts";
import { hasTool, testWithTool, toolPath } from "./tools.ts";

/**
 * A test that needs a Docker daemon: the machine's own, or one that this run starts in a temporary folder (root only) and
 * that ends with the run. That one has no bridge: containers run with `--network host`.
 */
export function testWithDocker(title: string, run: () => unknown, timeoutMs = 120_000): void {
  testWithTool(["docker", isRoot() ? "dockerd" : "docker"], title, run, timeoutMs);
}

let socket: Promise<string> | undefined;

/** Where the daemon listens, as `DOCKER_HOST` has it. */
function dockerHost(): Promise<string> {
  socket ??= findDaemon();
  return socket;
}

/** Runs `docker ARGV…`. */
export async function docker(argv: readonly string[], stdin?: string): Promise<Answer> {
  return ask(argv, await dockerHost(), stdin);
}

/** What `docker` printed, trimmed; throws with its words when it failed. */
export async function dockerText(argv: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await docker(argv);
  if (status !== 0) throw new Error(`docker ${argv.join(" ")} ended with ${status}: ${stderr}${stdout}`);
  return stdout.trim();
}

async function findDaemon(): Promise<string> {
  const usual = process.env.DOCKER_HOST ?? "unix:///var/run/docker.sock";
  if ((await ask(["info"], usual)).status === 0) return usual;
  return startDaemon();
}

async function startDaemon(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "hlsctl-docker-"));
  const host = `unix://${folder}/docker.sock`;
  const daemon = Bun.spawn(
    [
      ...["setsid", toolPath("dockerd") ?? "dockerd", "--host", host],
      ...["--data-root", `${folder}/data`, "--exec-root", `${folder}/exec`, "--pidfile", `${folder}/pid`],
      ...["--iptables=false", "--ip6tables=false", "--bridge=none", "--log-level=error"],
    ],
    {
      env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
      stdin: "ignore",
      stdout: Bun.file(`${folder}/log`),
      stderr: Bun.file(`${folder}/log`),
    },
  );
  daemon.unref();
  // Its pid file goes last; the process itself may stay in the table where nobody reaps.
  const ended = 'for _ in $(seq 100); do [ -e "$2/pid" ] || break; sleep 0.1; done';
  atEnd(`kill "$1"; ${ended}; rm -rf "$2"`, [String(daemon.pid), folder]);
  const { status } = await eventually(
    () => ask(["info"], host),
    (answer) => answer.status === 0 || daemon.exitCode !== null,
    30_000,
  );
  if (status === 0) return host;
  throw new Error(`dockerd did not start:\n${await Bun.file(`${folder}/log`).text()}`);
}

async function ask(argv: readonly string[], host: string, stdin?: string): Promise<Answer> {
  const child = Bun.spawn(["docker", ...argv], {
    env: { ...process.env, DOCKER_HOST: host },
    stdin: stdin === undefined ? "ignore" : Bun.file(stdin),
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

function isRoot(): boolean {
  return process.getuid?.() === 0 && hasTool("setsid");
}
