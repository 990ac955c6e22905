import type { QemuFacts } from "../../host/probe/facts.ts";
import { type DoctorFinding, good, note } from "../finding.ts";
import { installPackage, type Place } from "../install.ts";
import { isBelow } from "../release.ts";

/** Older ones lack what the guests are started with (lima draws the same line). */
const FLOOR = { major: 6, minor: 2 };

/** Nix builds a VM together with its own QEMU: the machine's is for ISO files, and never a hindrance. */
export function checkQemu(qemu: QemuFacts, place: Place): DoctorFinding[] {
  const why = "A VM brings the QEMU it was built with; this one starts ISO files.";
  const fix = installPackage(place, "qemu");
  const say = (id: string, severity: "warning" | "info", message: string) =>
    note({ id, severity, subject: "qemu", message, why, fix });
  const { path, program, version, broken, release, accelerators, userNetwork, entitled } = qemu;
  if (!path) return [say("qemu-missing", "info", `${program} is not installed.`)];
  if (broken) return [say("qemu-broken", "warning", `${path} does not run: ${broken}.`)];
  const findings: DoctorFinding[] = [];
  if (release && isBelow(release, FLOOR)) {
    const message = `QEMU ${version} is older than ${FLOOR.major}.${FLOOR.minor}.`;
    findings.push(say("qemu-old", "warning", message));
  }
  if (!userNetwork) {
    const message = `QEMU ${version} (${path}) was built without user networking (libslirp).`;
    findings.push(say("qemu-no-user-network", "warning", message));
  }
  if (accelerators.includes("hvf") && entitled === false) {
    const message = `${path} is not signed to use macOS's hypervisor.`;
    findings.push(say("qemu-not-entitled", "warning", message));
  }
  if (findings.length > 0) return findings;
  return [good("qemu", `QEMU ${version} offers ${accelerators.join(", ")} and user networking.`, why)];
}
