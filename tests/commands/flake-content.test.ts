import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { loadFlakeContent } from "../../lib/commands/flake-content.ts";
import type { ConfigArgs } from "../../lib/commands/load-profiles.ts";
import { flakeFiles } from "../../lib/nix/flake-files.ts";
import type { Component } from "../../lib/schema/component.ts";
import { fakeHost } from "../support/fake-host.ts";

const CONFIG = "/home/ana/.config/hlsctl/profiles";

async function load(args: Partial<ConfigArgs>, files: Record<string, string> = {}, component?: Component) {
  const warnings: string[] = [];
  const host = fakeHost({ files, exec: { [`${process.execPath} build`]: { stdout: "// @bun\n" } } });
  const all = { set: [], "set-file": [], "profile-file": [], ...args };
  const options = { component, warn: (text: string) => void warnings.push(text) };
  const content = await loadFlakeContent(host, all, options);
  return { content, warnings };
}

describe("what a flake is made of", () => {
  test("has hlsctl's own files and no settings when nothing is asked", async () => {
    const { content, warnings } = await load({});
    expect(Object.keys(content.files)).toEqual(
      expect.arrayContaining(["flake.nix", "flake.lock", "nix/lib.nix", "profiles/origin/default.toml"]),
    );
    expect(content.bundle).toContain("// @bun");
    expect(content).toMatchObject({ name: "hlsctl", profiles: [], overrides: {} });
    expect(warnings).toEqual([]);
  });

  test("has settings in the order given, files first, each with the component its key belongs to", async () => {
    const files = {
      "/home/ana/work/a.toml": "clients = 5\n[hls]\nlistSize = 7\nsegmentDuration = 3\n",
      "/home/ana/work/b.json": '{"hls":{"listSize":8}}',
    };
    const args = {
      "set-file": ["a.toml", "b.json"],
      set: ["encoder.level=4.0", "clients=6", "clients=9", "logLevel=error"],
    };
    expect((await load(args, files)).content.overrides).toEqual({
      origin: { hls: { listSize: 8, segmentDuration: 3 }, encoder: { level: "4.0" } },
      swarm: { clients: 9, logLevel: "error" },
    });
  });

  test("has the user's profiles as they wrote them: of the config folder and of --profile-file, whose component is said", async () => {
    const own = '# Mine\nextends = "logged"\n';
    const files = {
      [`${CONFIG}/origin/default.toml`]: own,
      "/home/ana/work/rush.json": '{"clients":3}',
    };
    const { content } = await load({ "profile-file": ["rush.json"] }, files, "swarm");
    expect(content.profiles).toEqual([
      { component: "origin", fileName: "default.toml", text: own },
      { component: "swarm", fileName: "rush.json", text: '{"clients":3}' },
    ]);
    const paths = flakeFiles(content).map(({ path }) => path);
    expect(paths).toContain("profiles/swarm/rush.json");
  });
});

describe("a profile file", () => {
  test("in notation that Nix does not read is written as JSON of the same, aloud", async () => {
    const files = { [`${CONFIG}/origin/mine.toml`]: "hls = {\n  listSize = 7,\n}\n" };
    const { content, warnings } = await load({}, files);
    expect(content.profiles).toMatchObject([{ component: "origin", fileName: "mine.json" }]);
    expect(JSON.parse(content.profiles[0]?.text ?? "")).toEqual({ hls: { listSize: 7 } });
    expect(warnings).toEqual([expect.stringContaining("mine.toml is written to the flake as JSON")]);
  });

  test("that says what hlsctl's own says is none of the user's", async () => {
    const text = await Bun.file(join(import.meta.dir, "../../profiles/origin/tap.toml")).text();
    const { content } = await load({}, { [`${CONFIG}/origin/tap.toml`]: text });
    expect(content.profiles).toEqual([]);
  });
});

