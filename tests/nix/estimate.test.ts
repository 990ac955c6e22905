import { describe, expect, test } from "bun:test";
import {
  neededStoreBytes,
  neededTemporaryBytes,
  needsNetwork,
  parseEstimate,
} from "../../lib/nix/estimate.ts";
import { formatSize } from "../../lib/nix/size.ts";

const MIB = 2 ** 20;
const PATH = (name: string) => `/nix/store/6a6flslx0blyyjbfckm3wc19fyhjcq24-${name}`;
const NOTHING = {
  toBuild: [],
  toFetch: [],
  downloadBytes: 0,
  unpackedBytes: 0,
  unknown: [],
  unreachable: null,
};

describe("a dry run", () => {
  test("with nothing to do", () => {
    expect(parseEstimate("")).toEqual(NOTHING);
    expect(
      parseEstimate(
        "warning: not writing modified lock file of flake 'path:/x':\n• Updated input 'nixpkgs':\n    'github:x'\n",
      ),
    ).toEqual(NOTHING);
  });

  test("with builds and downloads", () => {
    const text = `these 2 derivations will be built:
  ${PATH("slow.drv")}
  ${PATH("multi.drv")}
these 3 paths will be fetched (34.56 MiB download, 1.50 GiB unpacked):
  ${PATH("bash")}
  ${PATH("glibc")}
  ${PATH("zlib")}
`;
    expect(parseEstimate(text)).toEqual({
      ...NOTHING,
      toBuild: [PATH("slow.drv"), PATH("multi.drv")],
      toFetch: [PATH("bash"), PATH("glibc"), PATH("zlib")],
      downloadBytes: Math.round(34.56 * MIB),
      unpackedBytes: 1536 * MIB,
    });
  });

  test("with one of each", () => {
    const text = `this derivation will be built:\n  ${PATH("x.drv")}\nthis path will be fetched (512.00 KiB download, 2.0 MiB unpacked):\n  ${PATH("y")}`;
    expect(parseEstimate(text)).toMatchObject({
      toBuild: [PATH("x.drv")],
      toFetch: [PATH("y")],
      downloadBytes: 512 * 1024,
      unpackedBytes: 2 * MIB,
    });
  });

  test("with paths that nobody has", () => {
    expect(parseEstimate(`don't know how to build these paths:\n  ${PATH("z")}`).unknown).toEqual([
      PATH("z"),
    ]);
  });

  test.each([
    "warning: error: unable to download 'https://cache.nixos.org/nix-cache-info': Couldn't resolve host name (6); retrying in 268 ms",
    "warning: unable to download 'https://cache.nixos.org/nix-cache-info': Couldn't resolve host name (6)",
  ])("with a cache out of reach: %s", (line) => {
    expect(parseEstimate(`${line}\nthis derivation will be built:\n  ${PATH("x.drv")}`)).toMatchObject({
      unreachable:
        "unable to download 'https://cache.nixos.org/nix-cache-info': Couldn't resolve host name (6)",
      toBuild: [PATH("x.drv")],
    });
  });
});

test("a dry run on a machine without a network says so", () => {
  const said = "warning: you don't have Internet access; disabling some network-dependent features";
  expect(parseEstimate(said).unreachable).toBe("this machine has no network");
});

describe("room", () => {
  const some = { ...NOTHING, toBuild: [PATH("x.drv")], unpackedBytes: 100 * MIB };

  test.each([
    ["vm", 2148],
    ["iso", 4196],
    ["runner", 150],
    ["unheard-of", 150],
  ])("a %s to be built needs %d MiB in the store", (type, mebibytes) => {
    expect(neededStoreBytes(type, some)).toBe(mebibytes * MIB);
  });

  test("what is only fetched needs its own size, and none where builders work", () => {
    const fetched = { ...some, toBuild: [] };
    expect(neededStoreBytes("vm", fetched)).toBe(100 * MIB);
    expect(neededTemporaryBytes("vm", fetched)).toBe(0);
    expect(neededTemporaryBytes("vm", some)).toBe(1024 * MIB);
  });
});

describe("a derivation needs the network", () => {
  const derive = (hash: string, env: string) =>
    `Derive([("out","${PATH("a.tar.gz")}","${hash}","${hash && "0000"}")],[],[],"builtin","builtin:fetchurl",[],[${env}])`;

  test.each([
    ["when its hash is fixed", derive("sha256", '("url","https://x.org/a")'), true],
    ["when the hash of its tree is fixed", derive("r:sha256", '("urls","https://x.org/a")'), true],
    ["not when it is built", derive("", '("url","https://x.org/a")'), false],
    ["not when it is a file of this machine", derive("sha256", '("url","file:///srv/a")'), false],
    ["not when it is nothing", "", false],
  ])("%s", (_when, text, needs) => {
    expect(needsNetwork(text)).toBe(needs);
  });
});

test.each([
  [0, "0 B"],
  [1536, "1.5 KiB"],
  [24 * 2 ** 30, "24 GiB"],
])("%d bytes are %s", (bytes, text) => {
  expect(formatSize(bytes)).toBe(text);
});
