import type { EngineFacts, EngineServer, Facts } from "../../host/probe/facts.ts";
import { type DoctorFinding, type Lack, stop } from "../finding.ts";
import { joinGroup } from "../group.ts";
import { installEngine, type Place, startDocker } from "../install.ts";

type Broken = Extract<EngineServer, { detail: string }>;
type Engine = EngineFacts["engine"];

/** What remedies depend on. */
interface Around {
  facts: Facts;
  place: Place;
}

export const ENGINE_WHY =
  "The types container and container-enhanced run in Docker or Podman; one of the two is enough.";

export const ENGINE_NAMES: Readonly<Record<Engine, string>> = { docker: "Docker", podman: "Podman" };

/** A finding that takes one engine away. */
export function lostEngine(
  engine: Engine,
  finding: { problem: string; message: string; fix: string | null; lack?: Lack },
): DoctorFinding {
  const { problem, message, fix, lack = "prerequisite" } = finding;
  const id = `${engine}-${problem}`;
  return stop({
    id,
    severity: "error",
    subject: engine,
    message,
    why: ENGINE_WHY,
    fix,
    stops: ["engine"],
    lack,
  });
}

/** An engine that is installed and cannot be used: not allowed, not running, or not answering. */
export function brokenServer(found: EngineFacts, server: Broken, { facts, place }: Around): DoctorFinding {
  const { engine } = found;
  const name = ENGINE_NAMES[engine];
  switch (server.state) {
    case "denied": {
      const message = `This user may not talk to ${name}: ${describeSocket(server)}.`;
      return lostEngine(engine, {
        problem: "permission",
        message,
        fix: permissionFix(server, { facts, place }),
        lack: "permission",
      });
    }
    case "silent": {
      const message = `${name} is installed, but does not answer in time.`;
      return lostEngine(engine, { problem: "silent", message, fix: startFix(found, place, "restart") });
    }
    case "unreachable": {
      const address = dockerAddress(server);
      const message = address
        ? `Docker's daemon does not answer at ${address}.`
        : `${name} does not answer: ${server.detail.replace(/^error: /i, "").replace(/\.$/, "")}.`;
      const isElsewhere = address !== undefined && address !== DEFAULT_ADDRESS && place.os === "linux";
      const fix = isElsewhere ? elsewhereFix(address) : startFix(found, place, "enable --now");
      return lostEngine(engine, { problem: "unreachable", message, fix });
    }
    default:
      return server.state satisfies never;
  }
}

const DEFAULT_ADDRESS = "unix:///var/run/docker.sock";

function dockerAddress({ detail }: Broken): string | undefined {
  return /^Cannot connect to the Docker daemon at (\S+?)\.?(?:\s|$)/.exec(detail)?.[1];
}

/** DOCKER_HOST or a context points to another daemon than this machine's. */
function elsewhereFix(address: string): string {
  return `unset DOCKER_HOST; docker context use default   # or start what listens at ${address}`;
}

function describeSocket({ socket, detail }: Broken): string {
  if (!socket) return detail.replace(/\.$/, "");
  return `${socket.path} belongs to ${socket.owner}, group ${socket.group} (mode ${socket.mode})`;
}

/** Membership in the socket's group is as good as root; saying so is part of the remedy. */
function permissionFix({ socket }: Broken, { facts, place }: Around): string {
  const remark = "; members can act as root";
  if (socket && socket.group !== "root") return joinGroup(socket.group, facts, remark);
  const restart = startDocker(place, "restart");
  return ["sudo groupadd --force docker", joinGroup("docker", facts, remark), restart].join("\n");
}

function startFix(
  { engine, daemonPath }: EngineFacts,
  place: Place,
  verb: "enable --now" | "restart",
): string {
  if (place.os === "darwin") {
    return engine === "podman"
      ? "podman machine init; podman machine start"
      : "open -a Docker   # or: colima start";
  }
  if (engine === "podman") return "podman info   # says what it misses";
  return daemonPath ? startDocker(place, verb) : installEngine(place);
}
