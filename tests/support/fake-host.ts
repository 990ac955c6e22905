import type { Host, HostNative, HttpAnswer } from "../../lib/host/host.ts";
import { type FakeClock, fakeClock } from "./fake-clock.ts";
import { type FakeFs, type FakeFsOptions, fakeFs } from "./fake-fs.ts";
import { type ExecAnswer, type FakeChild, type FakeProcesses, fakeProcesses } from "./fake-processes.ts";

export type { ExecAnswer, FakeChild };

export interface FakeHostOptions extends FakeFsOptions {
  platform?: Host["platform"];
  arch?: Host["arch"];
  env?: Record<string, string>;
  uid?: number;
  cwd?: string;
  homeDir?: string;
  nowMs?: number;
  /**
   * Answers to `exec`, by command line (`"nginx -v"`; the program by its name or its whole path). The longest key
   * that is the whole command line, or a beginning of it, wins. Anything else is a missing program.
   */
  exec?: Record<string, ExecAnswer>;
  /** Programs `which` finds: names (then in /usr/bin) or name → path. The programs of `exec` are found without it. */
  programs?: readonly string[] | Record<string, string>;
  /**
   * Called with each child `spawn` starts: script it with `child.line()` and `child.exit()`, or throw
   * `Failure("tool-missing")` as the real one does for a program that is not there.
   */
  onSpawn?: (child: FakeChild) => void;
  /** Answers to `get`, by URL; anything else is refused. */
  responses?: Record<string, Partial<HttpAnswer> & { text?: string }>;
  /** Ports `canBind` refuses. */
  busyPorts?: readonly number[];
  /** Device nodes `openReadWrite` knows: an error code, or what its ioctls answer (−1 for the others). */
  devices?: Record<string, string | Record<number, number>>;
  /** `errno` after a failed ioctl. */
  errno?: number;
  /** What `openFilesLimit` tells. */
  openFiles?: number;
  /** Lock files another process holds. */
  lockedFiles?: readonly string[];
  /** Gets the groups of `reapGroup`. */
  reaped?: number[];
}

export interface FakeHost extends Host {
  readonly fs: FakeFs;
  readonly clock: FakeClock;
  /** One line per effect, in order: `write /a (3 bytes)`, `exec nginx -v`, `spawn ffmpeg …`, `kill SIGTERM 4001`. */
  readonly log: string[];
  /** Every child that was spawned, in order. */
  readonly children: FakeChild[];
  /** The script of `exec`; may be changed while the test runs. */
  readonly answers: Record<string, ExecAnswer>;
  readonly responses: Record<string, Partial<HttpAnswer> & { text?: string }>;
  readonly busyPorts: Set<number>;
  /** Pids that `kill(pid, 0)` finds alive, beside the running children. */
  readonly alive: Set<number>;
}

/**
 * A machine in memory. It has nothing until told: no programs, no files, every port free, a clock that stands at
 * `nowMs` and jumps over sleeps. Test code reads `host.log` to see what was done.
 */
export function fakeHost(options: FakeHostOptions = {}): FakeHost {
  const log: string[] = [];
  const processes = fakeProcesses(log, options);
  const busyPorts = new Set(options.busyPorts);
  const responses = { ...options.responses };
  const { homeDir = "/home/ana", cwd = "/home/ana/work" } = options;
  const files = { [`${homeDir}/`]: "", [`${cwd}/`]: "", ...options.files };
  return {
    platform: options.platform ?? "linux",
    arch: options.arch ?? "x64",
    env: options.env ?? {},
    pid: 4000,
    uid: options.uid ?? 1000,
    cwd,
    homeDir,
    selfArgv: ["/usr/local/bin/hlsctl"],
    clock: fakeClock(options.nowMs),
    fs: fakeFs(log, { ...options, files }),
    native: fakeNative(options),
    ...hostProcesses(processes),
    which: async (name) => findProgram(name, options, processes.answers),
    async get(url) {
      log.push(`get ${url}`);
      return answerTo(responses[url]);
    },
    canBind: async (_address, port) => !busyPorts.has(port),
    log,
    responses,
    busyPorts,
  };
}

function hostProcesses(processes: FakeProcesses) {
  const { exec, spawn, kill, children, answers, alive } = processes;
  return { exec, spawn, kill, children, answers, alive };
}

function answerTo(found: (Partial<HttpAnswer> & { text?: string }) | undefined): HttpAnswer {
  if (!found) return { status: 0, headers: {}, bytes: new Uint8Array(), error: "connection refused" };
  const { text = "", ...answer } = found;
  return { status: 200, headers: {}, bytes: new TextEncoder().encode(text), ...answer };
}

function findProgram(
  name: string,
  options: FakeHostOptions,
  answers: Record<string, ExecAnswer>,
): string | undefined {
  const { programs = {} } = options;
  if (Array.isArray(programs) && programs.includes(name)) return `/usr/bin/${name}`;
  if (!Array.isArray(programs) && name in programs) return (programs as Record<string, string>)[name];
  const scripted = Object.keys(answers).some((line) => line.split(" ")[0] === name);
  return scripted ? `/usr/bin/${name}` : undefined;
}

function fakeNative(options: FakeHostOptions): HostNative {
  const { devices = {}, errno = 0 } = options;
  const opened = new Map<number, Record<number, number>>();
  const locked = new Set(options.lockedFiles);
  return {
    openReadWrite(path) {
      const device = devices[path] ?? "ENOENT";
      if (typeof device === "string") return { error: device };
      const fd = 10 + opened.size;
      opened.set(fd, device);
      return { fd };
    },
    close: (fd) => void opened.delete(fd),
    ioctl: (fd, request) => opened.get(fd)?.[request] ?? -1,
    errno: () => errno,
    reapGroup: (pid) => void options.reaped?.push(pid),
    openFilesLimit: () => options.openFiles ?? 20_000,
    lockFile(path) {
      if (locked.has(path)) return undefined;
      locked.add(path);
      return { release: () => void locked.delete(path) };
    },
  };
}
