import { describe, expect, test } from "bun:test";
import { type FlakeContent, flakeFiles } from "../../lib/nix/flake-files.ts";

const CONTENT: FlakeContent = {
  name: "hlsctl",
  version: "1.2.3",
  files: {
    "flake.nix": "{ }",
    "nix/lib.nix": "{ }",
    "profiles/origin/default.toml": "",
    "profiles/origin/tap.toml": "a = 1",
    "profiles/swarm/tap.toml": "b = 1",
  },
  bundle: "// @bun",
  profiles: [],
  overrides: {},
};

function paths(content: Partial<FlakeContent>): string[] {
  return flakeFiles({ ...CONTENT, ...content }).map(({ path }) => path);
}

describe("the files of a flake", () => {
  test("are hlsctl's own, its bundle and a package.json with nothing but name and version", () => {
    const files = flakeFiles(CONTENT);
    expect(paths({})).toEqual([
      "flake.nix",
      "nix/bundle/hlsctl.js",
      "nix/lib.nix",
      "package.json",
      "profiles/origin/default.toml",
      "profiles/origin/tap.toml",
      "profiles/swarm/tap.toml",
    ]);
    const text = files.find(({ path }) => path === "package.json")?.text ?? "";
    expect(JSON.parse(text)).toEqual({ name: "hlsctl", version: "1.2.3" });
  });

  test("have a profile of the user's instead of the built-in one of that name and component, whatever the ending", () => {
    const own = { component: "origin", fileName: "tap.json", text: '{"a":2}' } as const;
    const found = paths({ profiles: [own] });
    expect(found).toContain("profiles/origin/tap.json");
    expect(found).toContain("profiles/swarm/tap.toml");
    expect(found).not.toContain("profiles/origin/tap.toml");
  });

  test("have the later of two profiles of one name", () => {
    const profiles = [
      { component: "origin", fileName: "my.own.json", text: "{}" },
      { component: "origin", fileName: "my.own.toml", text: "x = 1" },
    ] as const;
    const files = flakeFiles({ ...CONTENT, profiles });
    const own = files.filter(({ path }) => path.includes("my.own"));
    expect(own).toEqual([{ path: "profiles/origin/my.own.toml", text: "x = 1" }]);
  });

  test("have overrides.json only when there are settings", () => {
    expect(paths({})).not.toContain("overrides.json");
    const files = flakeFiles({ ...CONTENT, overrides: { swarm: { clients: 7 } } });
    const text = files.find(({ path }) => path === "overrides.json")?.text ?? "";
    expect(JSON.parse(text)).toEqual({ swarm: { clients: 7 } });
  });

  test("are never outside the folder", () => {
    for (const path of ["../x", "/x", "a//b", "a/./b", "a\\b", ""]) {
      expect(() => flakeFiles({ ...CONTENT, files: { [path]: "" } })).toThrow("no file of a flake");
    }
  });
});
