import { describe, expect, test } from "bun:test";
import { type Builder, judgeOutputs, judgeSystem } from "../../lib/nix/buildable.ts";
import { listOutputs } from "../../lib/nix/outputs.ts";

const NIX = { system: null, extraPlatforms: [], builders: [] };
const LINUX: Builder = { os: "linux", arch: "x64", nix: NIX, obstacle: null };
const MAC: Builder = { os: "darwin", arch: "arm64", nix: NIX, obstacle: null };

describe("a machine builds", () => {
  test("for itself", () => {
    expect(judgeSystem(LINUX, "x86_64-linux")).toMatchObject({ verdict: "yes", do: null });
  });

  test("nothing where Nix is stopped, and says by what", () => {
    const obstacle = { because: "Nix is not installed.", do: "install it" };
    expect(judgeSystem({ ...LINUX, nix: null, obstacle }, "x86_64-linux")).toEqual({
      verdict: "no",
      ...obstacle,
    });
  });

  test("slowly what it emulates, with Rosetta at full speed, and what a builder takes in its place", () => {
    const emulating = { ...LINUX, nix: { ...NIX, extraPlatforms: ["aarch64-linux"] } };
    expect(judgeSystem(emulating, "aarch64-linux").verdict).toBe("slow");
    const rosetta = { ...MAC, nix: { ...NIX, extraPlatforms: ["x86_64-darwin"] } };
    expect(judgeSystem(rosetta, "x86_64-darwin").verdict).toBe("yes");
    const builders = [{ uri: "ssh-ng://arm", systems: ["aarch64-linux"] }];
    const helped = { ...emulating, nix: { ...emulating.nix, builders } };
    expect(judgeSystem(helped, "aarch64-linux")).toMatchObject({
      verdict: "yes",
      because: "ssh-ng://arm builds aarch64-linux.",
    });
  });

  test("no Linux on a Mac without a builder, and the first step is one", () => {
    expect(judgeSystem(MAC, "aarch64-linux")).toMatchObject({
      verdict: "no",
      do: expect.stringContaining("darwin.linux-builder"),
    });
    expect(judgeSystem(LINUX, "aarch64-darwin").do).toContain("MAC aarch64-darwin");
  });
});

test("on a Mac, what only Linux has is judged for the Linux of its architecture", () => {
  const outputs = judgeOutputs(listOutputs([]), MAC, undefined);
  const system = (name: string) => outputs.find((output) => output.name === name)?.system;
  expect(system("hlsctl")).toBe("aarch64-darwin");
  expect(system("go-ffmpeg-hls-swarm-container")).toBe("aarch64-linux");
});
