import { describe, expect, test } from "bun:test";
import { parseOverride } from "../../lib/merge/override.ts";
import { parsePlan, SERVERS, SOURCES } from "../../lib/plan/plan.ts";
import type { UpRequest } from "../../lib/plan/request.ts";
import { planUp } from "../../lib/plan/up.ts";
import { embeddedRegistry, lookupProfile } from "../../lib/registry/registry.ts";
import { resolveOrigin } from "../../lib/resolve.ts";
import { keysOf } from "../../lib/schema/component.ts";
import { painterFor } from "../../lib/ui/paint.ts";
import { renderPlanSummary } from "../../lib/ui/plan.ts";
import { UP_FACTS } from "../support/up-facts.ts";

const REGISTRY = embeddedRegistry("origin");
const REQUEST: UpRequest = {
  name: undefined,
  source: "embedded",
  server: "embedded",
  bind: "127.0.0.1",
  workers: 1,
  readyTimeoutSec: 60,
};

function plan(profile: string, request: Partial<UpRequest> = {}, settings: readonly string[] = []) {
  const overrides = settings.map((setting) => parseOverride(setting, keysOf("origin")));
  const resolved = resolveOrigin(REGISTRY, lookupProfile(REGISTRY, profile), overrides);
  return planUp(resolved, { ...REQUEST, ...request }, UP_FACTS);
}

describe("a plan", () => {
  test.each(REGISTRY.profiles.map(({ name }) => name))("of %s survives being written and read", (name) => {
    for (const source of SOURCES) {
      for (const server of SERVERS) {
        const made = plan(name, { source, server });
        expect(parsePlan(JSON.stringify(made))).toEqual(structuredClone(made));
      }
    }
  });

  test.each([
    ["embedded", "embedded", ["serve", "wait-ready"]],
    [
      "live",
      "embedded",
      ["make-directory", "check-folder", "write-file", "start-encoder", "serve", "wait-ready"],
    ],
    ["loop", "embedded", ["encode-clip", "serve", "wait-ready"]],
    [
      "embedded",
      "nginx",
      [
        "make-directory",
        "check-folder",
        "publish",
        "write-player",
        "write-file",
        "start-nginx",
        "wait-ready",
      ],
    ],
  ] as const)("of %s through %s has these steps", (source, server, kinds) => {
    expect(plan("default", { source, server }).steps.map((step) => step.kind)).toEqual([...kinds]);
  });

  test("encodes and makes a folder for every rendition of a ladder", () => {
    const steps = plan("4k-abr", { source: "loop", server: "nginx" }).steps;
    expect(steps.filter((step) => step.kind === "encode-clip")).toHaveLength(5);
    expect(steps.filter((step) => step.kind === "make-directory")).toHaveLength(6);
  });

  test("writes to a folder of its own unless the user chose one", () => {
    expect(plan("default", { source: "live" }).instance.hlsDir).toBe("/run/user/1000/hlsctl/default/hls");
    const chosen = plan("default", { source: "live" }, ["server.hlsDir=/srv/hls"]);
    expect(chosen.instance.hlsDir).toBe("/srv/hls");
    expect(plan("default").instance.hlsDir).toBeNull();
  });

  test("names the instance after the profile, and the port where it is another", () => {
    expect(plan("stress").instance.name).toBe("stress-test");
    expect(plan("stress", {}, ["server.port=18000"]).instance.name).toBe("stress-test-18000");
    expect(plan("stress", { name: "mine" }).instance.name).toBe("mine");
    expect(() => plan("stress", { name: "../x" })).toThrow(expect.objectContaining({ exitCode: 2 }));
  });

  test.each([
    ["0.0.0.0", "http://127.0.0.1:17080/"],
    ["::", "http://[::1]:17080/"],
    ["::1", "http://[::1]:17080/"],
    ["192.0.2.7", "http://192.0.2.7:17080/"],
  ])("bound to %s is reached at %s", (bind, page) => {
    expect(plan("default", { bind }).instance.urls.page).toBe(page);
  });

  test("has another fingerprint for another configuration only", () => {
    const facts = { ...UP_FACTS, digest: (text: string) => text };
    const of = (settings: readonly string[]) => {
      const overrides = settings.map((setting) => parseOverride(setting, keysOf("origin")));
      return planUp(resolveOrigin(REGISTRY, lookupProfile(REGISTRY, "default"), overrides), REQUEST, facts)
        .fingerprint;
    };
    expect(of([])).toBe(of(["hls.listSize=10"]));
    expect(of([])).not.toBe(of(["hls.listSize=11"]));
  });

  test("keeps access logs after the instance, where logging is on", () => {
    expect(plan("default").instance.logDir).toBeNull();
    expect(plan("logged").instance.logDir).toBe("/home/ana/.local/state/hlsctl/logs/logged");
    const step = plan("logged", { server: "nginx" }).steps[0];
    expect(step).toMatchObject({ kind: "make-directory", undo: "keep" });
  });

  test("warns when the embedded source makes plainer video than the profile asks for", () => {
    expect(plan("default").warnings).toEqual([]);
    expect(plan("default", {}, ["encoder.profile=high"]).warnings[0]).toContain("Constrained Baseline");
  });
});

describe("a plan with the flake's programs", () => {
  const nix = {
    output: "test-origin",
    system: "x86_64-linux",
    flakeDir: "/cache/flakes/0",
    command: { argv: ["nix", "build"], cwd: "/cache/flakes/0" },
    outPath: "/nix/store/x",
    todo: "1 derivation to build",
    keepArgv: ["nix", "build", "/nix/store/x", "--out-link"],
  };
  const resolved = resolveOrigin(REGISTRY, lookupProfile(REGISTRY, "default"), []);
  const facts = { ...UP_FACTS, digest: (text: string) => text };
  const of = (outPath: string) =>
    planUp(resolved, REQUEST, {
      ...facts,
      builder: { value: "nix", because: "asked for", nix: { ...nix, outPath } },
    });

  test("first links to what was built, in the instance's folder, and takes the link away again", () => {
    expect(of("/nix/store/x").steps[0]).toEqual({
      kind: "keep-result",
      path: "/home/ana/.local/state/hlsctl/instances/default/tools",
      argv: [...nix.keepArgv, "/home/ana/.local/state/hlsctl/instances/default/tools"],
      undo: "remove",
    });
  });

  test("is another origin than one with local programs, and than one with other programs", () => {
    const local = planUp(resolved, REQUEST, facts);
    const asked = planUp(resolved, REQUEST, { ...facts, builder: { value: "local", because: "" } });
    expect(asked.fingerprint).toBe(local.fingerprint);
    expect(of("/nix/store/x").fingerprint).not.toBe(local.fingerprint);
    expect(of("/nix/store/y").fingerprint).not.toBe(of("/nix/store/x").fingerprint);
  });

  test("says who builds, why, from which flake and with which command; without being asked nothing", () => {
    const paint = painterFor({}, {}, true);
    const text = renderPlanSummary(of("/nix/store/x"), paint);
    for (const part of [
      "Builder   nix (asked for)",
      "Flake     /cache/flakes/0",
      "› build test-origin for x86_64-linux: 1 derivation to build",
      "nix build",
      "keep what was built by the link",
    ]) {
      expect(text).toContain(part);
    }
    expect(renderPlanSummary(planUp(resolved, REQUEST, facts), paint)).not.toContain("Builder");
  });
});
