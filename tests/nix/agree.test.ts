import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { parse, stringify } from "smol-toml";
import { type Profile, parseProfile } from "../../lib/registry/profile.ts";
import { embeddedRegistry, type Registry, withProfiles } from "../../lib/registry/registry.ts";
import { COMPONENTS } from "../../lib/schema/component.ts";
import type { Table } from "../../lib/schema/table.ts";
import { testWithTool } from "../support/tools.ts";
import { type Case, caseOf, differencesOf } from "./support-cases.ts";
import { originSettings, surroundings, swarmSettings } from "./support-configurations.ts";

/** The same cases at every run; another number makes others. */
const SEED = Number(process.env.HLSCTL_TEST_SEED ?? 20_260_814);
const ORIGINS = 450;
const SWARMS = 150;
const REGISTRIES = 12;

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hlsctl-agree-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function sample<T>(arbitrary: fc.Arbitrary<T>, count: number): T[] {
  return fc.sample(arbitrary, { seed: SEED, numRuns: count });
}

function namesIn(registry: Registry): string[] {
  return registry.profiles.flatMap(({ name, aliases }) => [name, ...aliases]);
}

function generated(component: "origin" | "swarm"): Case[] {
  const registry = embeddedRegistry(component);
  const names = namesIn(registry);
  const settings =
    component === "origin" ? sample(originSettings, ORIGINS + 50) : sample(swarmSettings, SWARMS + 20);
  return settings.flatMap((layers, index) => caseOf(registry, names[index % names.length]!, layers) ?? []);
}

async function expectAgreement(cases: readonly Case[]): Promise<void> {
  const differences = await differencesOf(cases, join(folder, "cases.json"));
  const shown = differences.slice(0, 5).map((one) => ({ ...one, of: JSON.stringify(cases[one.case]) }));
  expect({ seed: SEED, differences: shown }).toEqual({ seed: SEED, differences: [] });
}

describe("Nix and hlsctl make the same", () => {
  testWithTool("nix-instantiate", "of every profile and alias", async () => {
    const cases = COMPONENTS.flatMap((component) => {
      const registry = embeddedRegistry(component);
      return namesIn(registry).map((name) => caseOf(registry, name)!);
    });
    expect(cases.length).toBeGreaterThan(13);
    await expectAgreement(cases);
  });

  testWithTool(
    "nix-instantiate",
    `of ${ORIGINS} generated origins, to the last digit (seed ${SEED})`,
    async () => {
      const cases = generated("origin").slice(0, ORIGINS);
      expect(cases).toHaveLength(ORIGINS);
      await expectAgreement(cases);
    },
  );

  testWithTool(
    "nix-instantiate",
    `of ${SWARMS} generated swarms, to the last digit (seed ${SEED})`,
    async () => {
      const cases = generated("swarm").slice(0, SWARMS);
      expect(cases).toHaveLength(SWARMS);
      await expectAgreement(cases);
    },
  );

  testWithTool(
    "nix-instantiate",
    `of generated families of profiles, in TOML and JSON (seed ${SEED})`,
    async () => {
      const families = await Promise.all(sample(family, REGISTRIES).map(writeFamily));
      const cases = families.flatMap(({ registry, directory }) =>
        namesIn(registry).map((name) => caseOf(registry, name, undefined, directory)!),
      );
      expect(cases.length).toBeGreaterThan(REGISTRIES * 12);
      await expectAgreement(cases);
    },
  );
});

testWithTool("nix-instantiate", "a single digit that differs is seen, and so is a key too many", async () => {
  const right = caseOf(embeddedRegistry("origin"), "default", [
    {},
    { hls: { segmentDuration: 8.2 }, encoder: { framerate: 15 } },
  ])!;
  const text = JSON.stringify(right.expected);
  const wrong: Case[] = [
    right,
    {
      ...right,
      expected: JSON.parse(text.replace('"playlistWindowSec":82', '"playlistWindowSec":82.00000000000001')),
    },
    { ...right, expected: { ...(right.expected as object), extra: 1 } },
  ];
  expect(await differencesOf(wrong, join(folder, "wrong.json"))).toEqual([
    { case: 1, path: "derived.playlistWindowSec", nix: "82", hlsctl: expect.stringContaining("82.0") },
    { case: 2, path: "extra", nix: '"nothing"', hlsctl: "1" },
  ]);
});

