import { describe, expect, test } from "bun:test";
import { join, resolve } from "node:path";
import { OUTPUT_TYPES } from "../../lib/nix/output-types.ts";
import { listOutputs, outputName } from "../../lib/nix/outputs.ts";
import { parseProfile } from "../../lib/registry/profile.ts";
import { embeddedRegistry, withProfiles } from "../../lib/registry/registry.ts";
import { nixText, testWithNix } from "../support/nix.ts";

const ROOT = resolve(import.meta.dir, "../..");
const ORIGINS = embeddedRegistry("origin");
const PROFILES = [...ORIGINS.profiles, ...embeddedRegistry("swarm").profiles];

function own(name: string, aliases: string[] = []) {
  return parseProfile("origin", name, { aliases }, `${name}.toml`);
}

describe("the name of an output", () => {
  test.each([
    ["test-origin", "runner", "default", "test-origin"],
    ["test-origin", "runner", "low-latency", "test-origin-low-latency"],
    ["test-origin", "container-enhanced", "default", "test-origin-container-enhanced"],
    ["test-origin", "vm", "tap", "test-origin-vm-tap"],
    ["swarm-client", "runner", "stress", "swarm-client-stress"],
  ] as const)("of %s, %s, %s is %s", (component, type, profile, name) => {
    expect(outputName(component, type, profile)).toBe(name);
  });
});

describe("the outputs", () => {
  test("name a profile by each alias once more", () => {
    const outputs = listOutputs(PROFILES, "x86_64-linux");
    const stress = outputs.filter(({ name }) => /^test-origin-vm-stress/.test(name));
    expect(stress.map(({ name, profile, alias }) => ({ name, profile, alias }))).toEqual([
      { name: "test-origin-vm-stress-test", profile: "stress-test", alias: null },
      { name: "test-origin-vm-stress", profile: "stress-test", alias: "stress" },
    ]);
  });

  test("have a profile rather than another's alias of that name", () => {
    const { profiles } = withProfiles(ORIGINS, [own("stress")]);
    const found = listOutputs(profiles).filter(({ name }) => name === "test-origin-stress");
    expect(found.map(({ profile, alias }) => ({ profile, alias }))).toEqual([
      { profile: "stress", alias: null },
    ]);
  });

  test("of one name are never listed", () => {
    const { profiles } = withProfiles(ORIGINS, [own("vm")]);
    expect(() => listOutputs(profiles)).toThrow("two outputs of the flake are called test-origin-vm");
  });

  test("of a Mac have no contents of Linux", () => {
    const types = new Set(listOutputs(PROFILES, "aarch64-darwin").map(({ type }) => type));
    expect([...types].sort()).toEqual(["nginx-config", "package", "runner"]);
  });

  testWithNix("are of the types that nix/outputs/types.nix has", async () => {
    const text = await nixText(["eval", "--json", "--file", join(ROOT, "nix/outputs/types.nix")]);
    const types: Record<string, Record<string, unknown>[]> = JSON.parse(text);
    const theirs = Object.entries(types).flatMap(([component, kinds]) =>
      kinds.map(({ type, description, program, isLinuxOnly }) => ({
        component,
        type,
        description,
        program,
        isLinuxOnly,
      })),
    );
    const ours: unknown[] = OUTPUT_TYPES.map((one) => ({ ...one }));
    expect(theirs).toEqual(expect.arrayContaining(ours));
    expect(theirs).toHaveLength(ours.length);
  });
});
