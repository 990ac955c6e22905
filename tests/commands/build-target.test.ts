import { describe, expect, test } from "bun:test";
import { chooseSystem, chooseTarget, type TargetArgs } from "../../lib/commands/build-target.ts";
import { failureOf } from "../support/failure.ts";
import { type FakeHostOptions, fakeHost } from "../support/fake-host.ts";

const CONFIG = "/home/ana/.config/hlsctl/profiles";
const OWN: FakeHostOptions = {
  homeDir: "/home/ana",
  cwd: "/home/ana",
  files: {
    [`${CONFIG}/origin/mine.toml`]: 'aliases = "m"\n[hls]\nlistSize = 9\n',
    [`${CONFIG}/swarm/rush.toml`]: "clients = 77\n",
    "/home/ana/here.toml": "[hls]\nlistSize = 8\n",
  },
};

function choose(type: string, more: Partial<TargetArgs> = {}, host = OWN, warn = (_text: string) => {}) {
  const args = { type, profile: undefined, set: [], "set-file": [], "profile-file": [], ...more };
  return chooseTarget(fakeHost(host), args, warn).then(
    ({ output, component }) => `${output.name} (${component ?? "none"})`,
    (error) => `${error.id}: ${error.message} ${error.hint ?? ""}`,
  );
}

describe("what is to be built", () => {
  test.each([
    ["runner", {}, "test-origin (origin)"],
    ["container", { profile: "low-latency" }, "test-origin-container-low-latency (origin)"],
    ["vm", { profile: "stress" }, "test-origin-vm-stress-test (origin)"],
    ["iso", { profile: "mine" }, "test-origin-iso-mine (origin)"],
    ["iso", { profile: "m" }, "test-origin-iso-mine (origin)"],
    ["vm", { "profile-file": ["here.toml"] }, "test-origin-vm-here (origin)"],
    ["test-origin-vm-stress", {}, "test-origin-vm-stress (origin)"],
    ["test-origin-iso-cloud-init-logged", {}, "test-origin-iso-cloud-init-logged (origin)"],
    ["test-origin-vm", { profile: "debug" }, "test-origin-vm-debug (origin)"],
    ["test-origin-vm", { "profile-file": ["here.toml"] }, "test-origin-vm-here (origin)"],
    ["swarm-client", {}, "swarm-client (swarm)"],
    ["swarm-client-container", { profile: "burst" }, "swarm-client-container-burst (swarm)"],
    ["swarm-client-vm-rush", {}, "swarm-client-vm-rush (swarm)"],
    ["hlsctl", {}, "hlsctl (none)"],
    ["default", {}, "hlsctl (none)"],
    ["test-origin-low-latency", { profile: "low-latency" }, "test-origin-low-latency (origin)"],
    ["test-origin-vm-stress", { profile: "stress-test" }, "test-origin-vm-stress (origin)"],
    ["test-origin-vm-stress-test", { profile: "stress" }, "test-origin-vm-stress-test (origin)"],
    ["test-origin-vm-here", { "profile-file": ["here.toml"] }, "test-origin-vm-here (origin)"],
    ["go-ffmpeg-hls-swarm-container", {}, "go-ffmpeg-hls-swarm-container (none)"],
  ] as const)("%s with %j is %s", async (type, more, answer) => {
    expect(await choose(type, more as Partial<TargetArgs>)).toBe(answer);
  });

  test.each([
    ["containr", {}, "usage-unknown-type", "Did you mean container?"],
    ["swarm-client-conainer", {}, "usage-unknown-type", "Did you mean swarm-client-container?"],
    ["test-origin-vm-debug", { profile: "logged" }, "usage-bad-value", "hlsctl build vm --profile logged"],
    [
      "swarm-client-vm-burst",
      { profile: "gentle" },
      "usage-bad-value",
      "hlsctl build swarm-client-vm --profile gentle",
    ],
    ["hlsctl", { profile: "debug" }, "usage-bad-value", "the same for every profile"],
    ["hlsctl", { set: ["hls.listSize=5"] }, "usage-bad-value", "Leave --set out."],
    ["default", { set: ["hls.listSize=5"] }, "usage-bad-value", "Leave --set out."],
    ["test-origin-vm-debug", { profile: "mien" }, "profile-not-found", 'Did you mean "mine"?'],
    [
      "runner",
      { set: ["hls.listSize=5", "clients=4"] },
      "usage-bad-value",
      "clients (--set) is a key of a swarm",
    ],
    [
      "swarm-client",
      { set: ["hls.listSize=5"] },
      "usage-bad-value",
      "hls.listSize (--set) is a key of an origin",
    ],
    [
      "swarm-client-vm",
      { "set-file": ["here.toml"] },
      "usage-bad-value",
      "hls.listSize (--set-file here.toml) is a key of an",
    ],
    ["vm", { profile: "mien" }, "profile-not-found", 'Did you mean "mine"?'],
    ["vm", { set: ["hls.listSize=0"] }, "config-invalid", "profile"],
    ["swarm-client", { set: ["clients=0"] }, "config-invalid", "profile"],
  ] as const)("%s with %j is refused as %s", async (type, more, id, said) => {
    const answer = await choose(type, more as unknown as Partial<TargetArgs>);
    expect(answer).toStartWith(`${id}: `);
    expect(answer).toContain(said);
  });
});

