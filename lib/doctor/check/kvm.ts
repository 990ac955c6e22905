import type { Facts, KvmFacts } from "../../host/probe/facts.ts";
import { type Ability, type DoctorFinding, good, stop } from "../finding.ts";
import type { Place } from "../install.ts";
import { absentFix, permissionFix } from "./kvm-fix.ts";

/** Starts the virtual machine of the default profile without hardware virtualisation. */
export const RUN_VM_EMULATED = "hlsctl build vm --out result && HLSCTL_ACCEL=tcg result/bin/test-origin-vm";

const WHY =
  "Without it a VM runs in software emulation (TCG): slow to boot, and fit for small pictures only.";

/** Modules that answer every question of the API while guests stand still. */
const DOUBTFUL_MODULES = ["kvm_pvm"];

export function checkAcceleration(kvm: KvmFacts, facts: Facts, place: Place): DoctorFinding[] {
  return place.os === "darwin" ? checkDarwin(kvm, place) : [checkKvm(kvm, facts, place)];
}

function checkKvm(kvm: KvmFacts, facts: Facts, place: Place): DoctorFinding {
  const { device, error, node, modules } = kvm;
  switch (device) {
    case "usable":
      return checkModules(modules);
    case "denied": {
      const owner = node
        ? `it belongs to ${node.owner}, group ${node.group} (mode ${node.mode})`
        : `${error?.code}`;
      const message = `/dev/kvm is there, but this user may not use it: ${owner}.`;
      return slow("kvm-permission", message, permissionFix(kvm, facts, place), "permission");
    }
    case "absent":
      return slow(
        "kvm-missing",
        `There is no usable /dev/kvm (${error?.code}).`,
        absentFix(kvm, facts, place),
        "prerequisite",
      );
    case "busy":
      return slow(
        "kvm-busy",
        "The processor's virtualisation is held by another hypervisor.",
        "Stop VirtualBox, VMware or whatever else runs virtual machines here",
        "prerequisite",
      );
    case "failed":
    case "not-linux":
      return slow(
        "kvm-failed",
        `/dev/kvm opens, but ${error?.step === "version" ? "speaks another API" : "makes no virtual machine"}: ${error?.code}.`,
        "dmesg | grep -i kvm   # as root; the kernel says why",
        "prerequisite",
      );
    default:
      return device satisfies never;
  }
}

function checkModules(modules: readonly string[]): DoctorFinding {
  const doubtful = DOUBTFUL_MODULES.find((name) => modules.includes(name));
  if (!doubtful) return good("kvm", "/dev/kvm makes virtual machines.", "VMs run at full speed.");
  return {
    ...slow(
      "kvm-guests-may-hang",
      `Guests are known to hang at boot under this KVM (module ${doubtful}).`,
      RUN_VM_EMULATED,
      "unsupported",
    ),
    why: "It opens and makes virtual machines like any other, so only software emulation (TCG) is sure to boot.",
  };
}

function slow(
  id: string,
  message: string,
  fix: string | null,
  lack: "permission" | "prerequisite" | "unsupported",
): DoctorFinding {
  const stops: Ability[] = ["acceleration"];
  return stop({ id, severity: "warning", subject: "kvm", message, why: WHY, fix, stops, lack });
}

/** microvm.nix makes guests for Apple silicon only, and nixpkgs ends its support of Intel Macs with 26.05. */
function checkDarwin({ hypervisorFramework }: KvmFacts, place: Place): DoctorFinding[] {
  if (place.arch === "x64") {
    return [
      stop({
        id: "vm-intel-mac",
        severity: "error",
        subject: "kvm",
        message: "VMs are not made for Macs with Intel processors.",
        why: "The Nix packages they are built from have ended their support.",
        fix: null,
        stops: ["virtual-machine"],
        lack: "unsupported",
      }),
    ];
  }
  if (hypervisorFramework)
    return [good("kvm", "macOS's hypervisor (hvf) is available.", "VMs run at full speed.")];
  const message = "macOS's hypervisor (hvf) is not available (kern.hv_support is not 1).";
  return [slow("hvf-missing", message, null, "unsupported")];
}
