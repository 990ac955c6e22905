import { describe, expect, test } from "bun:test";
import {
  loadProfiles,
  loadSubject,
  pickProfile,
  readOverrides,
  surveyComponents,
  surveyProfiles,
} from "../../lib/commands/load-profiles.ts";
import { Failure } from "../../lib/errors.ts";
import { embeddedRegistry } from "../../lib/registry/registry.ts";
import { type FakeHostOptions, fakeHost } from "../support/fake-host.ts";

const FOLDER = "/home/ana/.config/hlsctl/profiles/origin";
const NONE = { set: [], "set-file": [], "profile-file": [] };

function host(files: NonNullable<FakeHostOptions["files"]>) {
  return fakeHost({ files });
}

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const error = await promise.then(() => undefined).catch((reason: unknown) => reason);
  if (error instanceof Failure) return error;
  throw new Error(`no Failure but ${error}`);
}

describe("profiles of the user's config folder", () => {
  test("stand beside the built-in ones under the name of their file", async () => {
    const files = {
      [`${FOLDER}/mine.toml`]: 'description = "d"\n[hls]\nlistSize = 6',
      [`${FOLDER}/notes.txt`]: "x",
    };
    const { registry, broken } = await loadProfiles(host(files), "origin", NONE);
    expect(registry.profiles.at(-1)).toMatchObject({
      name: "mine",
      description: "d",
      overlay: { hls: { listSize: 6 } },
      source: `${FOLDER}/mine.toml`,
    });
    expect(registry.profiles.map((profile) => profile.name)).toContain("4k-abr");
    expect(broken).toEqual([]);
  });

  test("follow HLSCTL_HOME and XDG_CONFIG_HOME", async () => {
    const places = [
      { env: { HLSCTL_HOME: "/h" }, files: { "/h/config/profiles/swarm/few.toml": "clients = 2" } },
      { env: { XDG_CONFIG_HOME: "/x" }, files: { "/x/hlsctl/profiles/swarm/few.toml": "clients = 2" } },
    ];
    for (const place of places) {
      const { registry } = await loadProfiles(fakeHost(place), "swarm", NONE);
      expect(pickProfile({ registry, broken: [], files: [] }, "few").overlay).toEqual({ clients: 2 });
    }
  });

  test("a broken one keeps nobody from the others, and says why when it is asked for", async () => {
    const loaded = await loadProfiles(host({ [`${FOLDER}/bad.toml`]: "x = [" }), "origin", NONE);
    expect(pickProfile(loaded, "default").name).toBe("default");
    expect(loaded.broken).toMatchObject([{ name: "bad", component: "origin", path: `${FOLDER}/bad.toml` }]);
    expect(() => pickProfile(loaded, "bad")).toThrow(
      `${FOLDER}/bad.toml is not TOML: unfinished array (line 1, column 5).`,
    );
  });

  test("one that may not be read is broken too", async () => {
    const loaded = await loadProfiles(
      host({ [`${FOLDER}/secret.toml`]: { text: "", error: "EACCES" } }),
      "origin",
      NONE,
    );
    expect(loaded.broken[0]?.failure).toMatchObject({ id: "permission-denied", exitCode: 7 });
  });
});

