import { describe, expect, test } from "bun:test";
import { groupsBelow } from "../../lib/build/builder-groups.ts";
import { buildOutput, type NixConduct } from "../../lib/build/run-nix.ts";
import { Failure } from "../../lib/errors.ts";
import type { NixCall } from "../../lib/nix/build-argv.ts";
import { type FakeChild, fakeHost } from "../support/fake-host.ts";
import { builtJson, internalJson, nixError } from "../support/fake-nix.ts";

const DRV = "/nix/store/gsjfhcibax7lbypwpbgkanrzvrymcqhg-x.drv";
const call: NixCall & { outLink: string | null } = {
  nix: "/usr/bin/nix",
  flakeDir: "/cache/flake",
  attribute: "packages.x86_64-linux.x",
  overrideInputs: [],
  offline: false,
  outLink: null,
};

function conduct(signal = new AbortController().signal): NixConduct & { notices: string[] } {
  const notices: string[] = [];
  return {
    signal,
    control: { kill() {} },
    wanted: "x",
    notices,
    onProgress(_view, notice) {
      if (notice && notice.kind !== "warning") notices.push(`${notice.kind} ${notice.name}`);
    },
  };
}

/** A Nix that says this on stderr and stdout and ends with that status. */
function plays(stderr: string, stdout: string, status: number) {
  return (child: FakeChild) => {
    queueMicrotask(() => {
      for (const line of stderr.split("\n").filter(Boolean)) child.line(line, "stderr");
      if (stdout) child.line(stdout, "stdout");
      child.exit(status);
    });
  };
}

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const error = await promise.catch((thrown: unknown) => thrown);
  if (error instanceof Failure) return error;
  throw new Error(`no failure: ${error}`);
}

describe("a build", () => {
  test("runs in the flake's folder and answers with what was built", async () => {
    const host = fakeHost({ onSpawn: plays("", builtJson("/nix/store/out"), 0) });
    expect(await buildOutput(host, call, conduct())).toMatchObject({
      attribute: "packages.x86_64-linux.x",
      outputs: { out: "/nix/store/out" },
    });
    expect(host.children[0]?.options.cwd).toBe("/cache/flake");
  });

  test("tells starts and ends as they come", async () => {
    const words = internalJson(
      { action: "start", id: 9, type: 104 },
      { action: "start", id: 1, type: 105, fields: [DRV] },
      { action: "result", id: 9, type: 105, fields: [1, 1, 0, 0] },
      { action: "stop", id: 1 },
    );
    const host = fakeHost({ onSpawn: plays(words, builtJson("/nix/store/out"), 0) });
    const { notices, ...rest } = conduct();
    await buildOutput(host, call, { ...rest });
    expect(notices).toEqual(["build-started x", "build-ended x"]);
  });

  test("whose log was not heard has it read from the store", async () => {
    const error = internalJson(nixError(`builder for '${DRV}' failed with exit code 1`));
    const host = fakeHost({
      onSpawn: plays(error, "", 1),
      exec: { nix: (argv) => (argv.includes("log") ? "first\n\u001b[31mlast\u001b[0m\n" : "") },
    });
    const { id, details } = await failureOf(buildOutput(host, call, conduct()));
    expect(id).toBe("build-failed");
    expect(details).toMatchObject({ log: ["first", "last"], name: "x" });
  });

  test("whose read log tells of a full disk is a full disk", async () => {
    const error = internalJson(nixError(`builder for '${DRV}' failed with exit code 1`));
    const host = fakeHost({
      onSpawn: plays(error, "", 1),
      exec: { nix: "cp: No space left on device\n" },
    });
    expect((await failureOf(buildOutput(host, call, conduct()))).id).toBe("disk-full");
  });

  test.each(["", "[]", "{", '[{"drvPath":1}]', '[{"drvPath":"x","outputs":{"out":null}}]'])(
    "whose answer is %j cannot be read",
    async (answer) => {
      const host = fakeHost({ onSpawn: plays("", answer, 0) });
      expect((await failureOf(buildOutput(host, call, conduct()))).id).toBe("nix-unusable");
    },
  );

  test("that is not wanted any more is not begun", async () => {
    const host = fakeHost();
    expect((await failureOf(buildOutput(host, call, conduct(AbortSignal.abort())))).id).toBe("interrupted");
    expect(host.children).toEqual([]);
  });
});

/** Nix is 4001; its builder 4100 has a session of its own, 4101 is the builder's child, 9 a stranger. */
const FILES = {
  "/proc/4001/stat": "4001 (nix) S 1 4001 4001 0",
  "/proc/4100/stat": "4100 (sh (odd) name) S 4001 4100 4100 0",
  "/proc/4101/stat": "4101 (sleep) S 4100 4100 4100 0",
  "/proc/9/stat": "9 (cron) S 1 9 9 0",
  "/proc/version": "Linux",
};

describe("an interrupted build", () => {
  test("asks Nix to end, then ends what it lost", async () => {
    const stop = new AbortController();
    const host = fakeHost({ files: FILES, onSpawn: () => queueMicrotask(() => stop.abort()) });
    expect((await failureOf(buildOutput(host, call, conduct(stop.signal)))).id).toBe("interrupted");
    expect(host.log.filter((line) => line.startsWith("kill"))).toEqual([
      "kill SIGTERM -4001",
      "kill SIGKILL -4001",
      "kill SIGKILL -4100",
    ]);
  });

  test("calls nothing built or failed that was stopped", async () => {
    const stop = new AbortController();
    const words = internalJson(
      { action: "start", id: 9, type: 104 },
      { action: "start", id: 1, type: 105, fields: [DRV] },
      { action: "result", id: 9, type: 105, fields: [0, 1, 0, 1] },
      { action: "stop", id: 1 },
    );
    const host = fakeHost({
      files: FILES,
      onSpawn(child) {
        queueMicrotask(() => {
          stop.abort();
          plays(words, "", 1)(child);
        });
      },
    });
    const { notices, ...rest } = conduct(stop.signal);
    await failureOf(buildOutput(host, call, rest));
    expect(notices).toEqual(["build-started x"]);
  });

  test("ends a Nix that does not obey", async () => {
    const stop = new AbortController();
    const host = fakeHost({
      files: FILES,
      onSpawn(child) {
        child.obeys = false;
        queueMicrotask(() => stop.abort());
      },
    });
    const failed = failureOf(buildOutput(host, call, conduct(stop.signal)));
    expect((await failed).id).toBe("interrupted");
    expect(host.children[0]?.signals).toEqual(["SIGTERM", "SIGKILL"]);
  });
});

describe("the groups below a process", () => {
  test("are those of its descendants, its own left out", async () => {
    expect(await groupsBelow(fakeHost({ files: FILES }), 4001)).toEqual([4100]);
    expect(await groupsBelow(fakeHost({ files: FILES }), 9)).toEqual([]);
  });

  test("on a Mac are what ps says", async () => {
    const exec = { ps: "    1     0     1\n 4001     1  4001\n 4100  4001  4100\n 4101  4100  4100\n" };
    expect(await groupsBelow(fakeHost({ platform: "darwin", exec }), 4001)).toEqual([4100]);
  });
});
