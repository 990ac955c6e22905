import { describe, expect, test } from "bun:test";
import { GROUPS } from "../../lib/check/check.ts";
import { completeCommand } from "../../lib/commands/complete.ts";
import { parseWords } from "../../lib/commands/parse-args.ts";
import { TYPES } from "../../lib/plan/plan.ts";
import { type FakeHostOptions, fakeHost } from "../support/fake-host.ts";
import { fakeOut } from "../support/fake-out.ts";

const FILES = {
  "/home/ana/.config/hlsctl/profiles/origin/mine.toml": 'description = "two\\nlines"',
  "/home/ana/.config/hlsctl/profiles/origin/bad.toml": "x = [",
  "/home/ana/.config/hlsctl/profiles/swarm/few.toml": "clients = 2",
  "/home/ana/.local/state/hlsctl/instances/one/instance.json": "{}",
  "/home/ana/.local/state/hlsctl/instances/two/instance.json": "{}",
  "/home/ana/work/given.toml": "",
};

async function complete(
  kind: string,
  typed: readonly string[] = [],
  options: FakeHostOptions = { files: FILES },
) {
  const out = fakeOut();
  const args = parseWords("__complete", completeCommand.args, [kind, "--", ...typed]);
  await completeCommand.run(args, { host: fakeHost(options), out });
  return out.answers.join("").split("\n").slice(0, -1);
}

async function valuesOf(kind: string, typed: readonly string[] = []): Promise<string[]> {
  return (await complete(kind, typed)).map((line) => line.split("\t")[0] ?? "");
}

describe("profiles", () => {
  test("are the built-in ones with their aliases and the user's, a broken file left out", async () => {
    const names = await valuesOf("profiles");
    expect(names).toEqual(expect.arrayContaining(["default", "stress-test", "stress", "mine"]));
    expect(names).not.toContain("bad");
  });

  test("have their description behind a tab, in one line", async () => {
    expect(await complete("profiles")).toContain("mine\ttwo lines");
  });

  test.each([
    [["", "profiles", "show", "--component", "swarm"]],
    [["", "profiles", "show", "--component=swarm", ""]],
    [["", "swarm", "http://x/", "--profile", ""]],
    [["", "explain", "clients", ""]],
  ])("are the swarm's where the line is about one: %p", async (typed) => {
    const names = await valuesOf("profiles", typed);
    expect(names).toEqual(expect.arrayContaining(["gentle", "few"]));
    expect(names).not.toContain("4k-abr");
  });

  test("have those of HLSCTL_PROFILES among them", async () => {
    const options = {
      files: { "/nix/p/origin/studio.toml": 'aliases = ["st"]\ndescription = "d"' },
      env: { HLSCTL_PROFILES: "/nix/p" },
    };
    const lines = await complete("profiles", ["", "up", ""], options);
    expect(lines).toEqual(expect.arrayContaining(["studio\td", "st\td"]));
  });

  test("have those of --profile-file among them", async () => {
    expect(await valuesOf("profiles", ["", "up", "--profile-file", "given.toml", ""])).toContain("given");
    expect(await valuesOf("profiles", ["", "up", "--profile-file=given.toml", ""])).toContain("given");
  });
});

describe("settings", () => {
  test("are keys that go on with an equals sign", async () => {
    const lines = await complete("settings", ["hls."]);
    expect(lines).toContain("hls.segmentDuration=\tLength of a segment in seconds");
    expect(lines.every((line) => /^[A-Za-z.]+=\t/.test(line))).toBe(true);
  });

  test("are the words a key takes behind the sign", async () => {
    expect(await valuesOf("settings", ["encoder.profile="])).toEqual([
      "encoder.profile=baseline",
      "encoder.profile=main",
      "encoder.profile=high",
    ]);
    expect(await valuesOf("settings", ["multibitrate=t"])).toEqual([
      "multibitrate=true",
      "multibitrate=false",
    ]);
  });

  test("are base's value where any will do", async () => {
    expect(await valuesOf("settings", ["hls.listSize="])).toEqual(["hls.listSize=10"]);
  });

  test("go on in a list with what is not in it yet", async () => {
    const values = await valuesOf("settings", ["hls.flags=temp_file,"]);
    expect(values).toContain("hls.flags=temp_file,append_list");
    expect(values).not.toContain("hls.flags=temp_file,temp_file");
  });

  test("are the swarm's keys where the line is about one", async () => {
    expect(await valuesOf("settings", ["", "swarm", "--set"])).toContain("clients=");
    expect(await valuesOf("settings", ["", "swarm", "--set"])).not.toContain("hls.listSize=");
  });

  test("of a key there is not are none", async () => {
    expect(await complete("settings", ["hls.lstSize="])).toEqual([]);
  });
});

describe("keys", () => {
  test("are those of both components, derived ones by their short name until the long one is begun", async () => {
    expect(await valuesOf("keys")).toEqual(
      expect.arrayContaining([
        "hls.listSize",
        "variants.0.name",
        "gopSize",
        "cache.master.header",
        "clients",
      ]),
    );
    expect(await valuesOf("keys", ["derived."])).toContain("derived.gopSize");
  });
});

test("instances are the folders there are", async () => {
  expect(await valuesOf("instances")).toEqual(["one", "two"]);
});

test("outputs are the types of an origin, and once something is typed everything that the flake builds", async () => {
  const types = await valuesOf("outputs");
  expect(types).toContain("iso-cloud-init");
  expect(types.filter((name) => name.startsWith("test-origin"))).toEqual([]);
  const all = await valuesOf("outputs", ["swarm-client-v"]);
  expect(all).toContain("swarm-client-vm-burst");
  expect(all).toContain("test-origin-4k-abr");
  expect(all).toContain("go-ffmpeg-hls-swarm");
});

test("outputs are all others when a profile is called like a type", async () => {
  const files = { "/home/ana/.config/hlsctl/profiles/origin/vm.toml": "" };
  const lines = await complete("outputs", ["test-origin-v"], { files });
  expect(lines.filter((line) => line.startsWith("test-origin-vm\t"))).toHaveLength(1);
});

test("inputs of the flake go on with an equals sign", async () => {
  const names = await valuesOf("inputs");
  expect(names).toEqual(expect.arrayContaining(["nixpkgs=", "microvm/spectrum="]));
  expect(names.every((name) => name.endsWith("="))).toBe(true);
});

test("checks are their groups, and once something is typed every one of them", async () => {
  expect(await valuesOf("checks")).toEqual([...GROUPS]);
  const all = await valuesOf("checks", ["containers/or"]);
  expect(all).toEqual(
    expect.arrayContaining(["containers", "containers/origin-plays", "profiles/nix-swarm"]),
  );
});

test("types are the deployment types", async () => {
  expect(await valuesOf("types")).toEqual([...TYPES]);
});

describe("nothing makes it fail", () => {
  test.each(["", "nonsense", "__proto__", "toString"])(
    "a kind that is %p has no candidates",
    async (kind) => {
      expect(await complete(kind)).toEqual([]);
    },
  );

  test("nor does a --profile-file that is not there, nor a folder that cannot be read", async () => {
    expect(await valuesOf("profiles", ["", "--profile-file", "missing.toml"])).toContain("default");
    expect(
      await complete("profiles", [], {
        files: { "/home/ana/.config/hlsctl/profiles/origin": { error: "EACCES" } },
      }),
    ).toBeArray();
  });
});
