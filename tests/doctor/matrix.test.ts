import { describe, expect, test } from "bun:test";
import { checkMachine } from "../../lib/doctor/checks.ts";
import { judgeTypes, type TypeVerdict } from "../../lib/doctor/matrix.ts";
import { nearestAlternative } from "../../lib/doctor/nearest.ts";
import { RULES } from "../../lib/doctor/rules.ts";
import type { Facts } from "../../lib/host/probe/facts.ts";
import { TYPES } from "../../lib/plan/plan.ts";
import { mac, machine, NO_ENGINE, READY } from "./machine.ts";

const judge = (facts: Facts) => judgeTypes(facts, checkMachine(facts));
const row = (verdicts: readonly TypeVerdict[]) => verdicts.map(({ verdict }) => verdict).join(" ");
const of = (facts: Facts, type: string) => {
  const found = judge(facts).find((verdict) => verdict.type === type);
  if (!found) throw new Error(type);
  return found;
};

const kvm = (device: "denied" | "absent" | "busy", code: string) =>
  machine({ kvm: { device, error: { step: "open", code } } });
const noNix = { path: null, version: null, release: null, storePresent: false } as const;
const denied = {
  state: "denied",
  detail: "permission denied",
  socket: { path: "/var/run/docker.sock", owner: "root", group: "docker", mode: "660" },
} as const;

/** Verdicts in the order runner, container, container-enhanced, vm, iso. */
const MACHINES: readonly (readonly [string, Facts, string])[] = [
  ["everything works", machine(), "yes yes yes yes yes"],
  [
    "nothing but hlsctl",
    machine({ ffmpeg: { path: null }, nginx: { path: null }, docker: NO_ENGINE, nix: noNix }),
    "yes no no no no",
  ],
  ["no container engine", machine({ docker: NO_ENGINE }), "yes no no yes yes"],
  [
    "podman instead of docker",
    machine({ docker: NO_ENGINE, podman: { path: "/usr/bin/podman", server: READY } }),
    "yes yes yes yes yes",
  ],
  [
    "docker denied, podman ready",
    machine({ docker: { server: denied }, podman: { path: "/usr/bin/podman", server: READY } }),
    "yes yes yes yes yes",
  ],
  ["docker denied", machine({ docker: { server: denied } }), "yes no no yes yes"],
  [
    "docker unknown",
    machine({ docker: { known: false, because: "no answer within 8 s" } }),
    "yes no no yes yes",
  ],
  ["Windows containers", machine({ docker: { server: { ...READY, os: "windows" } } }), "yes no no yes yes"],
  [
    "control groups v1",
    machine({ docker: { server: { ...READY, cgroupVersion: 1 } } }),
    "yes yes no yes yes",
  ],
  [
    "rootless without systemd",
    machine({ docker: { server: { ...READY, rootless: true, cgroupDriver: "none" } } }),
    "yes yes no yes yes",
  ],
  [
    "rootless with systemd",
    machine({ docker: { server: { ...READY, rootless: true } } }),
    "yes yes yes yes yes",
  ],
  [
    "crun on hybrid control groups",
    machine({
      system: { cgroups: "hybrid" },
      docker: NO_ENGINE,
      podman: { path: "/usr/bin/podman", server: { ...READY, runtime: "crun" } },
    }),
    "yes no no yes yes",
  ],
  ["no Nix", machine({ nix: noNix }), "yes yes no no no"],
  ["Nix 2.17", machine({ nix: { version: "2.17.1", release: { major: 2, minor: 17 } } }), "yes yes no no no"],
  [
    "Nix 2.18",
    machine({ nix: { version: "2.18.0", release: { major: 2, minor: 18 } } }),
    "yes yes yes yes yes",
  ],
  [
    "Lix",
    machine({
      nix: {
        version: "2.91.1",
        flavour: "lix",
        languageVersion: "2.18.3-lix",
        release: { major: 2, minor: 18 },
      },
    }),
    "yes yes yes yes yes",
  ],
  [
    "Nix's daemon away",
    machine({ nix: { store: { state: "unreachable", detail: "no socket" } } }),
    "yes yes no no no",
  ],
  ["Nix's store full", machine({ nix: { storeFreeBytes: 2 ** 30 } }), "yes yes no no no"],
  ["Nix's store getting full", machine({ nix: { storeFreeBytes: 5 * 2 ** 30 } }), "yes yes yes yes yes"],
  [
    "Nix without build users",
    machine({ nix: { buildUsersGroup: { name: "nixbld", exists: false } } }),
    "yes yes no no no",
  ],
  [
    "Nix as root without a group set",
    machine({ nix: { store: { state: "direct" }, buildUsersGroup: null } }),
    "yes yes yes yes yes",
  ],
  ["Nix without a store", machine({ nix: { store: { state: "absent" } } }), "yes yes no no no"],
  [
    "Nix without a store, as root",
    machine({
      nix: { store: { state: "absent" } },
      system: { user: { uid: 0, name: "root", groups: [], enrolled: [] } },
    }),
    "yes yes yes yes yes",
  ],
  [
    "a full disk",
    machine({ system: { folders: [{ use: "cache", path: "/x", freeBytes: 1000, problem: null }] } }),
    "no yes yes yes yes",
  ],
  [
    "a disk getting full",
    machine({ system: { folders: [{ use: "cache", path: "/x", freeBytes: 2 ** 29, problem: null }] } }),
    "yes yes yes yes yes",
  ],
  ["Nix unknown", machine({ nix: { known: false, because: "no answer within 8 s" } }), "yes yes no no no"],
  ["no KVM", kvm("absent", "ENOENT"), "yes yes yes slow yes"],
  ["KVM denied", kvm("denied", "EACCES"), "yes yes yes slow yes"],
  ["KVM busy", kvm("busy", "EBUSY"), "yes yes yes slow yes"],
  ["KVM doubtful", machine({ kvm: { modules: ["kvm", "kvm_pvm"] } }), "yes yes yes slow yes"],
  ["no QEMU of its own", machine({ qemu: { path: null } }), "yes yes yes yes yes"],
  ["no xorriso", machine({ xorriso: { path: null } }), "yes yes yes yes yes"],
  [
    "the origin's port taken",
    machine({ ports: { ports: [{ port: 17080, use: "origin", free: false, holder: null }] } }),
    "yes yes yes yes yes",
  ],
  [
    "state folder unwritable",
    machine({ system: { folders: [{ use: "state", path: "/x", freeBytes: null, problem: "EROFS" }] } }),
    "no yes yes yes yes",
  ],
  ["Apple silicon", mac(), "yes yes yes yes yes"],
  ["Apple silicon without a Linux builder", mac({ nix: { builders: [] } }), "yes yes no no no"],
  [
    "Apple silicon, builder for the wrong processor",
    mac({ nix: { builders: [{ uri: "x", systems: ["x86_64-linux"] }] } }),
    "yes yes no no no",
  ],
  [
    "Apple silicon, Linux by extra-platforms",
    mac({ nix: { builders: [], extraPlatforms: ["aarch64-linux"] } }),
    "yes yes yes yes yes",
  ],
  ["Apple silicon without hypervisor", mac({ kvm: { hypervisorFramework: false } }), "yes yes yes slow yes"],
  [
    "Intel Mac",
    mac({ system: { arch: "x64" }, nix: { builders: [{ uri: "x", systems: ["x86_64-linux"] }] } }),
    "yes yes yes no yes",
  ],
];

