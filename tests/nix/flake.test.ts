import { describe, expect } from "bun:test";
import { cp, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import {
  evalFlake,
  flake,
  flakeCopy,
  nix,
  nixText,
  STUB_ARGS,
  STUBS,
  temporary,
  testWithNix,
} from "../support/nix.ts";

const ROOT = resolve(import.meta.dir, "../..");
const SYSTEMS = ["aarch64-darwin", "aarch64-linux", "x86_64-darwin", "x86_64-linux"];

/** Types of each component by the middle of their names. */
const EVERYWHERE = { origin: ["", "-nginx-config"], swarm: [""] };
const ON_LINUX = {
  origin: ["-container", "-container-enhanced", "-vm", "-iso", "-iso-cloud-init"],
  swarm: ["-container", "-vm"],
};
const PROGRAM = { origin: "test-origin", swarm: "swarm-client" };
const COMPONENTS = ["origin", "swarm"] as const;

/** Names of profiles and their aliases, as the files say them. */
async function profileNames(component: "origin" | "swarm"): Promise<string[]> {
  const folder = join(ROOT, "profiles", component);
  const names: string[] = [];
  for (const file of await readdir(folder)) {
    const { aliases } = Bun.TOML.parse(await Bun.file(join(folder, file)).text()) as { aliases?: string[] };
    names.push(file.replace(/\.toml$/, ""), ...(aliases ?? []));
  }
  return names;
}

async function expectedPackages(system: string, extra: readonly string[] = []): Promise<string[]> {
  const isLinux = system.endsWith("-linux");
  const names = ["default", "hlsctl", "go-ffmpeg-hls-swarm"];
  if (isLinux) names.push("go-ffmpeg-hls-swarm-container");
  for (const component of COMPONENTS) {
    const types = [...EVERYWHERE[component], ...(isLinux ? ON_LINUX[component] : [])];
    const profiles = [...(await profileNames(component)), ...(component === "origin" ? extra : [])];
    for (const type of types) {
      for (const profile of profiles) {
        names.push(PROGRAM[component] + type + (profile === "default" ? "" : `-${profile}`));
      }
    }
  }
  return names.sort();
}

interface Shown {
  packages: Record<string, Record<string, { type: string; description?: string }>>;
  apps: Record<string, Record<string, { type: string }>>;
  checks: Record<string, Record<string, unknown>>;
  devShells: Record<string, Record<string, unknown>>;
  formatter: Record<string, unknown>;
  nixosModules: Record<string, unknown>;
  overlays: Record<string, unknown>;
  templates: Record<string, unknown>;
}

/** Since 2.10 Nix shows other systems only when it is asked to; before it did not know the word. */
async function show(flake: string): Promise<Shown> {
  const argv = ["flake", "show", "--json", ...STUB_ARGS, `path:${flake}`];
  const { status, stdout, stderr } = await nix([...argv, "--all-systems"]);
  return JSON.parse(status !== 0 && stderr.includes("unrecognised flag") ? await nixText(argv) : stdout);
}

describe("the flake", () => {
  testWithNix("lists every type of every profile for four systems, and nothing else", async () => {
    const shown = await show(await flake());
    expect(Object.keys(shown.packages).sort()).toEqual(SYSTEMS);
    for (const system of SYSTEMS) {
      expect(Object.keys(shown.packages[system] ?? {}).sort()).toEqual(await expectedPackages(system));
      for (const [name, one] of Object.entries(shown.packages[system] ?? {})) {
        expect(one).toMatchObject({ type: "derivation" });
        expect(one.description ?? `${name} has no description`).not.toContain("no description");
      }
    }
  });

  testWithNix("has the named apps, and one for every package that can be run or is lacking", async () => {
    const shown = await show(await flake());
    const fixed = ["build", "default", "generate-completion", "nginx-config", "run", "up", "welcome"];
    for (const system of SYSTEMS) {
      const apps = Object.keys(shown.apps[system] ?? {});
      expect(apps).toEqual(expect.arrayContaining(fixed));
      const here = new Set(Object.keys(shown.packages[system] ?? {}));
      const lacking = (await expectedPackages("x86_64-linux")).filter((name) => !here.has(name));
      expect(apps).toEqual(expect.arrayContaining(lacking));
      expect(apps).toEqual(
        expect.arrayContaining(["hlsctl", "test-origin-low-latency", "swarm-client-burst"]),
      );
    }
  });

  testWithNix("has shells, formatter, modules, overlay and template", async () => {
    const shown = await show(await flake());
    for (const system of SYSTEMS) {
      expect(Object.keys(shown.devShells[system] ?? {})).toContain("default");
      expect(Object.keys(shown.formatter)).toContain(system);
    }
    expect(Object.keys(shown.nixosModules).sort()).toEqual(["default", "swarm-client", "test-origin"]);
    expect(Object.keys(shown.overlays)).toEqual(["default"]);
    expect(Object.keys(shown.templates)).toEqual(["default"]);
  });

  testWithNix("passes nix flake check", async () => {
    const { status, stderr } = await nix(["flake", "check", ...STUB_ARGS, `path:${await flake()}`]);
    expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
    expect(stderr).not.toContain("evaluation warning");
  });

  testWithNix("has a lock that needs no network", async () => {
    const argv = ["flake", "metadata", "--json", "--no-update-lock-file", `path:${await flake()}`];
    const { locks } = JSON.parse(await nixText(argv, { env: { https_proxy: "http://127.0.0.1:1" } }));
    expect(Object.keys(locks.nodes).sort()).toEqual([
      "go-ffmpeg-hls-swarm",
      "microvm",
      "nixpkgs",
      "root",
      "spectrum",
    ]);
  });

  testWithNix("takes each output of every system to a derivation", async () => {
    const everything =
      "outputs: builtins.mapAttrs (system: packages: builtins.mapAttrs (name: one: one.drvPath) packages) outputs";
    const made = (await evalFlake(await flake(), "packages", everything)) as Record<
      string,
      Record<string, string>
    >;
    for (const system of SYSTEMS) {
      for (const path of Object.values(made[system] ?? {})) expect(path).toEndWith(".drv");
    }
    const here = made["x86_64-linux"] ?? {};
    expect(here["test-origin-stress"]).toBe(here["test-origin-stress-test"] ?? "");
    expect(here.default).toBe(here.hlsctl ?? "");
    for (const system of ["x86_64-linux", "aarch64-linux", "aarch64-darwin"]) {
      const tiers = await evalFlake(
        await flake(),
        `legacyPackages.${system}.checks`,
        "tiers: map (tier: tier.drvPath) [ tiers.quick tiers.build tiers.full ]",
      );
      expect(tiers).toEqual(Array(3).fill(expect.stringMatching(/\.drv$/)));
    }
  });

  testWithNix("has every package nested too", async () => {
    const names = "set: builtins.mapAttrs (_: builtins.attrNames) set";
    const nested = await evalFlake(await flake(), "legacyPackages.x86_64-linux.test-origin", names);
    const types = [
      "container",
      "container-enhanced",
      "iso",
      "iso-cloud-init",
      "nginx-config",
      "runner",
      "vm",
    ];
    const profiles = await profileNames("origin");
    expect(nested).toEqual(Object.fromEntries(profiles.map((profile) => [profile, types])));
  });
});

describe("a new profile's file", () => {
  const profile = 'description = "Segments of six seconds"\n\n[hls]\nsegmentDuration = 6\n';
  const add = { "profiles/origin/six-seconds.toml": profile };

  testWithNix("appears as packages, apps, checks and completions", async () => {
    const [before, copy] = [await show(await flake()), await flakeCopy({ add })];
    const after = await show(copy);
    for (const system of SYSTEMS) {
      expect(Object.keys(after.packages[system] ?? {}).sort()).toEqual(
        await expectedPackages(system, ["six-seconds"]),
      );
      expect(Object.keys(after.apps[system] ?? {})).toContain("test-origin-six-seconds");
      const added = newKeys(before.checks[system], after.checks[system]);
      expect(added.some((name) => name.endsWith("six-seconds"))).toBe(true);
      expect(newKeys(after.apps[system], before.apps[system])).toEqual([]);
      expect(newKeys(after.checks[system], before.checks[system])).toEqual([]);
    }
    const out = await build(copy, "hlsctl");
    const asked = Bun.spawnSync([join(out, "bin/hlsctl"), "__complete", "profiles", "", "up"], { cwd: copy });
    expect(asked.stdout.toString()).toContain("six-seconds\tSegments of six seconds");
    const listed = Bun.spawnSync([join(out, "bin/hlsctl"), "profiles", "show", "six-seconds", "--json"]);
    expect(JSON.parse(listed.stdout.toString()).data.derived.gopSize).toBe(180);
  });
});

describe("the template", () => {
  testWithNix("evaluates for every system, and its machine serves what it overrides", async () => {
    const folder = join(temporary(), "template");
    await cp(join(ROOT, "nix/template"), folder, { recursive: true });
    const inputs = Object.entries(STUBS).flatMap(([name, path]) => [
      ...["--override-input", `hlsctl/${name}`, path],
    ]);
    const user = ["--override-input", "hlsctl", `path:${await flake()}`, ...inputs];
    const paths = "outputs: builtins.mapAttrs (_: builtins.mapAttrs (_: one: one.drvPath)) outputs";
    const packages = JSON.parse(
      await nixText(["eval", "--json", ...user, `path:${folder}#packages`, "--apply", paths]),
    );
    expect(Object.keys(packages)).toEqual(SYSTEMS);
    expect(Object.keys(packages["x86_64-linux"])).toContain("container");
    expect(Object.keys(packages["x86_64-darwin"])).not.toContain("container");
    const toplevel = "nixosConfigurations.origin.config.system.build.toplevel";
    const made = JSON.parse(
      await nixText(["build", "--json", "--no-link", ...user, `path:${folder}#${toplevel}`]),
    );
    const unit = await Bun.file(join(made[0].outputs.out, "units/hls-generator.service")).text();
    expect(unit).toContain("-hls_list_size 8 ");
  });
});

async function build(copy: string, attribute: string): Promise<string> {
  const made = JSON.parse(
    await nixText(["build", "--json", "--no-link", ...STUB_ARGS, `path:${copy}#${attribute}`]),
  );
  return made[0].outputs.out;
}

function newKeys(before: object | undefined, after: object | undefined): string[] {
  const known = new Set(Object.keys(before ?? {}));
  return Object.keys(after ?? {}).filter((key) => !known.has(key));
}
