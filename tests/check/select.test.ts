import { describe, expect, test } from "bun:test";
import { listChecks } from "../../lib/check/catalogue.ts";
import { GROUPS, groupOf, TIERS } from "../../lib/check/check.ts";
import { selectChecks } from "../../lib/check/select.ts";
import { listOutputs } from "../../lib/nix/outputs.ts";
import { embeddedRegistry } from "../../lib/registry/registry.ts";
import { failureOf } from "../support/failure.ts";

const PROFILES = [...embeddedRegistry("origin").profiles, ...embeddedRegistry("swarm").profiles];
const CHECKS = listChecks(listOutputs(PROFILES, "x86_64-linux"));

const ids = (tier: "quick" | "build" | "full" | undefined, ...only: string[]) =>
  selectChecks(CHECKS, { tier, only }).map(({ id }) => id);

describe("the catalogue", () => {
  test("names every check once, in the groups of the test plan", () => {
    const all = CHECKS.map(({ id }) => id);
    expect(new Set(all).size).toBe(all.length);
    expect([...new Set(CHECKS.map(groupOf))].toSorted()).toEqual([...GROUPS].toSorted());
  });

  test("has the cheaper tiers first", () => {
    const order = CHECKS.map(({ tier }) => TIERS.indexOf(tier));
    expect(order).toEqual(order.toSorted());
  });

  test.each([
    ["packages/test-origin-low-latency", "build"],
    ["packages/swarm-client-burst", "build"],
    ["containers/test-origin-container-4k-abr", "build"],
    ["containers/test-origin-container-enhanced", "full"],
    ["microvms/test-origin-vm-tap-logged", "full"],
    ["iso/test-origin-iso-cloud-init", "full"],
    ["apps/test-origin-stress", "build"],
    ["apps/test-origin-vm", "full"],
  ] as const)("%s belongs to the tier %s", (id, tier) => {
    expect(CHECKS.find((check) => check.id === id)?.tier).toBe(tier);
  });

  test("builds nothing a second time under an alias", () => {
    expect(CHECKS.map(({ id }) => id)).not.toContain("packages/test-origin-stress");
  });

  test("has on a Mac no check of what only Linux has", () => {
    const mac = listChecks(listOutputs(PROFILES, "aarch64-darwin")).map(({ id }) => id);
    expect(mac.filter((id) => /test-origin-(vm|iso|container)/.test(id))).toEqual([]);
    expect(mac).toContain("packages/test-origin");
  });
});

describe("the selection", () => {
  test("is the quick tier when nothing is said", () => {
    expect(selectChecks(CHECKS, { tier: undefined, only: [] }).every(({ tier }) => tier === "quick")).toBe(
      true,
    );
  });

  test("of a tier has the tiers before it", () => {
    expect(ids("full").length).toBe(CHECKS.length);
    expect(ids("build").length).toBeGreaterThan(ids("quick").length);
    expect(ids("build")).toEqual(expect.arrayContaining(ids("quick")));
  });

  test("by id or group is of every tier, in the order of the catalogue", () => {
    expect(ids(undefined, "iso", "cli/up-plays")).toEqual([
      "cli/up-plays",
      "iso/test-origin-iso",
      "iso/test-origin-iso-cloud-init",
    ]);
  });

  test("of a group within a tier leaves the rest of the group out", () => {
    expect(ids("quick", "packages").every((id) => id.startsWith("packages/"))).toBe(true);
    expect(ids("quick", "packages")).not.toContain("packages/hlsctl");
  });

  test("refuses a misspelt check with the nearest", () => {
    const failure = failureOf(() => ids(undefined, "cli/up-play"));
    expect(failure.id).toBe("usage-bad-value");
    expect(failure.hint).toContain('Did you mean "cli/up-plays"?');
  });

  test("refuses a check of a higher tier than the one asked for", () => {
    const failure = failureOf(() => ids("quick", "cli/up-plays"));
    expect(failure.message).toBe('The tier quick has nothing of "cli/up-plays".');
    expect(failure.hint).toContain("--tier build");
  });
});
