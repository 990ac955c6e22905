import type { EngineFacts, EngineServer, Facts, SystemFacts } from "../../host/probe/facts.ts";
import { type DoctorFinding, good, note, stop } from "../finding.ts";
import { installEngine, installPackage, type Place } from "../install.ts";
import { brokenServer, ENGINE_NAMES, ENGINE_WHY, lostEngine } from "./engine-server.ts";

type Engine = EngineFacts["engine"];

/** Docker and podman together: one that works makes the other's trouble a side note. */
export function checkEngines(facts: Facts, place: Place): DoctorFinding[] {
  const engines = (["docker", "podman"] as const).map((engine) => judge(engine, facts, place));
  const usable = usableEngine(facts);
  if (usable) return [...engines.flat().map(asSideNote), ...checkSystemd(usable, facts)];
  return engines.flat().length > 0 ? engines.flat() : [noEngine(place)];
}

/** The engine containers would run in: docker when it is ready, else podman; undefined when neither is. */
export function usableEngine(facts: Facts): EngineFacts | undefined {
  const { docker, podman, system } = facts;
  const cgroups = system.known ? system.cgroups : null;
  return [docker, podman].flatMap((one) => (one.known && isUsable(one, cgroups) ? [one] : []))[0];
}

function isUsable(engine: EngineFacts, cgroups: SystemFacts["cgroups"]): boolean {
  const { server } = engine;
  return server.state === "ready" && runsLinux(server) && !isRefusedByCrun(server, cgroups);
}

type Ready = Extract<EngineServer, { state: "ready" }>;

function runsLinux(server: Ready): boolean {
  return server.os === null || server.os === "linux";
}

/** crun starts nothing where version 1 and 2 control groups are mounted side by side. */
function isRefusedByCrun(server: Ready, cgroups: SystemFacts["cgroups"]): boolean {
  return server.runtime === "crun" && cgroups === "hybrid";
}

function judge(engine: Engine, facts: Facts, place: Place): DoctorFinding[] {
  const probed = facts[engine];
  const name = ENGINE_NAMES[engine];
  if (!probed.known) {
    const message = `Nothing could be learnt about ${name}: ${probed.because}.`;
    return [
      lostEngine(engine, { problem: "unknown", message, fix: `${engine} info   # does it answer you?` }),
    ];
  }
  const { path, server } = probed;
  if (!path || server.state === "none") return [];
  if (server.state !== "ready") return [brokenServer(probed, server, { facts, place })];
  if (!runsLinux(server)) {
    const message = `${name} runs ${server.os} containers here, not Linux ones.`;
    return [lostEngine(engine, { problem: "not-linux", message, fix: "Switch it to Linux containers" })];
  }
  if (isRefusedByCrun(server, facts.system.known ? facts.system.cgroups : null)) {
    const message = `${name} starts containers with crun, which refuses this system's hybrid control groups.`;
    return [lostEngine(engine, { problem: "crun-hybrid", message, fix: runcFix(place) })];
  }
  return [good(engine, describeReady(probed, server), ENGINE_WHY)];
}

/** containers.conf(5): the runtime podman starts containers with. */
function runcFix(place: Place): string {
  const configure = `printf '[engine]\\nruntime = "runc"\\n' >> ~/.config/containers/containers.conf`;
  return [installPackage(place, "runc"), "mkdir -p ~/.config/containers", configure].join("\n");
}

function noEngine(place: Place): DoctorFinding {
  return stop({
    id: "container-engine-missing",
    severity: "error",
    subject: "docker",
    message: "Neither Docker nor Podman is installed.",
    why: ENGINE_WHY,
    fix: installEngine(place),
    stops: ["engine"],
    lack: "prerequisite",
  });
}

function describeReady(engine: EngineFacts, server: Ready): string {
  const name = engine.emulatedBy ? `Podman (as ${engine.engine})` : ENGINE_NAMES[engine.engine];
  const details = [
    server.cgroupVersion ? `cgroup v${server.cgroupVersion}` : "",
    server.rootless ? "rootless" : "",
    server.runtime ?? "",
    engine.clientVersion && engine.clientVersion !== server.version ? `client ${engine.clientVersion}` : "",
  ].filter(Boolean);
  return `${name} ${server.version ?? ""} answers (${details.join(", ")}).`.replace(" ()", "");
}

function asSideNote(finding: DoctorFinding): DoctorFinding {
  if (finding.severity === "ok") return finding;
  return { ...finding, severity: "info", stops: [], lack: null };
}

/** systemd inside a container: systemd 258 and later know version 2 control groups only. */
function checkSystemd(engine: EngineFacts, facts: Facts): DoctorFinding[] {
  const { server } = engine;
  if (server.state !== "ready") return [];
  const why = "container-enhanced boots systemd, which manages control groups of its own.";
  const base = {
    subject: engine.engine,
    why,
    severity: "error" as const,
    stops: ["systemd-container" as const],
  };
  if (server.cgroupVersion === 1) {
    return [
      stop({
        ...base,
        id: "cgroup-v1",
        message: `${ENGINE_NAMES[engine.engine]} uses version 1 control groups, which systemd 258 and later refuse.`,
        fix: "Boot the host with systemd.unified_cgroup_hierarchy=1 on its kernel command line",
        lack: "unsupported",
      }),
    ];
  }
  if (server.rootless && server.cgroupDriver !== "systemd") {
    return [
      stop({
        ...base,
        id: "rootless-without-systemd",
        message: `${ENGINE_NAMES[engine.engine]} runs rootless with the control group driver ${server.cgroupDriver ?? "none"}.`,
        fix: "Run it under a systemd user session, or run the root daemon",
        lack: "prerequisite",
      }),
    ];
  }
  if (!facts.system.known || facts.system.os !== "darwin") return [];
  return [
    note({
      id: "engine-in-vm",
      severity: "info",
      subject: engine.engine,
      message: `On macOS containers run in a Linux machine (${server.system ?? "a virtual one"}).`,
      why: "Its memory and processors are what a stream gets.",
      fix: null,
    }),
  ];
}
