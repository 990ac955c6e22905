import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { embeddedRegistry } from "../../lib/registry/registry.ts";
import { COMPONENTS } from "../../lib/schema/component.ts";
import { binary } from "../support/binary.ts";
import { openSandbox, type Sandbox } from "../support/sandbox.ts";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await openSandbox();
  const folder = join(sandbox.home, "config/profiles/origin");
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, "mine.toml"),
    'description = "Mine"\nextends = "logged"\n[hls]\nlistSize = 6\n',
  );
  await writeFile(join(sandbox.home, "thin.toml"), "[hls]\nlistSize = 2\nlstSize = 3\n");
  await writeFile(join(sandbox.home, "broken.toml"), "x = [");
  await writeFile(join(sandbox.home, "more.json"), '{"hls":{"segmentDuration":4}}');
}, 60_000);

afterAll(() => sandbox[Symbol.asyncDispose]());

/** The envelope of a `--json` answer, whatever the status. */
async function envelope(...args: string[]) {
  const { status, stdout, stderr } = await sandbox.run([...args, "--json"]);
  expect(stderr).toBe("");
  return { status, ...JSON.parse(stdout) };
}

describe("profiles show --json", () => {
  test.each(
    COMPONENTS.flatMap((component) =>
      embeddedRegistry(component).profiles.map(({ name }) => [component, name] as const),
    ),
  )("%s %s has exactly the keys of the contract", async (component, name) => {
    const answer = await envelope("profiles", "show", name, "--component", component);
    expect(answer).toMatchObject({
      status: 0,
      schema: "hlsctl/v1",
      kind: "profiles show",
      ok: true,
      warnings: [],
    });
    const cache = component === "origin" ? ["cache"] : [];
    expect(Object.keys(answer.data)).toEqual([
      "component",
      "name",
      "description",
      "config",
      "derived",
      ...cache,
    ]);
    expect(answer.data).toMatchObject({ component, name });
  });

  test("takes an alias, settings, files of settings and a profile of the user's", async () => {
    expect(await sandbox.json(["profiles", "show", "stress"])).toMatchObject({ name: "stress-test" });
    const settings = ["--set-file", "more.json", "--set", "hls.listSize=7", "--set=hls.listSize=8"];
    expect(await sandbox.json(["profiles", "show", "mine", ...settings])).toMatchObject({
      name: "mine",
      config: { hls: { segmentDuration: 4, listSize: 8 }, logging: { enabled: true } },
      derived: { gopSize: 120 },
    });
  });

  test("reports every problem of a configuration in error.details", async () => {
    const answer = await envelope(
      "profiles",
      "show",
      "--profile-file",
      "thin.toml",
      "--set",
      "server.port=0",
    );
    expect(answer).toMatchObject({
      status: 3,
      ok: false,
      kind: "profiles show",
      error: { id: "config-invalid" },
    });
    const found = answer.error.details as { code: string; path: string; source: string }[];
    expect(found.map(({ code, path, source }) => `${code} ${path} ${source}`).sort()).toEqual([
      "key-unknown hls.lstSize profile thin",
      "port-out-of-range server.port --set",
      "window-too-thin hls.listSize profile thin",
    ]);
  });

  test("carries doubts as warnings", async () => {
    const answer = await envelope("profiles", "show", "--set", "hls.flags=omit_endlist");
    expect(answer).toMatchObject({ status: 0, ok: true });
    expect(answer.warnings).toEqual([expect.stringContaining("[flag-missing]")]);
  });
});

describe("profiles list", () => {
  test("has both components, or one, and the user's own", async () => {
    const { data } = await envelope("profiles", "list");
    const own = { component: "origin", name: "mine", aliases: [], description: "Mine", extends: ["logged"] };
    expect(data.profiles).toContainEqual({
      ...own,
      source: join(sandbox.home, "config/profiles/origin/mine.toml"),
    });
    expect(
      data.profiles.filter((profile: { component: string }) => profile.component === "swarm"),
    ).toHaveLength(5);
    const swarm = await envelope("profiles", "list", "--component", "swarm");
    expect(swarm.data.profiles).toHaveLength(5);
  });

  test("leaves a broken file out with a warning", async () => {
    const answer = await envelope("profiles", "list", "--profile-file", "broken.toml");
    expect(answer.status).toBe(0);
    expect(answer.warnings).toEqual([expect.stringContaining("broken.toml is not TOML")]);
  });
});

