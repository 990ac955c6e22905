import { describe, expect, test } from "bun:test";
import type { Builder } from "../../lib/nix/buildable.ts";
import { gateSystem } from "../../lib/nix/gate.ts";
import type { System } from "../../lib/nix/systems.ts";
import { failureOf } from "../support/failure.ts";

const LINUX: Builder = {
  os: "linux",
  arch: "x64",
  nix: { system: "x86_64-linux", extraPlatforms: ["i686-linux"], builders: [] },
  obstacle: null,
};
const MAC: Builder = {
  os: "darwin",
  arch: "arm64",
  nix: { system: "aarch64-darwin", extraPlatforms: ["x86_64-darwin"], builders: [] },
  obstacle: null,
};

const gate = (builder: Builder, system: System) =>
  gateSystem(builder, { system, wanted: "test-origin-vm", sudo: "sudo " });

describe("a system", () => {
  test("of one's own, and one that a builder has, have nothing to say", () => {
    expect(gate(LINUX, "x86_64-linux")).toBeUndefined();
    const builders = [{ uri: "ssh-ng://arm", systems: ["aarch64-linux"] }];
    expect(
      gate({ ...LINUX, nix: { system: "x86_64-linux", extraPlatforms: [], builders } }, "aarch64-linux"),
    ).toBeUndefined();
  });

  test("that is emulated is slow, and says so", () => {
    const nix = { system: "x86_64-linux", extraPlatforms: ["aarch64-linux"], builders: [] };
    expect(gate({ ...LINUX, nix }, "aarch64-linux")).toContain("emulates aarch64-linux");
  });

  test("of another kind is refused on Linux with emulation and a builder", () => {
    const { id, message, hint } = failureOf(() => gate(LINUX, "aarch64-linux"));
    expect(id).toBe("system-unbuildable");
    expect(message).toBe(
      "test-origin-vm is for aarch64-linux. This machine is x86_64-linux, and nothing builds aarch64-linux for it.",
    );
    expect(hint).toContain("extra-platforms = aarch64-linux");
    expect(hint).toContain("binfmt");
    expect(hint).toContain("builders = ssh-ng://USER@HOST aarch64-linux");
  });

  test("of Linux is refused on a Mac with what works there now first", () => {
    const { hint } = failureOf(() => gate(MAC, "aarch64-linux"));
    const steps = [
      "hlsctl up ",
      "hlsctl up --builder nix",
      "darwin.linux-builder",
      "ssh-ng://USER@HOST",
      "Linux container",
    ];
    const places = steps.map((step) => hint?.indexOf(step) ?? -1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  test("of the other Linux is refused on a Mac with Rosetta", () => {
    expect(failureOf(() => gate(MAC, "x86_64-linux")).hint).toContain("rosetta");
  });

  test("of a Mac is refused on Linux: only Macs build for Macs", () => {
    expect(failureOf(() => gate(LINUX, "x86_64-darwin")).hint).toContain("Only a Mac builds");
  });
});
