import { describe, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { BUILT_IN } from "../../lib/registry/profile.ts";
import { embeddedRegistry, lineage, lookupProfile, withProfiles } from "../../lib/registry/registry.ts";
import { COMPONENTS } from "../../lib/schema/component.ts";
import type { Table } from "../../lib/schema/table.ts";
import { registryWith, userProfile } from "../support/configs.ts";
import { failureOf } from "../support/failure.ts";

function names(profiles: Record<string, Table>, name: string): string[] {
  const registry = registryWith(profiles);
  return lineage(registry, lookupProfile(registry, name)).map((profile) => profile.name);
}

describe("the profiles inside hlsctl", () => {
  test.each([...COMPONENTS])("%s: one for each file under profiles/, default first", (component) => {
    const folder = join(import.meta.dir, "../../profiles", component);
    const files = readdirSync(folder).map((file) => file.replace(".toml", ""));
    const found = embeddedRegistry(component).profiles.map((profile) => profile.name);
    expect(found.toSorted()).toEqual(files.toSorted());
    expect(found[0]).toBe("default");
  });

  test("each tells what it is for", () => {
    const profiles = COMPONENTS.flatMap((component) => embeddedRegistry(component).profiles);
    expect(profiles.filter((profile) => profile.description.length < 20)).toEqual([]);
  });

  test("no name or alias stands for two", () => {
    for (const component of COMPONENTS) {
      const all = embeddedRegistry(component).profiles.flatMap(({ name, aliases }) => [name, ...aliases]);
      expect(new Set(all).size).toBe(all.length);
    }
  });
});

describe("looking a profile up", () => {
  test("goes by name and by alias", () => {
    expect(lookupProfile(embeddedRegistry("origin"), "stress").name).toBe("stress-test");
    expect(lookupProfile(embeddedRegistry("swarm"), "stress").name).toBe("stress");
  });

  test("prefers a name to another's alias", () => {
    const registry = registryWith({ stress: { description: "mine" } });
    expect(lookupProfile(registry, "stress").description).toBe("mine");
  });

  test("the user's profile replaces a built-in one of the same name", () => {
    const registry = registryWith({ debug: { description: "mine" } });
    expect(registry.profiles.filter((profile) => profile.name === "debug")).toHaveLength(1);
    expect(lookupProfile(registry, "debug").description).toBe("mine");
  });

  test("a copy of a built-in profile is that profile", () => {
    const builtIn = lookupProfile(embeddedRegistry("origin"), "4k-abr");
    const copy = { ...structuredClone(builtIn), source: "/flake/profiles/origin/4k-abr.toml" };
    const registry = withProfiles(embeddedRegistry("origin"), [copy]);
    expect(lookupProfile(registry, "4k-abr").source).toBe(BUILT_IN);
    const changed = withProfiles(registry, [{ ...copy, description: "mine" }]);
    expect(lookupProfile(changed, "4k-abr").source).toBe(copy.source);
  });

  test.each(["defualt", "__proto__", "", "constructor"])("%p ends with 4 and the names there are", (name) => {
    const failure = failureOf(() => lookupProfile(embeddedRegistry("origin"), name));
    expect(failure).toMatchObject({ id: "profile-not-found", exitCode: 4 });
    expect(failure.hint).toContain("The profiles are default, 4k-abr,");
  });

  test("a misspelt name gets the nearest", () => {
    const failure = failureOf(() => lookupProfile(embeddedRegistry("origin"), "low-latancy"));
    expect(failure.hint).toStartWith('Did you mean "low-latency"?');
  });
});

describe("extends", () => {
  test("puts parents before the child, the nearest last", () => {
    expect(names({}, "tap-logged")).toEqual(["tap", "logged", "tap-logged"]);
    const chain = { a: { extends: "debug" }, b: { extends: ["tap", "a"] }, c: { extends: "b" } };
    expect(names(chain, "c")).toEqual(["tap", "debug", "a", "b", "c"]);
  });

  test("goes by alias too", () => {
    expect(names({ a: { extends: "stress" } }, "a")).toEqual(["stress-test", "a"]);
  });

  test("counts a parent met twice where it is met first, so that it undoes nothing", () => {
    const diamond = {
      common: { hls: { listSize: 20 } },
      left: { extends: "common", hls: { listSize: 30 } },
      right: { extends: "common", server: { port: 17081 } },
      both: { extends: ["left", "right"] },
    };
    expect(names(diamond, "both")).toEqual(["common", "left", "right", "both"]);
  });

  test("a ladder of diamonds takes no exponential time", () => {
    const rungs = Array.from({ length: 40 }, (_, rung) => [
      [`l${rung}`, rung === 0 ? {} : { extends: [`l${rung - 1}`, `r${rung - 1}`] }] as const,
      [`r${rung}`, rung === 0 ? {} : { extends: [`r${rung - 1}`, `l${rung - 1}`] }] as const,
    ]);
    expect(names(Object.fromEntries(rungs.flat()), "l39")).toHaveLength(79);
  });

  test("a circle is told as it goes", () => {
    const registry = registryWith({ a: { extends: "b" }, b: { extends: "c" }, c: { extends: "a" } });
    const failure = failureOf(() => lineage(registry, lookupProfile(registry, "a")));
    expect(failure).toMatchObject({ id: "profile-invalid", exitCode: 3 });
    expect(failure.message).toBe("Profiles extend each other in a circle: a → b → c → a.");
    expect(failure.hint).toContain("/home/ana/c.toml");
  });

  test("a profile cannot extend itself, nor what it replaces", () => {
    const registry = registryWith({ default: { extends: "default" } });
    expect(failureOf(() => lineage(registry, lookupProfile(registry, "default"))).message).toContain(
      "default → default",
    );
  });

  test("a parent that is not there is named with the child and the nearest", () => {
    const registry = registryWith({});
    const failure = failureOf(() => lineage(registry, userProfile("mine", { extends: "loged" })));
    expect(failure).toMatchObject({ id: "profile-invalid", exitCode: 3 });
    expect(failure.message).toBe('The profile "mine" extends "loged", which does not exist.');
    expect(failure.hint).toStartWith('Did you mean "logged"?');
  });
});
