import { Failure } from "../errors.ts";
import type { Host, HostChild } from "../host/host.ts";
import { afterDeath, type Deaths, MAX_RESTARTS } from "./backoff.ts";
import { findDiskFull, quoteLastWords } from "./last-words.ts";

export interface ChildSpec {
  /** What it is called in messages: `ffmpeg`. */
  name: string;
  /** Asked at each start, because a live encoder's numbers follow the clock. */
  argv(): readonly string[];
  /** Written to its stdin, which then ends. */
  input?: string;
  /** Waited for before each start, e.g. the next segment boundary. */
  beforeStart?(signal: AbortSignal): Promise<void>;
}

export interface SuperviseEvents {
  log(line: string): void;
  /** A child came or went: the watchdog and the record follow. */
  onPidChange(name: string, pid: number | undefined): void;
}

export interface Supervised {
  /** Rejects nothing: resolves with a failure when the child could not be kept alive, with undefined after `stop`. */
  readonly ended: Promise<Failure | undefined>;
  /** From now on a death is followed by a restart; before, it ends the supervision. */
  markReady(): void;
  stop(graceMs: number): Promise<void>;
}

const KEPT_LINES = 20;

/** Keeps a child running: restarts it with growing delays, gives up after `MAX_RESTARTS`. */
export function supervise(host: Host, spec: ChildSpec, events: SuperviseEvents): Supervised {
  const lines: string[] = [];
  const stopping = new AbortController();
  let child: HostChild | undefined;
  let isReady = false;

  function start(): HostChild {
    if (child) host.native.reapGroup(child.pid);
    const stdin = spec.input === undefined ? "ignore" : "pipe";
    const started = host.spawn(spec.argv(), { output: { to: "pipe", onLine: keepLine }, stdin });
    if (spec.input !== undefined) {
      started.write(spec.input);
      started.closeStdin();
    }
    events.onPidChange(spec.name, started.pid);
    return started;
  }

  function keepLine(line: string): void {
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.shift();
    events.log(`${spec.name}: ${line}`);
  }

  /** nginx's workers outlive a killed master and keep its port. They are gone, and may be reaped, by the next start. */
  function endStragglers({ pid }: HostChild): void {
    host.kill(-pid, "SIGKILL");
  }

  async function keepAlive(): Promise<Failure | undefined> {
    let deaths: Deaths = { count: 0 };
    while (!stopping.signal.aborted) {
      await spec.beforeStart?.(stopping.signal);
      if (stopping.signal.aborted) return undefined;
      const startedMs = host.clock.nowMs();
      child = start();
      const status = await child.exited;
      endStragglers(child);
      events.onPidChange(spec.name, undefined);
      if (stopping.signal.aborted) return undefined;
      if (!isReady) return describeEnd(spec.name, status, lines);
      const next = afterDeath(deaths, host.clock.nowMs() - startedMs);
      deaths = next;
      if (next.restartInMs === undefined) return describeGivingUp(spec.name, status, lines);
      events.log(
        `${spec.name} ended with status ${status}; starting it again in ${next.restartInMs} ms (${next.count} of ${MAX_RESTARTS})`,
      );
      await host.clock.sleep(next.restartInMs, stopping.signal);
    }
    return undefined;
  }

  const ended = keepAlive().catch((error: unknown) => {
    if (error instanceof Failure) return error;
    throw error;
  });

  return {
    ended,
    markReady: () => {
      isReady = true;
    },
    async stop(graceMs) {
      stopping.abort();
      if (child) await endChild(host, child, graceMs);
      await ended;
    },
  };
}

/** Asks the child's whole group to end, and insists when it does not. */
export async function endChild(host: Host, child: HostChild, graceMs: number): Promise<void> {
  host.kill(-child.pid, "SIGTERM");
  const patience = new AbortController();
  const isDone = await Promise.race([
    child.exited.then(() => true),
    host.clock.sleep(graceMs, patience.signal).then(() => false),
  ]);
  patience.abort();
  if (!isDone) host.kill(-child.pid, "SIGKILL");
  await child.exited;
}

function describeEnd(name: string, status: number, lines: readonly string[]): Failure {
  return (
    diskFull(name, lines) ??
    new Failure("start-failed", `${name} ended with status ${status} before the origin was ready.`, {
      hint: quoteLastWords(name, lines),
    })
  );
}

function describeGivingUp(name: string, status: number, lines: readonly string[]): Failure {
  const message = `${name} died more than ${MAX_RESTARTS} times, the last time with status ${status}; gave up.`;
  return (
    diskFull(name, lines) ?? new Failure("process-gave-up", message, { hint: quoteLastWords(name, lines) })
  );
}

function diskFull(name: string, lines: readonly string[]): Failure | undefined {
  const line = findDiskFull(lines);
  if (line === undefined) return undefined;
  return new Failure("disk-full", `${name} found no space left on the device.`, {
    hint: `It wrote: ${line}\nFree some space, or put server.hlsDir on another file system.`,
  });
}
