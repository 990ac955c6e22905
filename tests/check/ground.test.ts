import { expect, test } from "bun:test";
import type { Check } from "../../lib/check/check.ts";
import { pickPort } from "../../lib/check/free-port.ts";
import { surveyGround } from "../../lib/check/ground.ts";
import { makeScratch } from "../../lib/check/scratch.ts";
import { Failure } from "../../lib/errors.ts";
import { fakeHost } from "../support/fake-host.ts";

const needing = (...needs: Check["needs"]) => [{ needs } as Check];
const HERE = { path: "/usr/bin/nix", failure: undefined };

test("only what the checks need is asked for", async () => {
  const host = fakeHost({ exec: { "docker info": "{}" } });
  await surveyGround(host, needing("nixpkgs", "linux"), HERE);
  expect(host.log).toEqual([]);
});

test("a machine without KVM says why", async () => {
  const { conditions } = await surveyGround(
    fakeHost({ devices: { "/dev/kvm": "EACCES" } }),
    needing("kvm"),
    HERE,
  );
  expect(conditions.kvm?.reason).toBe("/dev/kvm cannot be used (denied: EACCES)");
  expect(conditions.kvm?.enable).toContain("hlsctl doctor --type vm");
});

test("a Mac cannot run what is Linux", async () => {
  const { conditions } = await surveyGround(fakeHost({ platform: "darwin" }), needing("linux"), HERE);
  expect(conditions.linux?.reason).toContain("macOS");
});

test("without Nix nothing of Nix can be checked, with a Nix that is too old what needs no nixpkgs", async () => {
  const failure = new Failure("nix-missing", "Nix is not installed.", { hint: "install it" });
  const without = await surveyGround(fakeHost(), needing("nix"), { path: undefined, failure });
  expect(without.conditions.nix).toEqual({ reason: "Nix is not installed", enable: "install it" });
  const old = await surveyGround(fakeHost(), needing("nix"), { path: "/usr/bin/nix", failure });
  expect([old.conditions.nix, old.conditions.nixpkgs?.reason]).toEqual([undefined, "Nix is not installed"]);
});

test("a port that is taken is not picked", async () => {
  const first = await pickPort(fakeHost());
  expect(await pickPort(fakeHost({ busyPorts: [first, first + 1] }))).toBe(first + 2);
});

test("a run has a folder of its own, and takes away those of runs that were killed", async () => {
  const cache = "/home/ana/.cache/hlsctl/check";
  const host = fakeHost({ files: { [`${cache}/77/old`]: "x", [`${cache}/88/new`]: "x" } });
  host.alive.add(88);
  expect(await makeScratch(host)).toBe(`${cache}/4000`);
  expect((await host.fs.list(cache)).toSorted()).toEqual(["4000", "88"]);
});
