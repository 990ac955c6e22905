import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { doctorCommand, runDoctor } from "../../lib/commands/doctor.ts";
import { parseWords } from "../../lib/commands/parse-args.ts";
import { parseType } from "../../lib/commands/parse-type.ts";
import { platformCheck, platformFailure, platformWarning } from "../../lib/commands/platform-check.ts";
import { Failure } from "../../lib/errors.ts";
import { TYPES } from "../../lib/plan/plan.ts";
import { painterFor } from "../../lib/ui/paint.ts";
import { type FakeHostOptions, fakeHost } from "../support/fake-host.ts";

const FLAG = "--extra-experimental-features nix-command";
/** KVM_GET_API_VERSION and KVM_CREATE_VM of linux/kvm.h. */
const KVM = { "/dev/kvm": { 44544: 12, 44545: 20 } };

/** Docker, a recent Nix with its daemon, and KVM. */
const CAPABLE: FakeHostOptions = {
  files: {
    "/etc/os-release": "ID=debian\nVERSION_ID=13\n",
    "/etc/group": "nixbld:x:30000:\nkvm:x:104:\n",
    "/nix/var/nix/daemon-socket/socket": { kind: "socket" },
    "/run/systemd/system/": "",
    "/dev/kvm": { kind: "other", uid: 0, gid: 104, mode: 0o660 },
  },
  unwritable: { "/nix": "EACCES" },
  devices: KVM,
  exec: {
    "docker info": JSON.stringify({ ServerVersion: "28.2.2", OSType: "linux", CgroupVersion: "2" }),
    "nix --version": "nix (Nix) 2.31.2",
    "nix config show": "build-users-group = nixbld\nexperimental-features = flakes nix-command\n",
    [`nix ${FLAG} eval`]: "2.31.2",
    [`nix ${FLAG} store ping`]: '{"trusted":true}',
  },
};
const KVM_DENIED = { ...CAPABLE, devices: { "/dev/kvm": "EACCES" } };
const DOCKER_DENIED: FakeHostOptions = {
  ...CAPABLE,
  exec: {
    ...CAPABLE.exec,
    "docker info": { status: 1, stderr: "permission denied … unix:///var/run/docker.sock" },
  },
};
const INTEL_MAC: FakeHostOptions = { ...CAPABLE, platform: "darwin" };

const run = (machine: FakeHostOptions, type?: string, change = {}) =>
  runDoctor(fakeHost(machine), {
    type,
    isVerbose: false,
    isQuiet: false,
    columns: 80,
    paint: painterFor({}, {}, true),
    ...change,
  });

describe("doctor --type ends with", () => {
  test.each([
    ["0 where the type works", CAPABLE, "vm", undefined, undefined],
    ["0 where it works slowly", KVM_DENIED, "vm", undefined, undefined],
    ["0 for the runner on a bare machine", {}, "runner", undefined, undefined],
    ["6 where something is not installed", {}, "vm", 6, "type-prerequisite"],
    ["6 where no engine is installed", {}, "container", 6, "type-prerequisite"],
    ["7 where something is not allowed", DOCKER_DENIED, "container", 7, "type-permission"],
    [
      "7 where hlsctl's folders cannot be written",
      { unwritable: { "/home": "EACCES" } },
      "runner",
      7,
      "type-permission",
    ],
    ["8 where the platform cannot", INTEL_MAC, "vm", 8, "type-unsupported"],
  ] as const)("%s", async (_title, machine, type, exitCode, id) => {
    const { failure } = await run(machine, type);
    expect([failure?.exitCode, failure?.id]).toEqual([exitCode, id]);
  });
});

