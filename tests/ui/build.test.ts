import { expect, test } from "bun:test";
import { type BuildPlan, renderBuildPlan, renderBuilt, renderEstimate } from "../../lib/ui/build.ts";
import { painterFor } from "../../lib/ui/paint.ts";

const paint = painterFor({}, {}, true);
const NOTHING = {
  toBuild: [],
  toFetch: [],
  downloadBytes: 0,
  unpackedBytes: 0,
  unknown: [],
  unreachable: null,
};
const PLAN: BuildPlan = {
  schema: "hlsctl/build-plan/v1",
  output: "test-origin-vm",
  type: "vm",
  profile: "default",
  system: "x86_64-linux",
  flakeDir: "/cache/flake",
  attribute: "packages.x86_64-linux.test-origin-vm",
  command: { argv: ["nix", "build", "path:/cache/flake#x y"], cwd: "/cache/flake" },
  link: "/home/ana/my vm",
  drvPath: "/nix/store/x.drv",
  outPath: "/nix/store/x",
  estimate: { ...NOTHING, toBuild: ["a"] },
  free: { storeBytes: 2 ** 30, temporaryBytes: null, temporaryFolder: "/tmp" },
};

test("a plan names output, flake, link, what is to do and the command", () => {
  expect(renderBuildPlan(PLAN, paint)).toBe(`Building test-origin-vm
  Output    test-origin-vm for x86_64-linux
  Flake     /cache/flake
  Link      /home/ana/my vm
  To do     1 derivation to build
  Free      1 GiB in /nix/store
  › run nix build 'path:/cache/flake#x y'`);
});

test("an estimate tells derivations, paths and bytes, or that there is nothing to do", () => {
  expect(renderEstimate(NOTHING)).toBe("nothing: the result is in the store already");
  const both = {
    ...NOTHING,
    toBuild: ["a", "b"],
    toFetch: ["c"],
    downloadBytes: 2 ** 20,
    unpackedBytes: 2 ** 22,
  };
  expect(renderEstimate(both)).toBe("2 derivations to build, 1 path to fetch (1 MiB, 4 MiB unpacked)");
});

test("what was built is told with its size, its link and the next command, quoted", () => {
  const text = renderBuilt(PLAN, { kind: "image", path: "/nix/store/x.tar.gz", sizeBytes: 2 ** 20 }, paint);
  expect(text).toContain("✔ test-origin-vm: /nix/store/x.tar.gz (1 MiB)");
  expect(text).toContain("Next  docker load < '/home/ana/my vm'");
});
