import { describe, expect, test } from "bun:test";
import { separateNameable } from "../../lib/nix/nameable.ts";
import { listOutputs } from "../../lib/nix/outputs.ts";
import { parseProfile } from "../../lib/registry/profile.ts";
import { embeddedRegistry, withProfiles } from "../../lib/registry/registry.ts";

const ORIGINS = embeddedRegistry("origin");

/** Why each of these profiles of the user's has no outputs, by name. */
function reasons(own: Record<string, string[]>) {
  const added = Object.entries(own).map(([name, aliases]) =>
    parseProfile("origin", name, { aliases }, `/home/ana/${name}.toml`),
  );
  const { profiles } = withProfiles(ORIGINS, added);
  const { nameable, unnameable } = separateNameable(profiles);
  expect(nameable).toEqual(
    profiles.filter((one) => !unnameable.some(({ profile }) => profile.name === one.name)),
  );
  expect(() => listOutputs(nameable)).not.toThrow();
  return Object.fromEntries(unnameable.map(({ profile, failure }) => [profile.name, failure]));
}

describe("a profile of the user's", () => {
  test.each(["vm", "container", "iso", "container-enhanced", "enhanced", "vm-tap", "cloud-init"])(
    "called %s has no outputs, for they would be called as others",
    (name) => {
      const { [name]: failure, ...others } = reasons({ [name]: [], mine: ["m"] });
      expect(failure).toMatchObject({ id: "profile-invalid", hint: "Rename the file." });
      expect(failure?.message).toStartWith(
        `The profile in /home/ana/${name}.toml cannot be in a flake: its `,
      );
      expect(others).toEqual({});
    },
  );

  test("says which output is whose", () => {
    expect(reasons({ vm: [] }).vm?.message).toEndWith(
      'its runner would be called test-origin-vm, the same as the vm of the profile "default".',
    );
  });

  test("with an alias like that has none, and is told which alias", () => {
    expect(reasons({ mine: ["m", "vm"] }).mine).toMatchObject({ hint: 'Rename its alias "vm".' });
    expect(reasons({ mine: ["vm-mine"] }).mine).toMatchObject({ hint: 'Rename its alias "vm-mine".' });
    expect(reasons({ mine: ["Two words"] }).mine).toMatchObject({ hint: "Rename that alias." });
  });

  test("gives way to another whose name has no type in it, whatever their order", () => {
    expect(Object.keys(reasons({ "vm-zoo": [], zoo: [] }))).toEqual(["vm-zoo"]);
    expect(Object.keys(reasons({ a: [], "vm-a": [] }))).toEqual(["vm-a"]);
  });

  test("has a name of at most 100 characters, its aliases too", () => {
    const [most, more] = ["n".repeat(100), "n".repeat(101)];
    expect(reasons({ [most]: [], mine: [`a${most.slice(1)}`] })).toEqual({});
    expect(reasons({ [more]: [] })[more]?.message).toContain("101 characters, where 100 are the most");
    expect(reasons({ mine: [more] }).mine?.message).toContain("an alias of it has 101 characters");
  });
});
