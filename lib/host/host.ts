/**
 * The one door to the machine: files, processes, sockets, clock, environment.
 * `bun.ts` implements it; tests pass a fake that logs one line per effect. Methods whose failure is an
 * everyday answer (a missing program, a 404, a file that is not there) return values and do not throw.
 */

export interface Host {
  readonly platform: "linux" | "darwin";
  readonly arch: "x64" | "arm64";
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly pid: number;
  readonly uid: number;
  readonly cwd: string;
  readonly homeDir: string;
  /** The argv prefix that runs this very program again: `[binary]`, or `[bun, FLAGS…, cli.ts]` from source. */
  readonly selfArgv: readonly string[];
  readonly clock: HostClock;
  readonly fs: HostFs;
  readonly native: HostNative;
  /** Runs a command to its end. Never throws: see `ExecResult`. */
  exec(argv: readonly string[], options?: ExecOptions): Promise<ExecResult>;
  /** Starts a long-lived child in a session of its own. Throws `Failure("tool-missing")` when the program is not there. */
  spawn(argv: readonly string[], options: SpawnOptions): HostChild;
  /** Sends a signal to a process, or to a group when `pid` is negative. False when there is no such process. */
  kill(pid: number, signal: "SIGTERM" | "SIGKILL" | "SIGINT" | 0): boolean;
  /** Absolute path of a program on PATH (`/usr/sbin` and `/usr/local/sbin` are searched too). */
  which(name: string): Promise<string | undefined>;
  /** One GET. `status` 0 means no answer: refused, reset or timed out. */
  get(url: string, timeoutMs: number): Promise<HttpAnswer>;
  /** Whether a TCP listener can be bound there now. */
  canBind(address: string, port: number): Promise<boolean>;
}

export interface HostClock {
  nowMs(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface FileInfo {
  kind: "file" | "directory" | "socket" | "other";
  sizeBytes: number;
  modifiedMs: number;
  uid: number;
  gid: number;
  /** Permission bits, e.g. 0o700. */
  mode: number;
}

export interface HostFs {
  readText(path: string): Promise<string | undefined>;
  readBytes(path: string): Promise<Uint8Array | undefined>;
  /** Maps a file into memory, read only. */
  mapBytes(path: string): Uint8Array;
  /** Replaces the file atomically (temporary name in the same folder, then rename). */
  writeText(path: string, text: string, mode?: number): Promise<void>;
  writeBytes(path: string, bytes: Uint8Array, mode?: number): Promise<void>;
  /** Adds to the end of a file, made if missing. */
  appendText(path: string, text: string, mode?: number): Promise<void>;
  /** The bytes of a file from an offset on, at most `limit`. */
  readFrom(path: string, offset: number, limit: number): Promise<Uint8Array | undefined>;
  info(path: string): Promise<FileInfo | undefined>;
  list(path: string): Promise<string[]>;
  /** Makes the folder and its parents; returns the topmost folder it had to create, if any. */
  makeDirectory(path: string, mode?: number): Promise<string | undefined>;
  /** A file, or a folder with all that is in it; nothing when it is not there. */
  remove(path: string): Promise<void>;
  /** A folder, if there is nothing in it. */
  removeEmpty(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Bytes an unprivileged writer can still use on the file system that holds the path (or its nearest parent). */
  freeBytes(path: string): Promise<number>;
  /** Undefined when a file can be made in the folder (really tried), else the system's error code, e.g. `EACCES`. */
  probeWritable(directory: string): Promise<string | undefined>;
  readLink(path: string): Promise<string | undefined>;
  /** The path without links; undefined when it is not there, or cannot be looked at. */
  realPath(path: string): Promise<string | undefined>;
}

/** System calls that JavaScript has no name for. */
export interface HostNative {
  /** Opens read-write, returns the file descriptor or the error code (`EACCES`, `ENOENT`, …). */
  openReadWrite(path: string): { fd: number } | { error: string };
  close(fd: number): void;
  /** ioctl(2) with an integer argument; the result, −1 on error. */
  ioctl(fd: number, request: number, argument: number): number;
  /** errno(3) of the native call just made, when it returned −1. */
  errno(): number;
  /** How many files and sockets this process may have open (RLIMIT_NOFILE). */
  openFilesLimit(): number;
  /**
   * An exclusive advisory lock on a file, made if missing; the kernel drops it when this process ends.
   * Undefined when another process holds it.
   */
  lockFile(path: string): { release(): void } | undefined;
  /**
   * Takes dead processes of a group out of the process table, where this process has inherited them: the first one of a
   * container inherits every orphan. Elsewhere there are none.
   */
  reapGroup(pid: number): void;
}

export interface ExecOptions {
  /** The call answers by then, whatever the program and its children do; 30 s when not given. */
  timeoutMs?: number;
  /** More than this on stdout or stderr ends the program (`overflow`); 16 MiB when not given. */
  maxOutputBytes?: number;
  input?: string;
  cwd?: string;
  env?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}

export interface ExecResult {
  /** Exit status; undefined when the program could not be started, timed out, was killed or said too much. */
  status: number | undefined;
  stdout: string;
  stderr: string;
  /**
   * Why there is no status. `denied`: the file is there and the system will not run it (no permission, or made for
   * another machine) · `signal`: it was killed, or the caller aborted · `overflow`: more output than allowed.
   */
  problem?: "missing" | "denied" | "timeout" | "signal" | "overflow";
}

export type OnLine = (line: string, stream: "stdout" | "stderr") => void;

export interface SpawnOptions {
  cwd?: string;
  env?: Readonly<Record<string, string>>;
  /** `log`: both streams appended to the file (safe for detached children) · `pipe`: lines to `onLine`. */
  output: { to: "log"; path: string } | { to: "pipe"; onLine: OnLine } | { to: "ignore" };
  /** Keeps a pipe to the child's stdin, closed when this process ends. */
  stdin?: "ignore" | "pipe";
}

export interface HostChild {
  readonly pid: number;
  /** Resolves with status, or 128 + signal number. */
  readonly exited: Promise<number>;
  /** The same, once `onLine` has had its last line; a stray grandchild that holds the pipe is not waited for. */
  readonly finished: Promise<number>;
  write(text: string): void;
  closeStdin(): void;
  /** Lets this process end while the child lives on. */
  unref(): void;
}

export interface HttpAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  bytes: Uint8Array;
  error?: string;
}