describe("settings", () => {
  test.each([
    ["hls.lstSize=4", "hls.lstSize"],
    ["clients=0", "clients"],
    ["video.width=641", "video.width"],
  ])("that no profile takes are refused before anything is written: %s", async (assignment, path) => {
    await expect(load({ set: [assignment] })).rejects.toMatchObject({
      id: "config-invalid",
      exitCode: 3,
      details: expect.arrayContaining([expect.objectContaining({ path })]),
    });
  });

  test("that only some profiles take are told of, by profile", async () => {
    const files = { [`${CONFIG}/origin/fast.toml`]: "[encoder]\nframerate = 25\n" };
    const { content, warnings } = await load({ set: ["hls.segmentDuration=1.2"] }, files);
    expect(content.overrides.origin).toEqual({ hls: { segmentDuration: 1.2 } });
    expect(warnings).toEqual([]);
    const odd = { [`${CONFIG}/origin/odd.toml`]: "[encoder]\nframerate = 7\n" };
    const second = await load({ set: ["hls.segmentDuration=1.2"] }, odd);
    expect(second.warnings).toEqual([
      expect.stringContaining('profile "odd" cannot be built with these settings'),
    ]);
  });
});

describe("a profile file that cannot be read", () => {
  test("is left out aloud when nothing takes its place", async () => {
    const { content, warnings } = await load({}, { [`${CONFIG}/origin/mine.toml`]: "x = [" });
    expect(content.profiles).toEqual([]);
    expect(warnings).toEqual([expect.stringMatching(/^Left out: .*mine\.toml/)]);
  });

  test("is refused when a built-in one would silently take its place, or it was asked for", async () => {
    const failure = { id: "profile-invalid" };
    await expect(load({}, { [`${CONFIG}/origin/tap.toml`]: "x = [" })).rejects.toMatchObject(failure);
    const asked = load({ "profile-file": ["x.toml"] }, { "/home/ana/work/x.toml": "x = [" });
    await expect(asked).rejects.toMatchObject(failure);
  });

  test.each([["vm"], ["container"], ["iso"], ["container-enhanced"], ["vm-tap"], ["n".repeat(200)]])(
    "or whose outputs cannot have a name of their own is left out aloud, and refused only when asked for: %s",
    async (name) => {
      const path = `${CONFIG}/origin/${name}.toml`;
      const { content, warnings } = await load({}, { [path]: "", [`${CONFIG}/origin/mine.toml`]: "" });
      expect(content.profiles.map(({ fileName }) => fileName)).toEqual(["mine.toml"]);
      expect(warnings).toEqual([
        expect.stringContaining(`Left out: The profile in ${path} cannot be in a flake`),
      ]);
      await expect(load({ "profile-file": [path] }, { [path]: "" })).rejects.toMatchObject({
        id: "profile-invalid",
        message: expect.stringContaining(path),
      });
    },
  );

  test("or that is there in JSON beside TOML is left out aloud; in another folder it is replaced in silence", async () => {
    const toml = `${CONFIG}/origin/u.toml`;
    const { content, warnings } = await load({}, { [`${CONFIG}/origin/u.json`]: "{", [toml]: "" });
    expect(content.profiles.map(({ fileName }) => fileName)).toEqual(["u.toml"]);
    expect(warnings).toEqual([`Left out: ${CONFIG}/origin/u.json, for ${toml} is the same profile.`]);
    const elsewhere = { [toml]: "", "/home/ana/work/u.json": "{}" };
    expect((await load({ "profile-file": ["u.json"] }, elsewhere)).warnings).toEqual([]);
  });

  test("or one of a built-in name with such an alias is refused, for the built-in one would take its place", async () => {
    const files = { [`${CONFIG}/origin/debug.toml`]: 'aliases = "vm"' };
    await expect(load({}, files)).rejects.toMatchObject({
      id: "profile-invalid",
      message: expect.stringContaining(`${CONFIG}/origin/debug.toml`),
    });
  });
});
