import { describe, expect, test } from "bun:test";
import { MAX_RESTARTS } from "../../lib/run/backoff.ts";
import { supervise } from "../../lib/run/supervise.ts";
import { type FakeChild, fakeHost } from "../support/fake-host.ts";

const SPEC = { name: "ffmpeg", argv: () => ["ffmpeg", "-i", "x"] };

function events() {
  const lines: string[] = [];
  const pids: (number | undefined)[] = [];
  return {
    lines,
    pids,
    log: (line: string) => void lines.push(line),
    onPidChange: (_name: string, pid: number | undefined) => void pids.push(pid),
  };
}

describe("supervise", () => {
  test("a child that dies before the origin is ready is not started again; its last lines are told", async () => {
    const host = fakeHost({
      onSpawn(child: FakeChild) {
        child.line("Unknown encoder 'libx264'");
        child.exit(1);
      },
    });
    const failure = await supervise(host, SPEC, events()).ended;
    expect(failure?.id).toBe("start-failed");
    expect(failure?.message).toBe("ffmpeg ended with status 1 before the origin was ready.");
    expect(failure?.hint).toContain("Unknown encoder 'libx264'");
    expect(host.children).toHaveLength(1);
  });

  test("a ready child that dies is started again, later each time, and given up after the last restart", async () => {
    const host = fakeHost({ onSpawn: (child: FakeChild) => child.exit(1) });
    const supervised = supervise(host, SPEC, events());
    supervised.markReady();
    const failure = await supervised.ended;
    expect(failure?.id).toBe("process-gave-up");
    expect(failure?.exitCode).toBe(12);
    expect(host.children).toHaveLength(MAX_RESTARTS + 1);
    expect(host.clock.sleptMs).toBe(500 + 1000 + 2000 + 4000 + 8000);
  });

  test("what a dead child left behind is reaped before the next start", async () => {
    const reaped: number[] = [];
    const host = fakeHost({ reaped, onSpawn: (child: FakeChild) => child.exit(1) });
    const supervised = supervise(host, SPEC, events());
    supervised.markReady();
    await supervised.ended;
    expect(reaped).toEqual(host.children.slice(0, -1).map((child) => child.pid));
  });

  test("a child that ran well for a minute has its deaths forgotten", async () => {
    let starts = 0;
    const host = fakeHost({
      onSpawn(child: FakeChild) {
        starts += 1;
        if (starts % 2 === 0) host.clock.advance(60_000);
        if (starts < 20) child.exit(1);
      },
    });
    const supervised = supervise(host, SPEC, events());
    supervised.markReady();
    while (starts < 20) await host.clock.sleep(1000);
    await supervised.stop(1000);
    expect(await supervised.ended).toBeUndefined();
  });

  test("what a dead child left of its group is ended before it is started again", async () => {
    const host = fakeHost({ onSpawn: (child: FakeChild) => child.exit(137) });
    await supervise(host, SPEC, events()).ended;
    expect(host.log).toEqual(["spawn ffmpeg -i x", "kill SIGKILL -4001"]);
  });

  test("stop ends the whole group, and insists when it does not obey", async () => {
    const host = fakeHost({
      onSpawn(child: FakeChild) {
        child.obeys = false;
      },
    });
    const supervised = supervise(host, SPEC, events());
    await host.clock.sleep(1);
    await supervised.stop(3000);
    const insisted = ["spawn ffmpeg -i x", "kill SIGTERM -4001", "kill SIGKILL -4001"];
    expect(host.log.slice(0, 3)).toEqual(insisted);
    expect(await supervised.ended).toBeUndefined();
  });

  test("stop during the wait before a restart starts nothing more", async () => {
    const host = fakeHost({ onSpawn: (child: FakeChild) => child.exit(1) });
    const told = events();
    const supervised = supervise(host, SPEC, {
      ...told,
      log: (line) => {
        if (line.includes("starting it again")) void supervised.stop(0);
      },
    });
    supervised.markReady();
    expect(await supervised.ended).toBeUndefined();
    expect(host.children).toHaveLength(1);
  });

  test("a full disk is told as one, whatever the child's status", async () => {
    const host = fakeHost({
      onSpawn(child: FakeChild) {
        child.line("av_interleaved_write_frame(): No space left on device");
        child.exit(228);
      },
    });
    const failure = await supervise(host, SPEC, events()).ended;
    expect(failure?.id).toBe("disk-full");
    expect(failure?.exitCode).toBe(14);
  });

  test("who watches is told each pid and its end", async () => {
    const host = fakeHost({ onSpawn: (child: FakeChild) => child.exit(0) });
    const told = events();
    await supervise(host, SPEC, told).ended;
    expect(told.pids).toEqual([4001, undefined]);
  });
});
