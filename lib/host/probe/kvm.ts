import type { Host } from "../host.ts";
import type { KvmFacts } from "./facts.ts";
import { probeNode } from "./node.ts";
import { ASK_LIMIT_MS } from "./program.ts";
import { listOrEmpty, readOrNull } from "./read.ts";

const DEVICE = "/dev/kvm";

/** linux/kvm.h */
const KVM_GET_API_VERSION = 0xae00;
const KVM_CREATE_VM = 0xae01;
const KVM_CHECK_EXTENSION = 0xae03;
const KVM_CAP_ARM_VM_IPA_SIZE = 165;
const KVM_API_VERSION = 12;

/** errno(3), the same numbers on x64 and arm64. */
const ERRNO_NAMES: Readonly<Record<number, string>> = {
  1: "EPERM",
  5: "EIO",
  12: "ENOMEM",
  13: "EACCES",
  16: "EBUSY",
  19: "ENODEV",
  22: "EINVAL",
  24: "EMFILE",
  25: "ENOTTY",
};

type Attempt = Pick<KvmFacts, "device" | "error" | "apiVersion">;

export async function probeKvm(host: Host): Promise<KvmFacts> {
  if (host.platform !== "linux") return { ...notLinux, hypervisorFramework: await probeFramework(host) };
  const [node, modules, cpuinfo] = await Promise.all([
    probeNode(host, DEVICE),
    listOrEmpty(host, "/sys/module"),
    readOrNull(host, "/proc/cpuinfo"),
  ]);
  const flags = parseCpuFlags(cpuinfo ?? "");
  return {
    ...tryDevice(host),
    node,
    modules: modules.filter((name) => /^kvm(_|$)/.test(name)),
    processorSupport: host.arch === "x64" ? flags.has("vmx") || flags.has("svm") : null,
    insideGuest: flags.has("hypervisor") || (await isGuestByFirmware(host)),
    hypervisorFramework: null,
  };
}

const notLinux: KvmFacts = {
  device: "not-linux",
  error: null,
  apiVersion: null,
  node: null,
  modules: [],
  processorSupport: null,
  insideGuest: false,
  hypervisorFramework: null,
};

async function probeFramework(host: Host): Promise<boolean> {
  const argv = ["sysctl", "-n", "kern.hv_support"];
  return (await host.exec(argv, { timeoutMs: ASK_LIMIT_MS })).stdout.trim() === "1";
}

/** Opens the device and makes a virtual machine, closed at once: the node being there proves nothing. */
function tryDevice(host: Host): Attempt {
  const opened = host.native.openReadWrite(DEVICE);
  if ("error" in opened) return refused("open", opened.error, null);
  try {
    return tryMachine(host, opened.fd);
  } finally {
    host.native.close(opened.fd);
  }
}

function tryMachine(host: Host, fd: number): Attempt {
  const { native } = host;
  const version = native.ioctl(fd, KVM_GET_API_VERSION, 0);
  if (version < 0) return refused("version", errnoName(native.errno()), null);
  if (version !== KVM_API_VERSION) return refused("version", `API ${version}`, version);
  let machine = native.ioctl(fd, KVM_CREATE_VM, 0);
  // Processors with small physical addresses refuse the default of 40 bits and must be asked for theirs.
  if (machine < 0 && host.arch === "arm64") machine = native.ioctl(fd, KVM_CREATE_VM, addressBits(host, fd));
  if (machine < 0) return refused("create", errnoName(native.errno()), version);
  native.close(machine);
  return { device: "usable", error: null, apiVersion: version };
}

function addressBits(host: Host, fd: number): number {
  return Math.max(0, host.native.ioctl(fd, KVM_CHECK_EXTENSION, KVM_CAP_ARM_VM_IPA_SIZE));
}

function refused(step: "open" | "version" | "create", code: string, apiVersion: number | null): Attempt {
  return { device: classify(code), error: { step, code }, apiVersion };
}

function classify(code: string): KvmFacts["device"] {
  switch (code) {
    case "EACCES":
    case "EPERM":
      return "denied";
    // A node without its driver answers ENODEV or ENXIO.
    case "ENOENT":
    case "ENODEV":
    case "ENXIO":
      return "absent";
    case "EBUSY":
      return "busy";
    default:
      return "failed";
  }
}

function errnoName(number: number): string {
  return ERRNO_NAMES[number] ?? `errno ${number}`;
}

function parseCpuFlags(cpuinfo: string): Set<string> {
  const line = cpuinfo.split("\n").find((one) => /^flags\s*:/.test(one)) ?? "";
  return new Set(line.split(/\s+/));
}

async function isGuestByFirmware(host: Host): Promise<boolean> {
  const product = await readOrNull(host, "/sys/class/dmi/id/product_name");
  return /KVM|QEMU|VMware|VirtualBox|Virtual Machine|HVM domU/.test(product ?? "");
}