describe("profiles of the folders in HLSCTL_PROFILES", () => {
  const files = {
    "/nix/a/origin/studio.toml": 'description = "a"',
    "/nix/b/origin/studio.toml": 'description = "b"',
    "/nix/b/origin/debug.json": '{"description":"b"}',
    "/nix/b/swarm/few.toml": "clients = 2",
    "/home/ana/work/own/origin/near.toml": 'description = "near"',
  };
  const load = (value: string, more: NonNullable<FakeHostOptions["files"]> = {}) =>
    loadProfiles(fakeHost({ files: { ...files, ...more }, env: { HLSCTL_PROFILES: value } }), "origin", NONE);
  const descriptionOf = async (value: string, name: string, more = {}) =>
    pickProfile(await load(value, more), name).description;

  test("are found, the first folder winning over later ones", async () => {
    expect(await descriptionOf("/nix/a:/nix/b", "studio")).toBe("a");
    expect(await descriptionOf("/nix/b:/nix/a", "studio")).toBe("b");
    const { registry } = await loadProfiles(
      fakeHost({ files, env: { HLSCTL_PROFILES: "/nix/a:/nix/b" } }),
      "swarm",
      NONE,
    );
    expect(registry.profiles.at(-1)).toMatchObject({ name: "few", source: "/nix/b/swarm/few.toml" });
  });

  test("take the place of built-in ones, and the order of names stays", async () => {
    const { registry } = await load("/nix/b");
    const names = embeddedRegistry("origin").profiles.map((profile) => profile.name);
    expect(registry.profiles.map((profile) => profile.name)).toEqual([...names, "studio"]);
    expect(pickProfile({ registry, broken: [], files: [] }, "debug").description).toBe("b");
  });

  test("give way to those of the user's config folder and to --profile-file", async () => {
    const mine = { [`${FOLDER}/studio.toml`]: 'description = "mine"' };
    expect(await descriptionOf("/nix/a", "studio", mine)).toBe("mine");
    const loaded = await loadProfiles(
      fakeHost({
        files: { ...files, ...mine, "/x/studio.toml": 'description = "file"' },
        env: { HLSCTL_PROFILES: "/nix/a" },
      }),
      "origin",
      { "profile-file": ["/x/studio.toml"] },
    );
    expect(pickProfile(loaded, undefined).description).toBe("file");
  });

  test("lie below the working folder where the path is relative; `~` is a name like others", async () => {
    expect(await descriptionOf("own", "near")).toBe("near");
    const { registry } = await load("~/own");
    expect(registry.profiles).toEqual(embeddedRegistry("origin").profiles);
  });

  test.each(["", ":", "/nowhere", "/nowhere:/nix/a/origin/studio.toml:"])(
    "are none with %p",
    async (value) => {
      expect((await load(value)).registry).toEqual(embeddedRegistry("origin"));
    },
  );

  test("a TOML file wins over a JSON file of the same name", async () => {
    const both = { "/nix/a/origin/studio.json": '{"description":"json"}' };
    expect(await descriptionOf("/nix/a", "studio", both)).toBe("a");
  });

  test("a broken one says why when it is asked for, unless another takes its place", async () => {
    const broken = { "/nix/a/origin/studio.toml": "x = [", "/nix/a/origin/debug.toml": "= 1" };
    const loaded = await load("/nix/b:/nix/a", broken);
    expect(pickProfile(loaded, "studio").description).toBe("b");
    expect(loaded.broken).toEqual([]);
    const first = await load("/nix/a:/nix/b", broken);
    expect(() => pickProfile(first, "studio")).toThrow("/nix/a/origin/studio.toml is not TOML");
    expect(pickProfile(first, "default").name).toBe("default");
  });
});

