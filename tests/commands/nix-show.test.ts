import { describe, expect, test } from "bun:test";
import { nixShow } from "../../lib/commands/nix-show.ts";
import type { JudgedOutput } from "../../lib/nix/buildable.ts";
import { type FakeHostOptions, fakeHost } from "../support/fake-host.ts";
import { fakeOut } from "../support/fake-out.ts";

const NIX_LINES = [
  "extra-platforms = i686-linux",
  "builders =",
  "experimental-features = flakes nix-command",
  "system = x86_64-linux",
].join("\n");

/** A machine whose Nix says this of itself. */
function withNix(version: string, config = NIX_LINES): FakeHostOptions {
  return {
    files: { "/nix/store/x/": "", "/nix/var/nix/": "", "/etc/os-release": "ID=debian\nVERSION_ID=13\n" },
    exec: {
      "nix --version": { stdout: `nix (Nix) ${version}\n` },
      "nix --extra-experimental-features nix-command eval": { stdout: version },
      "nix --extra-experimental-features nix-command show-config": { stdout: config },
      "nix --extra-experimental-features nix-command config show": { stdout: config },
    },
  };
}

async function show(options: FakeHostOptions, args: Record<string, unknown> = {}, width = 80) {
  const out = fakeOut({ width });
  const all = { "profile-file": [], json: false, ...args };
  await nixShow.run(all as never, { host: fakeHost(options), out });
  const { warnings } = out;
  const data = out.datas[0]?.data as { outputs: JudgedOutput[]; machine: string };
  const of = (name: string) => data.outputs.find((output) => output.name === name);
  return { text: out.answers.join(""), outputs: data.outputs, of, warnings };
}

describe("nix show", () => {
  test("without Nix lists everything all the same, and says that nothing can be built and what to do", async () => {
    const { text, outputs } = await show({});
    expect(outputs.length).toBeGreaterThan(60);
    expect(new Set(outputs.map(({ verdict }) => verdict))).toEqual(new Set(["no"]));
    expect(text).toContain("Nix is not installed.");
    expect(text).toContain("→ curl -fsSL https://nixos.org/nix/install");
  });

  test("with a Nix that nixpkgs does not take says which it takes", async () => {
    const { text } = await show(withNix("2.8.0"));
    expect(text).toContain("Nix 2.8.0 is too old: nixpkgs needs 2.18.");
  });

  test("with Nix says yes to this system, and no to another one with the first step", async () => {
    const here = await show(withNix("2.31.2"));
    expect(new Set(here.outputs.map(({ verdict }) => verdict))).toEqual(new Set(["yes"]));
    expect(here.text).not.toContain("→");
    const arm = await show(withNix("2.31.2"), { system: "aarch64-linux" });
    expect(arm.of("test-origin-vm")).toMatchObject({ verdict: "no", system: "aarch64-linux" });
    expect(arm.text).toContain("builders = ssh-ng://USER@HOST aarch64-linux");
  });

  test("of a Mac has no contents of Linux; without a system they are listed and need a Linux builder", async () => {
    const mac = {
      ...withNix("2.31.2", NIX_LINES.replace("x86_64-linux", "aarch64-darwin")),
      arch: "arm64",
    } as const;
    const own = await show({ ...mac, platform: "darwin" }, { system: "aarch64-darwin" });
    expect(own.of("test-origin-vm")).toBeUndefined();
    const all = await show({ ...mac, platform: "darwin" });
    expect(all.of("test-origin")).toMatchObject({ verdict: "yes", system: "aarch64-darwin" });
    expect(all.of("test-origin-vm")).toMatchObject({ verdict: "no", system: "aarch64-linux" });
    expect(all.text).toContain("darwin.linux-builder");
  });

  test("lists the user's profiles, and one by one when a type is asked for", async () => {
    const files = { "/home/ana/work/mine.toml": 'aliases = "m"\n' };
    const whole = await show({ files }, { "profile-file": ["mine.toml"] });
    expect(whole.text.replace(/\s+/g, " ")).toContain("low-latency, mine (m), stress-test (stress)");
    const vms = await show({ files }, { "profile-file": ["mine.toml"], type: "vm" });
    expect(vms.outputs.every(({ type }) => type === "vm")).toBe(true);
    expect(vms.text).toMatch(/^ {2}test-origin-vm-m +no +Linux +mine$/m);
  });

  test("lists the others when a profile is called like a type, and names its path", async () => {
    const path = "/home/ana/.config/hlsctl/profiles/origin/vm.toml";
    const { outputs, warnings } = await show({ files: { [path]: "" } });
    expect(outputs.filter(({ profile }) => profile === "vm")).toEqual([]);
    expect(outputs.length).toBeGreaterThan(60);
    expect(warnings).toEqual([
      expect.stringContaining(`Left out: The profile in ${path} cannot be in a flake`),
    ]);
  });

  test.each([
    [40, undefined],
    [40, "vm"],
    [60, "container-enhanced"],
  ])("of %d columns has the rest of an output below its name (type %p)", async (width, type) => {
    const { text, outputs } = await show(withNix("2.8.0"), type ? { type } : {}, width);
    const lines = text.split("\n").filter((line) => !line.trimStart().startsWith("→"));
    const longest = Math.max(...outputs.map(({ name }) => name.length)) + 2;
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(Math.max(width, longest));
    expect(text).toMatch(/^ {2}test-origin-\S+\n {6}no, Linux/m);
  });

  test.each([80, 100, 120])("keeps within %d columns, names whole", async (width) => {
    const { text, outputs } = await show(withNix("2.8.0"), {}, width);
    const lines = text.split("\n").filter((line) => !line.trimStart().startsWith("→"));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    for (const { name, profile } of outputs) if (profile === "default") expect(text).toContain(`  ${name} `);
  });
});