describe("a profile that cannot be used", () => {
  const VM = `${CONFIG}/origin/vm.toml`;
  const CALLED = `${CONFIG}/origin/called.toml`;
  const BAD: FakeHostOptions = {
    ...OWN,
    files: { ...OWN.files, [VM]: "", [CALLED]: 'aliases = "iso"', [`${CONFIG}/origin/bad.toml`]: "x = [" },
  };

  test("stands in no other's way and is told of once, by its path", async () => {
    const warnings: string[] = [];
    const answer = await choose("vm", { profile: "mine" }, BAD, (text) => void warnings.push(text));
    expect(answer).toBe("test-origin-vm-mine (origin)");
    expect(await choose("swarm-client", {}, BAD)).toBe("swarm-client (swarm)");
    const paths = [`${CONFIG}/origin/bad.toml`, CALLED, VM];
    expect(warnings.toSorted()).toHaveLength(3);
    for (const path of paths) {
      const [told = ""] = warnings.filter((text) => text.includes(path));
      expect(told.split(path)).toHaveLength(2);
    }
  });

  test.each([
    [{ profile: "vm" }, VM],
    [{ profile: "called" }, CALLED],
    [{ profile: "iso" }, CALLED],
    [{ "profile-file": [VM] }, VM],
  ] as const)("is refused when it is asked for: %j", async (more, path) => {
    const answer = await choose("container", more as Partial<TargetArgs>, BAD);
    expect(answer).toStartWith(`profile-invalid: The profile in ${path} cannot be in a flake`);
  });
});

describe("the system", () => {
  const output = {
    name: "test-origin-vm",
    component: "test-origin",
    type: "vm",
    profile: "default",
    alias: null,
    description: "",
    program: null,
    systems: ["x86_64-linux", "aarch64-linux"],
  } as const;

  test("is the one asked for, this machine's, or on a Mac the Linux of its kind", () => {
    expect(chooseSystem(output, "aarch64-linux", "x86_64-linux")).toBe("aarch64-linux");
    expect(chooseSystem(output, undefined, "x86_64-linux")).toBe("x86_64-linux");
    expect(chooseSystem(output, undefined, "aarch64-darwin")).toBe("aarch64-linux");
    expect(chooseSystem({ ...output, systems: ["aarch64-darwin"] }, undefined, "aarch64-darwin")).toBe(
      "aarch64-darwin",
    );
  });

  test("that an output is not made for is refused with those it is", () => {
    const { id, hint } = failureOf(() => chooseSystem(output, "x86_64-darwin", "x86_64-linux"));
    expect(id).toBe("output-not-found");
    expect(hint).toBe("It is made for x86_64-linux, aarch64-linux.");
  });
});
