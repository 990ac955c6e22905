import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import {
  attributeOf,
  buildCommand,
  estimateCommand,
  keepArgv,
  logArgv,
  type NixCall,
} from "../../lib/nix/build-argv.ts";
import { INPUTS, parseOverrideInput } from "../../lib/nix/override-input.ts";
import { failureOf } from "../support/failure.ts";

const call: NixCall = {
  nix: "/usr/bin/nix",
  flakeDir: "/home/ana/.cache/hlsctl/flakes/0123",
  attribute: "packages.x86_64-linux.test-origin",
  overrideInputs: [],
  offline: false,
};

describe("the command that builds", () => {
  test("brings the features along, writes no lock file and ends with the log format", () => {
    expect(buildCommand(call, "/srv/image")).toEqual({
      argv: [
        "/usr/bin/nix",
        "--extra-experimental-features",
        "nix-command flakes",
        "build",
        "path:/home/ana/.cache/hlsctl/flakes/0123#packages.x86_64-linux.test-origin",
        "--json",
        "--out-link",
        "/srv/image",
        "--no-write-lock-file",
        "--log-format",
        "internal-json",
      ],
      cwd: "/home/ana/.cache/hlsctl/flakes/0123",
    });
  });

  test("without a link says so", () => {
    expect(buildCommand(call, null).argv).toContain("--no-link");
  });

  test("has every input that was overridden, and --offline", () => {
    const overrideInputs = [
      { name: "nixpkgs", flake: "path:/srv/nixpkgs" },
      { name: "microvm", flake: "path:/srv/microvm" },
    ];
    expect(buildCommand({ ...call, overrideInputs, offline: true }, null).argv.join(" ")).toContain(
      "--override-input nixpkgs path:/srv/nixpkgs --override-input microvm path:/srv/microvm --offline --log-format",
    );
  });

  test.each(["/home/ana maria/x", "/srv/50%/x", "/srv/a#b", "/srv/a?b", "/srv/é"])(
    "runs in %s instead of writing it as a URL, which no two versions of Nix read alike",
    (flakeDir) => {
      const { argv, cwd } = buildCommand({ ...call, flakeDir }, null);
      expect(argv).toContain("path:.#packages.x86_64-linux.test-origin");
      expect(cwd).toBe(flakeDir);
    },
  );

  test("uses no word that Nix 2.8 does not know", () => {
    const words = [buildCommand(call, "/x"), estimateCommand(call)].flatMap(({ argv }) => argv).join(" ");
    expect(words).not.toMatch(/--print-out-paths|\^out|--json-format|--all-systems|-L\b/);
  });
});

test("the command that estimates builds nothing, leaves no link and gives caches up soon", () => {
  const words = estimateCommand(call).argv.join(" ");
  expect(words).toContain("--json --dry-run --no-link");
  expect(words).toContain("--option connect-timeout 15 --option download-attempts 2");
});

test("logs are asked for by derivation, results kept by path", () => {
  expect(logArgv("nix", "/nix/store/x.drv").slice(-2)).toEqual(["log", "/nix/store/x.drv"]);
  expect(keepArgv("nix", "/nix/store/y").slice(-4)).toEqual([
    "build",
    "/nix/store/y",
    "--offline",
    "--out-link",
  ]);
});

test.each([
  ["test-origin-4k-abr", "packages.aarch64-linux.test-origin-4k-abr"],
  ["test-origin-my.profile", 'packages.aarch64-linux."test-origin-my.profile"'],
])("the attribute of %s is %s", (output, attribute) => {
  expect(attributeOf("aarch64-linux", output)).toBe(attribute);
});

describe("--override-input", () => {
  test.each([
    ["nixpkgs=github:NixOS/nixpkgs/nixos-unstable", "nixpkgs", "github:NixOS/nixpkgs/nixos-unstable"],
    ["nixpkgs=path:/srv/nixpkgs", "nixpkgs", "path:/srv/nixpkgs"],
    ["nixpkgs=/srv/nixpkgs", "nixpkgs", "/srv/nixpkgs"],
    ["nixpkgs=path:./nixpkgs", "nixpkgs", "path:/work/nixpkgs"],
    ["nixpkgs=path:nixpkgs", "nixpkgs", "path:/work/nixpkgs"],
    ["nixpkgs=../nixpkgs", "nixpkgs", "/nixpkgs"],
    ["nixpkgs=.", "nixpkgs", "/work"],
    ["microvm/spectrum=git+https://x.org/y?ref=a=b", "microvm/spectrum", "git+https://x.org/y?ref=a=b"],
    ["go-ffmpeg-hls-swarm=nixpkgs", "go-ffmpeg-hls-swarm", "nixpkgs"],
  ])("%s", (text, name, flake) => {
    expect(parseOverrideInput(text, "/work")).toEqual({ name, flake });
  });

  test.each(["nixpkgs", "=path:/x", "nixpkgs=", "", "a b=path:/x"])("refuses %j with an example", (text) => {
    const { id, message, hint } = failureOf(() => parseOverrideInput(text, "/work"));
    expect(id).toBe("usage-bad-value");
    expect(message).toContain(`"${text}"`);
    expect(hint).toContain("--override-input nixpkgs=");
  });

  test("of an input the flake has not is refused with the nearest, for Nix only warns", () => {
    const refusal = failureOf(() => parseOverrideInput("nixpkg=path:/x", "/work"));
    expect(refusal).toMatchObject({ id: "usage-bad-value", exitCode: 2 });
    expect(refusal.message).toContain('"nixpkg"');
    expect(refusal.hint).toStartWith(
      "Did you mean nixpkgs? Its inputs are nixpkgs, microvm, go-ffmpeg-hls-swarm.",
    );
    expect(failureOf(() => parseOverrideInput("spectrum=path:/x", "/work")).hint).toContain("microvm");
    expect(parseOverrideInput("nixpkgs/of/its/own=x", "/work").name).toBe("nixpkgs/of/its/own");
  });

  test("knows the inputs that flake.lock has", async () => {
    const { nodes } = await Bun.file(join(import.meta.dir, "../../flake.lock")).json();
    const paths = Object.keys(nodes.root.inputs).flatMap((name) => [
      name,
      ...Object.keys(nodes[name].inputs ?? {}).map((below) => `${name}/${below}`),
    ]);
    expect(INPUTS.map(([name]) => name).sort()).toEqual(paths.sort());
  });
});