describe("profiles diff", () => {
  test("is a list of keys with both values, derived ones too, against base when alone", async () => {
    const { data, kind } = await envelope("profiles", "diff", "low-latency");
    expect(kind).toBe("profiles diff");
    expect(data).toContainEqual({ path: "hls.segmentDuration", left: 1, right: 2 });
    expect(data).toContainEqual({ path: "derived.gopSize", left: 30, right: 60 });
  });

  test("puts settings over the second, which is the first again when there is none", async () => {
    const alone = await envelope("profiles", "diff", "tap", "--set", "server.port=18080");
    expect(alone.data).toEqual([{ path: "server.port", left: 17080, right: 18080 }]);
    const two = await envelope("profiles", "diff", "tap", "default", "--set", "server.port=18080");
    expect(two.data).toEqual([
      { path: "server.port", left: 17080, right: 18080 },
      { path: "networking.mode", left: "tap", right: "user" },
    ]);
  });

  test("is an empty list where nothing differs", async () => {
    expect((await envelope("profiles", "diff", "default")).data).toEqual([]);
    expect((await sandbox.run(["profiles", "diff", "tap", "tap"])).stdout).toBe(
      "tap and tap are the same.\n",
    );
  });
});

describe("profiles validate", () => {
  test("finds nothing wrong with what is built in", async () => {
    const { status, data } = await envelope("profiles", "validate", "--all");
    expect(status).toBe(0);
    expect(data.profiles).toHaveLength(14);
    expect(data.profiles.every((profile: { ok: boolean }) => profile.ok)).toBe(true);
  });

  test("ends with 3 and all findings of all files, broken ones too", async () => {
    const files = ["--profile-file", "thin.toml", "--profile-file", "broken.toml"];
    const { status, error } = await envelope("profiles", "validate", ...files);
    expect({ status, id: error.id, message: error.message }).toEqual({
      status: 3,
      id: "config-invalid",
      message: "2 of 2 profiles cannot be used.",
    });
    expect(error.details.profiles).toMatchObject([
      {
        name: "thin",
        ok: false,
        findings: [{ code: "key-unknown" }, { code: "window-too-thin" }],
        error: null,
      },
      { name: "broken", ok: false, findings: [], error: { id: "profile-invalid" } },
    ]);
  });

  test("shows a person ✓ and ✗ on stdout and the sum on stderr", async () => {
    const { status, stdout, stderr } = await sandbox.run([
      "profiles",
      "validate",
      "--all",
      "--profile-file",
      "thin.toml",
    ]);
    expect(status).toBe(3);
    expect(stdout).toContain("  ✓ 4k-abr\n");
    expect(stdout).toMatch(/ {2}✗ thin {2}\S+thin\.toml\n {6}✗ hls\.lstSize = 3/);
    expect(stderr).toBe("✗ 1 of 15 profiles cannot be used.\n");
  });

  test("takes several names, and refuses one that is not there with 4", async () => {
    const { data } = await envelope("profiles", "validate", "mine", "tap");
    expect(data.profiles.map((profile: { name: string }) => profile.name)).toEqual(["mine", "tap"]);
    expect((await envelope("profiles", "validate", "mine", "tpa")).status).toBe(4);
    expect((await envelope("profiles", "validate", "--all", "tap")).status).toBe(2);
  });
});

