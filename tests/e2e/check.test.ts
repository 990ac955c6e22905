import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CheckResult } from "../../lib/check/check.ts";
import { NIX_ENV, STUB_OVERRIDES, testWithNix } from "../support/nix.ts";
import { type Answer, openSandbox, type Sandbox } from "../support/sandbox.ts";

const STUBS = STUB_OVERRIDES.flatMap((input) => ["--override-input", input]);

interface CheckAnswer {
  ok: boolean;
  error?: { id: string; message: string; details?: { failed: string[] } };
  data: { summary: { passed: number; failed: number; skipped: number }; checks: CheckResult[] };
}

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
}, 120_000);
afterAll(() => sandbox[Symbol.asyncDispose]());

const check = (args: readonly string[], env: Record<string, string> = {}): Promise<Answer> =>
  sandbox.run(["check", ...STUBS, ...args], { ...NIX_ENV, DOCKER_HOST: "unix:///nowhere", ...env });

const answerOf = ({ stdout }: Answer): CheckAnswer => JSON.parse(stdout);
const only = (ids: readonly string[]) => ids.flatMap((id) => ["--only", id]);

testWithNix("the quick tier passes, and says of every check what it saw", async () => {
  const junit = join(sandbox.home, "checks.xml");
  const answer = await check(["--tier", "quick", "--json", "--junit", junit]);
  const { data, ok } = answerOf(answer);
  expect(data.checks.filter(({ outcome }) => outcome !== "passed")).toEqual([]);
  expect([answer.status, ok]).toEqual([0, true]);
  expect(data.summary).toMatchObject({ passed: data.checks.length, failed: 0, skipped: 0 });
  expect(data.checks.map(({ id }) => id)).toEqual(
    expect.arrayContaining(["profiles/origin", "profiles/nix-swarm", "packages/evaluate", "apps/listed"]),
  );
  expect(data.checks.every(({ tier, durationMs }) => tier === "quick" && durationMs >= 0)).toBe(true);
  expect(await Bun.file(junit).text()).toContain(`tests="${data.checks.length}" failures="0"`);
});

testWithNix("a runner of the build tier is built, started by nix run, played and ended", async () => {
  const answer = await check([...only(["cli/up-plays", "packages/swarm-client"]), "--json"]);
  const { data } = answerOf(answer);
  expect(data.checks.map(({ id, outcome, reason }) => [id, outcome, reason])).toEqual([
    ["packages/swarm-client", "passed", null],
    ["cli/up-plays", "passed", null],
  ]);
  expect(data.checks[0]?.detail).toStartWith("/nix/store/");
  expect(await Array.fromAsync(new Bun.Glob("*").scan(join(sandbox.home, "cache/check")))).toEqual([]);
});

testWithNix(
  "what the machine lacks is skipped aloud, with what would enable it, and fails nothing",
  async () => {
    const skipped = await check([...only(["containers/origin-plays", "profiles/swarm"])]);
    expect(skipped.status).toBe(0);
    expect(skipped.stderr).toContain("skipped: docker does not answer");
    expect(skipped.stdout).toMatch(/1 check: docker does not answer[\s\S]*→ Start Docker or podman/);
    expect(skipped.stdout).toContain("1 passed, 0 failed, 1 skipped");
  },
);

testWithNix(
  "an input that is not there fails the checks that need it, by name, with Nix's words",
  async () => {
    const args = [
      "--override-input",
      "microvm=path:/nowhere/microvm",
      ...only(["packages/evaluate", "profiles/nix-origin"]),
    ];
    const answer = await check([...args, "--json"]);
    const { error, data, ok } = answerOf(answer);
    expect([answer.status, ok, error?.id]).toEqual([12, false, "check-failed"]);
    expect(error?.details?.failed).toEqual(["packages/evaluate"]);
    expect(data.checks.find(({ id }) => id === "packages/evaluate")?.detail).toContain("/nowhere/microvm");
    expect(data.checks.find(({ id }) => id === "profiles/nix-origin")?.outcome).toBe("passed");
  },
);

testWithNix(
  "an image that would not boot fails its check: the stand-in's is no ISO 9660 volume",
  async () => {
    const answer = await check(only(["iso/test-origin-iso"]));
    expect(answer.status).toBe(12);
    expect(answer.stdout).toContain("does not boot: it has no ISO 9660 volume");
    expect(answer.stderr).toContain("1 check has failed: iso/test-origin-iso.");
  },
);

describe("without Nix", () => {
  const env = { PATH: "/nowhere", HOME: "/nowhere", XDG_STATE_HOME: "/nowhere" };

  test("what needs none is checked, the rest is skipped aloud, and the end says that Nix is missing", async () => {
    const answer = await sandbox.run(["check", "--json"], env);
    const { data, error } = answerOf(answer);
    expect([answer.status, error?.id]).toEqual([6, "nix-missing"]);
    const passed = data.checks.filter(({ outcome }) => outcome === "passed").map(({ id }) => id);
    expect(passed).toEqual(["profiles/origin", "profiles/swarm"]);
    const others = data.checks.filter(({ id }) => !passed.includes(id));
    expect(others.length).toBeGreaterThan(5);
    expect(others.every(({ outcome, reason }) => outcome === "skipped" && /nix/i.test(reason ?? ""))).toBe(
      true,
    );
  });

  test("checks that need none succeed", async () => {
    const answer = await sandbox.run(["check", ...only(["profiles/origin"])], env);
    expect([answer.status, answer.stdout.trim().split("\n").at(-1)]).toEqual([
      0,
      expect.stringMatching(/^1 passed, 0 failed, 0 skipped in /),
    ]);
  });

  test("a profile of the user's that cannot be used fails its check, by name", async () => {
    const folder = join(sandbox.home, "config/profiles/origin");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "odd.toml"), "[hls]\nsegmentDuration = 1.77\n");
    const answer = await sandbox.run(["check", ...only(["profiles/origin"])], env);
    await Bun.$`rm -r ${folder}`;
    expect(answer.status).toBe(12);
    expect(answer.stdout).toContain("odd: The configuration of profile");
    expect(answer.stderr).toContain("1 check has failed: profiles/origin.");
  });
});

test("--list runs nothing and tells tier and claim of each", async () => {
  const answer = await sandbox.run(["check", "--list", "--only", "iso"]);
  expect(answer.stdout).toContain("iso/test-origin-iso ");
  expect(answer.stdout).toMatch(/full\s+test-origin-iso builds: an image that boots/);
});

testWithNix("an interruption ends at once and leaves nothing", async () => {
  const running = sandbox.start(["check", ...STUBS, "--tier", "build", "--verbose"], NIX_ENV);
  const reader = running.stderr;
  const started = await untilSaid(running, sandbox.home);
  running.kill("SIGINT");
  expect(started).toBe(true);
  expect(await running.exited).toBe(130);
  expect(await reader).toContain("Interrupted; nothing is left running.");
  expect(await Array.fromAsync(new Bun.Glob("*").scan(join(sandbox.home, "cache/check")))).toEqual([]);
});

/** The folder of a run is there once its checks are about to start. */
async function untilSaid(running: { exited: Promise<number> }, home: string): Promise<boolean> {
  let hasEnded = false;
  void running.exited.then(() => {
    hasEnded = true;
  });
  while (!hasEnded) {
    const found = await Array.fromAsync(
      new Bun.Glob("*").scan({ cwd: join(home, "cache/check"), onlyFiles: false }),
    ).catch(() => []);
    if (found.length > 0) return true;
    await Bun.sleep(20);
  }
  return false;
}