describe("runner, container, container-enhanced, vm, iso", () => {
  test.each(MACHINES)("%s", (_name, facts, verdicts) => {
    expect(row(judge(facts))).toBe(verdicts);
  });

  test.each(MACHINES)("%s: a verdict stands on findings and says what to do", (_name, facts) => {
    const findings = checkMachine(facts);
    const byId = new Map(findings.map((finding) => [finding.id, finding]));
    for (const { type, verdict, findingIds, because, do: todo, lack } of judgeTypes(facts, findings)) {
      const rule = RULES[type];
      const decisive = findingIds.flatMap((id) => byId.get(id) ?? []);
      expect(decisive).toHaveLength(findingIds.length);
      expect([because.length > 0, todo.length > 0]).toEqual([true, true]);
      expect(lack !== null).toBe(verdict === "no");
      if (verdict === "no")
        expect(decisive.every(({ stops }) => stops.some((one) => rule.needs.includes(one)))).toBe(true);
      if (verdict !== "yes") expect(decisive.length).toBeGreaterThan(0);
    }
  });

  test.each(MACHINES)("%s: an error stops a type, and nothing else does", (_name, facts) => {
    const needed = TYPES.flatMap((type) => RULES[type].needs);
    for (const finding of checkMachine(facts)) {
      const stopsType = finding.stops.some((ability) => needed.includes(ability));
      expect([finding.id, finding.severity === "error"]).toEqual([finding.id, stopsType]);
    }
  });

  test.each(MACHINES)("%s: finding ids are unique, kebab-case and explained", (_name, facts) => {
    const findings = checkMachine(facts);
    expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
    for (const { id, message, why } of findings) {
      expect(id).toMatch(/^[a-z][a-z0-9-]+$/);
      expect(message).toMatch(/[.]$/);
      expect(message).not.toMatch(/undefined|null|\.\.| {2}/);
      expect(why.length).toBeGreaterThan(10);
    }
  });
});