describe("explain", () => {
  test("tells layers of a key and the formula of a derived one", async () => {
    const set = await envelope("explain", "hls.listSize", "mine", "--set", "hls.listSize=9");
    expect(set).toMatchObject({ status: 0, kind: "explain", data: { component: "origin", profile: "mine" } });
    expect(set.data.keys[0].layers).toEqual([
      { label: "base", value: 10, wins: false },
      { label: "profile mine", value: 6, wins: false },
      { label: "--set", value: 9, wins: true },
    ]);
    const derived = await envelope("explain", "recommendedTmpfsMB");
    expect(derived.data.keys).toMatchObject([{ value: 74, filled: "⌊⌊2128 / 8⌋ × 2 × 20 / 1024⌋ + 64" }]);
  });

  test("knows from the key whose it is", async () => {
    expect((await envelope("explain", "clients", "gentle")).data).toMatchObject({
      component: "swarm",
      profile: "gentle",
    });
  });

  test("lists all keys when none is named", async () => {
    const { data } = await envelope("explain");
    expect(data.keys.length).toBeGreaterThan(90);
    expect((await envelope("explain", "--component", "swarm")).data.keys).toHaveLength(16);
  });

  test("a misspelt key, also in --set, ends with 3", async () => {
    expect(await envelope("explain", "hls.lstSize")).toMatchObject({
      status: 3,
      error: { id: "key-unknown", hint: "Did you mean hls.listSize?" },
    });
    expect(await envelope("explain", "hls.listSize", "--set", "hls.lstSize=1")).toMatchObject({
      status: 3,
      error: { id: "config-invalid", details: [{ code: "key-unknown", path: "hls.lstSize" }] },
    });
  });

  test("a wrong value is explained, and wrong ones elsewhere are warnings", async () => {
    const answer = await envelope(
      "explain",
      "hls.listSize",
      "--set",
      "hls.listSize=2",
      "--set",
      "server.port=0",
    );
    expect(answer).toMatchObject({
      status: 0,
      data: { keys: [{ findings: [{ code: "window-too-thin" }] }] },
    });
    expect(answer.warnings).toEqual([expect.stringContaining("server.port = 0 (--set)")]);
  });
});

describe("the command line", () => {
  test.each([
    [["profiles"], 2, "profiles"],
    [["profiles", "shw"], 2, "profiles"],
    [["profiles", "show", "--jsn"], 2, "profiles show"],
    [["--quiet", "profiles", "show", "nobody"], 4, "profiles show"],
    [["completion", "tcsh"], 2, "completion"],
    [["nonsense"], 2, "hlsctl"],
    [["--nonsense"], 2, "hlsctl"],
  ])("%p ends with %d and is of kind %s", async (argv, status, kind) => {
    expect(await envelope(...argv)).toMatchObject({ status, kind, ok: false });
  });

  test.each([
    [["--help"], "commands"],
    [["help", "profiles"], "commands"],
    [["profiles", "-h"], "commands"],
    [["help", "profiles", "show"], "flags"],
    [["profiles", "show", "--set", "x", "-vh"], "flags"],
  ])("%p is help, in JSON too", async (argv, part) => {
    const answer = await envelope(...argv);
    expect(answer).toMatchObject({ status: 0, kind: "help", ok: true });
    expect(answer.data[part]).toBeArray();
    expect((await sandbox.run(argv)).stdout).toContain("Usage\n  hlsctl");
  });

  test("what follows -- is a word: --help there is a profile that does not exist", async () => {
    expect((await sandbox.run(["profiles", "show", "--", "--help"])).status).toBe(4);
  });

  test("no colour in a pipe; colours when forced; none with NO_COLOR", async () => {
    const show = ["profiles", "show", "low-latency"];
    expect((await sandbox.run(show)).stdout).not.toContain("\u001b[");
    const forced = { FORCE_COLOR: "1", NO_COLOR: "" };
    expect((await sandbox.run(show, forced)).stdout).toContain("\u001b[33m1  ◂ profile low-latency");
    expect((await sandbox.run([...show, "--no-color"], forced)).stdout).not.toContain("\u001b[");
  });

  test("completion prints the script that is checked in", async () => {
    const checkedIn = await Bun.file(join(import.meta.dir, "../../completions/hlsctl.bash")).text();
    expect((await sandbox.run(["completion", "bash"])).stdout).toBe(checkedIn);
  });

  test("a reader that stops reading is no failure; a full disk is one", async () => {
    const command = `"${await binary()}" profiles show 4k-abr --json`;
    const shell = async (script: string) => {
      const child = Bun.spawn(["bash", "-c", script], {
        env: { HLSCTL_HOME: sandbox.home },
        stdout: "pipe",
        stderr: "pipe",
      });
      return { stdout: (await child.stdout.text()).trim(), stderr: (await child.stderr.text()).trim() };
    };
    expect(await shell(`${command} | head -c 1; echo " \${PIPESTATUS[0]}"`)).toEqual({
      stdout: "{ 0",
      stderr: "",
    });
    expect(await shell(`${command} | true; echo \${PIPESTATUS[0]}`)).toEqual({ stdout: "0", stderr: "" });
    const full = await shell(`${command} > /dev/full; echo $?`);
    expect(full.stdout).toBe("14");
    expect(full.stderr).toContain("cannot be written: ENOSPC");
  });
});