describe("doctor", () => {
  test("without --type succeeds when the runner works, whatever else does not", async () => {
    const { failure, data } = await run({});
    expect(failure).toBeUndefined();
    expect(data.types.map(({ verdict }) => verdict)).toEqual(["yes", "no", "no", "no", "no"]);
  });

  test("without --type fails when not even the runner works", async () => {
    const { failure } = await run({ unwritable: { "/": "EROFS" } });
    expect(failure?.exitCode).toBe(7);
    expect(failure?.hint).toContain("HLSCTL_HOME");
  });

  test("answers types, findings and facts, JSON-safe", async () => {
    const { data } = await run(CAPABLE);
    expect(Object.keys(data)).toEqual(["types", "findings", "facts"]);
    expect(data.types.map(({ type }) => type)).toEqual([...TYPES]);
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
  });

  test("keeps the whole matrix and the nearest type in the details of a failure", async () => {
    const { failure, data } = await run({}, "vm");
    expect(failure?.details).toEqual({
      ...data,
      nearest: { type: "runner", command: "hlsctl up", because: "Sources: embedded. Servers: embedded." },
    });
    expect(failure?.message).toBe("The type vm cannot work here: Nix is not installed.");
    expect(failure?.hint).toEndWith("Or use what works here: hlsctl up");
  });

  test("warns of a type that works slowly, with the way to start it and a faster one", async () => {
    const { warnings } = await run(KVM_DENIED, "vm");
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(
      "Start it with hlsctl build vm --out result && HLSCTL_ACCEL=tcg result/bin/test-origin-vm.",
    );
    expect(warnings[0]).toContain("Faster: hlsctl up");
  });

  test("makes nothing and changes nothing on the machine it looks at", async () => {
    const host = fakeHost({ ...CAPABLE, uid: 0 });
    await runDoctor(host, {
      type: undefined,
      isVerbose: true,
      isQuiet: false,
      columns: 80,
      paint: painterFor({}, {}, true),
    });
    expect(host.log.filter((line) => !line.startsWith("exec "))).toEqual([]);
  });

  test.each([
    ["vmm", "Did you mean vm?"],
    ["containr", "Did you mean container?"],
    ["kubernetes", "The types are runner, container, container-enhanced, vm, iso."],
    ["", "The types are runner"],
  ])("refuses the type %j before it looks at anything", async (type, hint) => {
    const host = fakeHost();
    const failed = await runDoctor(host, {
      type,
      isVerbose: false,
      isQuiet: false,
      columns: 80,
      paint: painterFor({}, {}, true),
    }).catch((error: unknown) => error);
    if (!(failed instanceof Failure)) throw new Error("it was accepted");
    expect([failed.id, failed.exitCode]).toEqual(["usage-unknown-type", 2]);
    expect(failed.hint).toContain(hint);
    expect(host.log).toEqual([]);
  });

  test("knows each type by its name", () => {
    expect(TYPES.map(parseType)).toEqual([...TYPES]);
  });

  test("takes its flags and no words", () => {
    expect(parseWords("doctor", doctorCommand.args, ["--type", "vm", "--json"])).toMatchObject({
      type: "vm",
      json: true,
    });
    expect(() => parseWords("doctor", doctorCommand.args, ["vm"])).toThrow(Failure);
  });
});

describe("the platform check of `up`", () => {
  test("says yes with nothing to add", async () => {
    const check = await platformCheck(fakeHost(CAPABLE), "vm");
    expect(check).toMatchObject({ verdict: { verdict: "yes" }, nearest: undefined });
    expect([platformFailure(check), platformWarning(check)]).toEqual([undefined, undefined]);
  });

  test("says no with the findings it stands on and the nearest type", async () => {
    const { exec = {} } = CAPABLE;
    const withoutNix = Object.fromEntries(Object.entries(exec).filter(([line]) => !line.startsWith("nix")));
    const check = await platformCheck(fakeHost({ ...CAPABLE, exec: withoutNix }), "vm");
    expect(check.findings.map(({ id }) => id)).toEqual(["nix-missing"]);
    expect(check.nearest).toMatchObject({ type: "runner", command: "hlsctl up" });
    const failure = platformFailure(check);
    expect([failure?.exitCode, failure?.hint?.split("\n").at(-1)]).toEqual([
      6,
      "Or use what works here: hlsctl up",
    ]);
  });
});

describe("the command line on this machine", () => {
  const cli = join(import.meta.dir, "../../cli.ts");
  const hlsctl = async (...args: string[]) => {
    const child = Bun.spawn([process.execPath, cli, "doctor", ...args], { stdout: "pipe", stderr: "pipe" });
    const [stdout, stderr] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
    ]);
    return { status: await child.exited, stdout, stderr };
  };

  test("--json prints one envelope; each type's exit status agrees with its verdict", async () => {
    const { status, stdout, stderr } = await hlsctl("--json");
    const answer = JSON.parse(stdout);
    expect([status, stderr, answer.schema, answer.kind, answer.ok]).toEqual([
      0,
      "",
      "hlsctl/v1",
      "doctor",
      true,
    ]);
    const codes = { prerequisite: 6, permission: 7, unsupported: 8 };
    const verdicts: { type: string; verdict: string; lack: keyof typeof codes | null }[] = answer.data.types;
    const asked = await Promise.all(verdicts.map(({ type }) => hlsctl("--type", type, "--json")));
    for (const [at, { verdict, lack }] of verdicts.entries()) {
      const own = asked[at];
      if (!own) throw new Error("not asked");
      expect(own.status).toBe(lack ? codes[lack] : 0);
      const envelope = JSON.parse(own.stdout);
      expect(envelope.ok).toBe(verdict !== "no");
      if (verdict === "no") expect(envelope.error.details.types).toEqual(answer.data.types);
    }
  });

  test("the report goes to stdout without colours into a pipe, the refusal to stderr", async () => {
    const good = await hlsctl();
    expect(good.status).toBe(0);
    expect(good.stdout).toContain("TYPE                HERE  BECAUSE\nrunner              yes");
    expect(good.stdout).not.toContain("\u001b");
    const bad = await hlsctl("--type", "vn");
    expect([bad.status, bad.stdout]).toEqual([2, ""]);
    expect(bad.stderr).toContain("Did you mean vm?");
  });
});