describe("--profile-file", () => {
  const files = {
    "/home/ana/work/one.toml": "[hls]\nlistSize = 6",
    "/home/ana/work/two.toml": 'extends = "one"\n[hls]\ndeleteThreshold = 2',
    "/home/ana/work/debug.toml": "[hls]\nlistSize = 8",
    "/home/ana/work/three.json": '{"extends":["two"],"server":{"port":18080}}',
  };

  test("adds a profile, the last one being meant when none is named", async () => {
    const loaded = await loadProfiles(host(files), "origin", { "profile-file": ["one.toml", "two.toml"] });
    expect(pickProfile(loaded, undefined).name).toBe("two");
    expect(pickProfile(loaded, "one").name).toBe("one");
    expect(pickProfile(loaded, "default").name).toBe("default");
  });

  test("named like a built-in profile takes its place", async () => {
    const loaded = await loadProfiles(host(files), "origin", { "profile-file": ["debug.toml"] });
    expect(pickProfile(loaded, "debug")).toMatchObject({ overlay: { hls: { listSize: 8 } } });
    expect(loaded.registry.profiles.filter((profile) => profile.name === "debug")).toHaveLength(1);
  });

  test("is better than a broken file of that name in the folder", async () => {
    const both = { ...files, [`${FOLDER}/one.toml`]: "x = [" };
    const loaded = await loadProfiles(host(both), "origin", { "profile-file": ["one.toml"] });
    expect(pickProfile(loaded, "one").source).toBe("/home/ana/work/one.toml");
  });

  test("may be JSON, and may extend another", async () => {
    const args = { ...NONE, "profile-file": ["one.toml", "two.toml", "three.json"] };
    const { profile, registry } = await loadSubject(host(files), "origin", undefined, args);
    expect(profile).toMatchObject({ name: "three", extends: ["two"] });
    expect(registry.profiles.map((one) => one.name)).toEqual(expect.arrayContaining(["one", "two", "three"]));
  });

  test.each<[string, FakeHostOptions["files"] & object, string, string]>([
    ["is not there", {}, "file-not-found", "There is no file /home/ana/work/p.toml."],
    ["is a folder", { "/home/ana/work/p.toml/": "" }, "file-not-found", "is not a file"],
    ["is no TOML", { "/home/ana/work/p.toml": "a = 1\nb = oops" }, "profile-invalid", "line 2"],
    [
      "is huge",
      { "/home/ana/work/p.toml": " ".repeat(1024 * 1024 + 1) },
      "profile-invalid",
      "larger than 1 MiB",
    ],
    ["has a date", { "/home/ana/work/p.toml": "a = 2026-01-01" }, "profile-invalid", "a is a date"],
    [
      "has a number no double holds",
      { "/home/ana/work/p.toml": "a = 99999999999999999999" },
      "profile-invalid",
      "is not TOML",
    ],
    [
      "has wrong words about itself",
      { "/home/ana/work/p.toml": "description = 5" },
      "profile-invalid",
      "description is 5",
    ],
    [
      "may not be read",
      { "/home/ana/work/p.toml": { text: "", error: "EACCES" } },
      "permission-denied",
      "EACCES",
    ],
  ])("that %s ends the command", async (_, extra, id, message) => {
    const failure = await failureOf(loadProfiles(host(extra), "origin", { "profile-file": ["p.toml"] }));
    expect(failure.id as string).toBe(id);
    expect(failure.message).toContain(message);
  });

  test("that cannot be a name is refused by its path", async () => {
    const failure = await failureOf(
      loadProfiles(host({ "/home/ana/work/My Profile.toml": "" }), "origin", {
        "profile-file": ["My Profile.toml"],
      }),
    );
    expect(failure.message).toContain('its name "My Profile"');
  });

  test("belongs to the first component where several are looked at", async () => {
    const [origin, swarm] = await surveyComponents(host(files), ["origin", "swarm"], {
      "profile-file": ["one.toml"],
    });
    expect(origin?.files).toEqual([{ name: "one", path: "/home/ana/work/one.toml" }]);
    expect(swarm?.files).toEqual([]);
  });

  test("that is broken does not end commands that look at all profiles", async () => {
    const survey = await surveyProfiles(host({ "/home/ana/work/p.toml": "=" }), "origin", {
      "profile-file": ["p.toml"],
    });
    expect(survey.broken).toMatchObject([{ name: "p", failure: { id: "profile-invalid" } }]);
  });
});

describe("settings", () => {
  test("from files come before those of --set, each in the order given", async () => {
    const files = {
      "/home/ana/work/a.toml": "[hls]\nlistSize = 6",
      "/home/ana/work/b.json": '{"hls":{"listSize":7}}',
    };
    const layers = await readOverrides(host(files), "origin", {
      set: ["hls.listSize=8", "hls.listSize=9"],
      "set-file": ["a.toml", "b.json"],
      "profile-file": [],
    });
    expect(layers).toEqual([
      { label: "--set-file a.toml", table: { hls: { listSize: 6 } } },
      { label: "--set-file b.json", table: { hls: { listSize: 7 } } },
      { label: "--set", table: { hls: { listSize: 8 } } },
      { label: "--set", table: { hls: { listSize: 9 } } },
    ]);
  });

  test.each(["[1]", "5", "{", '"x"', "null"])("from a JSON file that is %s are refused", async (text) => {
    const promise = readOverrides(host({ "/home/ana/work/s.json": text }), "origin", {
      ...NONE,
      "set-file": ["s.json"],
    });
    expect((await failureOf(promise)).id).toBe("profile-invalid");
  });
});