test("the generated configurations reach what is awkward", () => {
  const texts = generated("origin").map((one) => JSON.stringify(one.expected));
  const some = (pattern: RegExp) => texts.filter((text) => pattern.test(text)).length;
  expect(some(/"multibitrate":true/)).toBeGreaterThan(100);
  expect(some(/"segmentDuration":\d+\.\d/)).toBeGreaterThan(100);
  expect(some(/"framerate":\d+\.\d{6}/)).toBeGreaterThan(50);
  expect(some(/"playlistWindowSec":\d+\.\d/)).toBeGreaterThan(50);
  expect(some(/"bufsizeKbps":\d{16,}/)).toBeGreaterThan(50);
  expect(some(/"vmMemoryMB":\d{4,}/)).toBeGreaterThan(100);
});

const WITH_POINTS = `
multibitrate = true
[hls]
listSize = 12.0
segmentDuration = 2.0
[encoder]
framerate = 30.0
[[variants]]
name = "one"
width = 1280.0
height = 720.0
bitrate = "2000k"
maxrate = "2200k"
bufsize = "4000k"
audioBitrate = "128k"
`;

testWithTool("nix-instantiate", "whole numbers may be written with a point", async () => {
  const directory = join(folder, "points");
  await cp(join(import.meta.dir, "../../profiles"), directory, { recursive: true });
  await Bun.write(join(directory, "origin/points.toml"), WITH_POINTS);
  const profile = parseProfile("origin", "points", parse(WITH_POINTS) as Table, "points.toml");
  const registry = withProfiles(embeddedRegistry("origin"), [profile]);
  await expectAgreement([caseOf(registry, "points", undefined, directory)!]);
});

interface Member {
  parents: readonly number[];
  isOneParent: boolean;
  isJson: boolean;
  overlay: Table;
  description: string;
}

/** Profiles each of which may extend any before it, by name or alias, some of them twice: diamonds. */
const family: fc.Arbitrary<readonly Member[]> = fc.array(
  fc.record({
    parents: fc.array(fc.nat(20), { maxLength: 4 }),
    isOneParent: fc.boolean(),
    isJson: fc.boolean(),
    overlay: surroundings,
    description: fc.constantFrom("", "  of  two\n\tlines ", "“ü”", "plain"),
  }),
  { minLength: 5, maxLength: 9 },
);

async function writeFamily(
  members: readonly Member[],
  number: number,
): Promise<{ registry: Registry; directory: string }> {
  const directory = join(folder, `family-${number}`);
  await cp(join(import.meta.dir, "../../profiles"), directory, { recursive: true });
  await mkdir(join(directory, "origin"), { recursive: true });
  const profiles = await Promise.all(members.map((member, index) => writeMember(member, index, directory)));
  return { registry: withProfiles(embeddedRegistry("origin"), profiles), directory };
}

/** The first takes the place of a profile inside hlsctl; each has an alias by which others extend it. */
async function writeMember(member: Member, index: number, directory: string): Promise<Profile> {
  const name = index === 0 ? "debug" : `m${index}`;
  const known = [
    "tap-logged",
    "stress",
    "logged",
    ...Array.from({ length: index }, (_, below) => [
      `m${below}-alias`,
      below === 0 ? "debug" : `m${below}`,
    ]).flat(),
  ];
  const parents = member.parents.map((parent) => known[parent % known.length]!);
  const table = {
    description: member.description,
    aliases: [`m${index}-alias`],
    extends: member.isOneParent && parents[0] !== undefined ? parents[0] : parents,
    ...member.overlay,
  };
  const text = member.isJson ? JSON.stringify(table) : stringify(table);
  await Bun.write(join(directory, "origin", `${name}.${member.isJson ? "json" : "toml"}`), text);
  if (member.isJson && index === 0) await rm(join(directory, "origin/debug.toml"));
  return parseProfile("origin", name, (member.isJson ? JSON.parse(text) : parse(text)) as Table, name);
}
