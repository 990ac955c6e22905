import type { Facts, Probed, Subject } from "../host/probe/facts.ts";
import { checkEngines } from "./check/engine.ts";
import { checkFfmpeg } from "./check/ffmpeg.ts";
import { checkAcceleration } from "./check/kvm.ts";
import { checkNetwork } from "./check/network.ts";
import { checkNginx } from "./check/nginx.ts";
import { checkNix } from "./check/nix.ts";
import { checkPorts } from "./check/ports.ts";
import { checkQemu } from "./check/qemu.ts";
import { checkSystem } from "./check/system.ts";
import { checkXorriso } from "./check/xorriso.ts";
import { type Ability, type DoctorFinding, stop } from "./finding.ts";
import type { Place } from "./install.ts";

/** Everything worth saying about a machine, subject by subject. */
export function checkMachine(facts: Facts): DoctorFinding[] {
  const place = placeOf(facts);
  return [
    ...when("system", facts.system, (found) => checkSystem(found, place)),
    ...when("ports", facts.ports, (found) => checkPorts(found)),
    ...when("ffmpeg", facts.ffmpeg, (found) => checkFfmpeg(found, place)),
    ...when("nginx", facts.nginx, (found) => checkNginx(found, place)),
    ...checkEngines(facts, place),
    ...when("nix", facts.nix, (found) => checkNix(found, place)),
    ...when("qemu", facts.qemu, (found) => checkQemu(found, place)),
    ...when("kvm", facts.kvm, (found) => checkAcceleration(found, facts, place)),
    ...when("network", facts.network, (found) => checkNetwork(found, place)),
    ...when("xorriso", facts.xorriso, (found) => checkXorriso(found, place)),
  ];
}

/** What remedies depend on; a system that could not be asked gets words instead of commands. */
export function placeOf({ system }: Pick<Facts, "system">): Place {
  if (system.known) return { ...system, uid: system.user.uid };
  const distribution = { id: "unknown", like: [], version: null, name: "this system" };
  return { os: "linux", arch: "x64", distribution, systemd: false, uid: 1000 };
}

/** What a subject that stayed unknown takes away: nothing is promised that was not seen. */
const LOST: Partial<Record<Subject, { stops: Ability[]; severity: "error" | "warning" }>> = {
  ffmpeg: { stops: ["encode"], severity: "warning" },
  nginx: { stops: ["nginx"], severity: "warning" },
  nix: { stops: ["linux-build"], severity: "error" },
  kvm: { stops: ["acceleration"], severity: "warning" },
  network: { stops: ["tap"], severity: "warning" },
  xorriso: { stops: ["seed"], severity: "warning" },
};

function when<T>(
  subject: Subject,
  probed: Probed<T>,
  check: (found: T & { known: true }) => DoctorFinding[],
): DoctorFinding[] {
  if (probed.known) return check(probed);
  const { stops, severity } = LOST[subject] ?? { stops: [], severity: "warning" };
  return [
    stop({
      id: `${subject}-unknown`,
      severity,
      subject,
      message: `Nothing could be learnt about ${subject}: ${probed.because}.`,
      why: "What was not seen is not counted on.",
      fix: "hlsctl doctor --verbose   # again, when the machine is less busy",
      stops,
      lack: "prerequisite",
    }),
  ];
}
