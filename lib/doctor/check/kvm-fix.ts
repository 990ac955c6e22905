import type { Facts, KvmFacts } from "../../host/probe/facts.ts";
import { joinGroup } from "../group.ts";
import { type Place, sudo } from "../install.ts";

/** The group is the remedy; opening the node to everybody (mode 666) is not. */
export function permissionFix({ node }: KvmFacts, facts: Facts, place: Place): string {
  if (place.uid === 0) return "Start this container with --device /dev/kvm";
  if (isContainer(facts)) return "Start this container with --group-add and the number of /dev/kvm's group";
  if (node && node.group !== "root") return joinGroup(node.group, facts);
  return [
    "sudo groupadd --force --system kvm",
    `echo 'KERNEL=="kvm", GROUP="kvm", MODE="0660"' | sudo tee /etc/udev/rules.d/65-kvm.rules`,
    "sudo udevadm control --reload && sudo udevadm trigger /dev/kvm",
    joinGroup("kvm", facts),
  ].join("\n");
}

export function absentFix({ processorSupport, insideGuest }: KvmFacts, facts: Facts, place: Place): string {
  const { system } = facts;
  if (system.known && system.wsl === "wsl2") {
    return "Set nestedVirtualization=true under [wsl2] in %UserProfile%\\.wslconfig, then: wsl.exe --shutdown";
  }
  if (isContainer(facts)) return "Start this container with --device /dev/kvm";
  if (processorSupport) {
    return `${sudo(place)}modprobe kvm_intel || ${sudo(place)}modprobe kvm_amd`;
  }
  if (insideGuest) return "Switch nested virtualisation on for this machine, in the system that runs it";
  return "Switch the processor's virtualisation (VT-x, AMD-V, EL2) on in the firmware's settings";
}

function isContainer({ system }: Facts): boolean {
  return system.known && system.container !== null;
}
