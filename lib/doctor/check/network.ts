import type { NetworkFacts } from "../../host/probe/facts.ts";
import { type DoctorFinding, good, note, stop } from "../finding.ts";
import { type Place, sudo } from "../install.ts";

const WHY =
  "Tap networking gives a VM three times the throughput of user networking; only tap profiles ask for it.";

export function checkNetwork(network: NetworkFacts, place: Place): DoctorFinding[] {
  if (place.os === "darwin")
    return [noTap("tap-unsupported", "macOS has no tap interfaces.", null, "unsupported")];
  const findings = [...checkTap(network, place), ...checkVhost(network, place)];
  return findings.length > 0 ? findings : [good("network", "tap, bridge and vhost-net are usable.", WHY)];
}

function checkTap({ tun, bridge, ipTool, mayConfigure }: NetworkFacts, place: Place): DoctorFinding[] {
  const root = sudo(place);
  if (!tun.usable) {
    const denied = tun.error === "EACCES" || tun.error === "EPERM";
    const message = `/dev/net/tun cannot be opened: ${tun.error}.`;
    const fix = denied
      ? `${root}chmod 666 /dev/net/tun   # its usual mode: making interfaces stays root's`
      : `${root}modprobe tun`;
    return [noTap("tap-unavailable", message, fix, denied ? "permission" : "prerequisite")];
  }
  if (bridge === "absent") {
    return [noTap("bridge-missing", "This kernel has no bridges.", null, "unsupported")];
  }
  if (!ipTool) {
    return [noTap("ip-missing", "The ip command (iproute2) is missing.", "Install iproute2", "prerequisite")];
  }
  if (mayConfigure) return [];
  return [
    note({
      id: "tap-needs-root",
      severity: "info",
      subject: "network",
      message: "Setting up a tap interface takes root once.",
      why: WHY,
      fix: [
        "sudo ip tuntap add dev hlstap0 mode tap user $USER",
        "sudo ip addr add 10.177.0.1/24 dev hlstap0",
        "sudo ip link set hlstap0 up",
      ].join("\n"),
    }),
  ];
}

function noTap(
  id: string,
  message: string,
  fix: string | null,
  lack: "permission" | "prerequisite" | "unsupported",
): DoctorFinding {
  return stop({ id, severity: "info", subject: "network", message, why: WHY, fix, stops: ["tap"], lack });
}

function checkVhost({ vhostNet, tun }: NetworkFacts, place: Place): DoctorFinding[] {
  if (vhostNet.usable || !tun.usable) return [];
  return [
    note({
      id: "vhost-net-missing",
      severity: "info",
      subject: "network",
      message: `/dev/vhost-net cannot be opened: ${vhostNet.error}.`,
      why: "Tap networking is slower without it, and works.",
      fix: vhostNet.error === "ENOENT" ? `${sudo(place)}modprobe vhost_net` : null,
    }),
  ];
}
