import { expect, test } from "bun:test";
import { lackingFor } from "../../lib/check/needs.ts";

const because = (reason: string) => ({ reason, enable: `mend ${reason}` });

test("a check whose needs are all met lacks nothing", () => {
  expect(lackingFor(["nixpkgs", "engine"], { kvm: because("no kvm") })).toBeUndefined();
});

test("the reason nearest to the ground is told", () => {
  const conditions = { engine: because("no engine"), nix: because("no nix"), linux: undefined };
  expect(lackingFor(["nixpkgs", "linux", "engine"], conditions)?.reason).toBe("no nix");
  expect(lackingFor(["engine"], conditions)).toEqual({ reason: "no engine", enable: "mend no engine" });
});

test("a need brings those it stands on", () => {
  expect(lackingFor(["systemd-engine"], { engine: because("no engine") })?.reason).toBe("no engine");
  expect(lackingFor(["nixpkgs"], { flake: because("no flake") })?.reason).toBe("no flake");
  expect(lackingFor(["flake"], { nixpkgs: because("too old") })).toBeUndefined();
});