describe("why a type cannot work decides the exit status", () => {
  test.each([
    ["container", machine({ docker: NO_ENGINE }), "prerequisite", "container-engine-missing"],
    ["container", machine({ docker: { server: denied } }), "permission", "docker-permission"],
    [
      "container-enhanced",
      machine({ docker: { server: { ...READY, cgroupVersion: 1 } } }),
      "unsupported",
      "cgroup-v1",
    ],
    ["vm", machine({ nix: noNix }), "prerequisite", "nix-missing"],
    [
      "vm",
      machine({ nix: { store: { state: "denied", detail: "no" } } }),
      "permission",
      "nix-daemon-permission",
    ],
    ["vm", mac({ system: { arch: "x64" } }), "unsupported", "vm-intel-mac"],
    ["iso", mac({ nix: { builders: [] } }), "prerequisite", "nix-no-linux-builder"],
    [
      "runner",
      machine({ system: { folders: [{ use: "cache", path: "/x", freeBytes: null, problem: "EACCES" }] } }),
      "permission",
      "folder-cache-unwritable",
    ],
  ] as const)("%s: %#", (type, facts, lack, id) => {
    expect(of(facts, type)).toMatchObject({ verdict: "no", lack });
    expect(of(facts, type).findingIds[0]).toBe(id);
  });

  test("what nobody can mend comes before what can be installed", () => {
    const facts = machine({ docker: { server: { ...READY, cgroupVersion: 1 } }, nix: noNix });
    const { lack, findingIds } = of(facts, "container-enhanced");
    expect([lack, findingIds]).toEqual(["unsupported", ["cgroup-v1", "nix-missing"]]);
  });
});

describe("the runner's parts", () => {
  const offered = (facts: Facts) =>
    of(facts, "runner").offers.flatMap(({ part, name, offered: has }) => (has ? [`${part} ${name}`] : []));

  test("all are offered where FFmpeg and nginx are", () => {
    expect(offered(machine())).toEqual([
      "source live",
      "source loop",
      "source embedded",
      "server nginx",
      "server embedded",
    ]);
  });

  test("what is embedded is offered anywhere", () => {
    const bare = machine({ ffmpeg: { path: null }, nginx: { path: null } });
    expect(offered(bare)).toEqual(["source embedded", "server embedded"]);
    expect(of(bare, "runner").because).toBe("Sources: embedded. Servers: embedded.");
  });

  test("an FFmpeg without libx264 encodes nothing, and the reason is told", () => {
    const facts = machine({ ffmpeg: { libx264: false } });
    expect(offered(facts)).not.toContain("source live");
    expect(of(facts, "runner").offers[0]?.because).toContain("built without libx264");
  });

  test("an nginx without its status module is not offered", () => {
    expect(offered(machine({ nginx: { modules: [] } }))).not.toContain("server nginx");
  });
});

describe("the nearest type that works", () => {
  const nearest = (facts: Facts, type: (typeof TYPES)[number]) =>
    nearestAlternative(type, judge(facts), TYPES)?.type;

  test.each([
    ["vm", kvm("absent", "ENOENT"), "container-enhanced"],
    ["vm", machine({ nix: noNix }), "container"],
    ["vm", machine({ nix: noNix, docker: NO_ENGINE }), "runner"],
    ["container-enhanced", machine({ docker: NO_ENGINE }), "vm"],
    ["container", machine({ docker: NO_ENGINE }), "runner"],
    ["iso", machine({ nix: noNix }), "container"],
    ["vm", machine(), undefined],
  ] as const)("%s: %#", (type, facts, expected) => {
    expect(nearest(facts, type)).toBe(expected);
  });

  test("only what this version deploys is offered", () => {
    expect(nearestAlternative("vm", judge(kvm("absent", "ENOENT")))?.type).toBe("runner");
  });

  test("what is slow is offered only when nothing is fast", () => {
    const facts = machine({
      kvm: { device: "absent", error: { step: "open", code: "ENOENT" } },
      docker: NO_ENGINE,
      system: { folders: [{ use: "state", path: "/x", freeBytes: null, problem: "EROFS" }] },
    });
    const found = nearestAlternative("container-enhanced", judge(facts), TYPES);
    expect(found).toMatchObject({
      type: "vm",
      command: "hlsctl build vm --out result && HLSCTL_ACCEL=tcg result/bin/test-origin-vm",
    });
  });

  test("a slow VM is started in software emulation", () => {
    expect(of(kvm("denied", "EACCES"), "vm")).toMatchObject({
      verdict: "slow",
      do: "hlsctl build vm --out result && HLSCTL_ACCEL=tcg result/bin/test-origin-vm",
      findingIds: ["kvm-permission"],
    });
  });
});
