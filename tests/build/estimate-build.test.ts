import { describe, expect, test } from "bun:test";
import { measureSpace, requireNetwork, requireSpace } from "../../lib/build/estimate-build.ts";
import type { BuildEstimate } from "../../lib/nix/estimate.ts";
import { failureOf } from "../support/failure.ts";
import { fakeHost } from "../support/fake-host.ts";

const GIB = 2 ** 30;
const SOURCE = "/nix/store/jzylccy9hpn3pc57jqicq2d3zlpdh3w1-a.tar.gz.drv";
const OWN = "/nix/store/z1kyvqb4n8vkfnh29p1gh7a9lgcyhwci-good.drv";
const FILES = {
  [SOURCE]:
    'Derive([("out","/nix/store/a","sha256","00")],[],[],"builtin","",[],[("url","https://x.org/a")])',
  [OWN]: 'Derive([("out","/nix/store/b","","")],[],[],"x","/bin/sh",[],[])',
};
const NOTHING: BuildEstimate = {
  toBuild: [],
  toFetch: [],
  downloadBytes: 0,
  unpackedBytes: 0,
  unknown: [],
  unreachable: null,
};

describe("space", () => {
  const free = { storeBytes: 3 * GIB, temporaryBytes: 3 * GIB, temporaryFolder: "/tmp" };
  const vm = { ...NOTHING, toBuild: [OWN], unpackedBytes: GIB / 2 };

  test("that suffices, or cannot be told, is nothing to talk about", () => {
    requireSpace("vm", vm, free);
    requireSpace("vm", vm, { ...free, storeBytes: null, temporaryBytes: null });
  });

  test("that the store lacks is told with both figures", () => {
    const { id, message, hint } = failureOf(() => requireSpace("vm", vm, { ...free, storeBytes: GIB }));
    expect(id).toBe("disk-full");
    expect(message).toBe("This needs about 2.5 GiB in /nix/store, where 1 GiB are free.");
    expect(hint).toContain("nix-collect-garbage");
  });

  test("that builders lack is told by the folder", () => {
    const { message, hint } = failureOf(() => requireSpace("vm", vm, { ...free, temporaryBytes: 5 }));
    expect(message).toContain("in /tmp, where 5 B are free");
    expect(hint).toContain("TMPDIR");
  });

  test("is measured where Nix works", async () => {
    const host = fakeHost({ env: { TMPDIR: "/scratch" }, freeBytes: { "/nix": 7, "/scratch": 8 } });
    expect(await measureSpace(host)).toEqual({
      storeBytes: 7,
      temporaryBytes: 8,
      temporaryFolder: "/scratch",
    });
  });
});

describe("the network", () => {
  const needs = (change: Partial<BuildEstimate>, offline = false) =>
    requireNetwork(fakeHost({ files: FILES }), { ...NOTHING, ...change }, offline).then(
      () => "nothing",
      (error) => `${error.id}: ${error.message} ${error.hint}`,
    );
  const unreachable = "unable to download 'https://cache.nixos.org/nix-cache-info': no";

  test("that is there is not asked about", async () => {
    expect(await needs({ toBuild: [SOURCE] })).toBe("nothing");
  });

  test("is not needed where only local things are built", async () => {
    expect(await needs({ toBuild: [OWN], unreachable })).toBe("nothing");
    expect(await needs({ toBuild: [OWN] }, true)).toBe("nothing");
  });

  test("that is away, or forbidden, is told with what has to be fetched", async () => {
    expect(await needs({ toBuild: [OWN, SOURCE], unreachable })).toStartWith(
      `download-failed: 1 of what is to be built must be downloaded (a.tar.gz), and ${unreachable}.`,
    );
    expect(await needs({ toBuild: [SOURCE] }, true)).toContain(
      "and --offline forbids it. Run this once without",
    );
    expect(await needs({ toBuild: [SOURCE], unreachable }, true)).not.toContain("Check the network");
  });
});
