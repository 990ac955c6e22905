import type { Host } from "../host.ts";
import type { QemuFacts } from "./facts.ts";
import { ASK_LIMIT_MS, askProgramAt, noProgram, parseRelease } from "./program.ts";
import { isThere } from "./read.ts";

/** Red Hat's place for the one emulator it ships. */
const REDHAT_PATH = "/usr/libexec/qemu-kvm";

export async function probeQemu(host: Host): Promise<QemuFacts> {
  const program = `qemu-system-${host.arch === "arm64" ? "aarch64" : "x86_64"}`;
  const path = (await host.which(program)) ?? ((await isThere(host, REDHAT_PATH)) ? REDHAT_PATH : undefined);
  if (!path) {
    return { ...noProgram(), program, release: null, accelerators: [], userNetwork: false, entitled: null };
  }
  const question = { name: program, versionArgs: ["--version"], parseVersion: parseQemuVersion };
  const ask = (...args: string[]) =>
    host.exec([path, "-machine", "none", ...args], { timeoutMs: ASK_LIMIT_MS });
  const [{ program: found }, accelerators, backends, entitled] = await Promise.all([
    askProgramAt(host, path, question),
    ask("-accel", "help"),
    ask("-netdev", "help"),
    host.platform === "darwin" ? isEntitled(host, path) : null,
  ]);
  return {
    ...found,
    program,
    release: parseRelease(found.version),
    accelerators: parseHelpList(accelerators.stdout),
    userNetwork: parseHelpList(backends.stdout).includes("user"),
    entitled,
  };
}

/** `QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)`. */
export function parseQemuVersion(output: string): string | null {
  return /emulator version (\d\S*)/.exec(output)?.[1] ?? null;
}

/** `-accel help` and `-netdev help`: one word a line below a heading. */
export function parseHelpList(output: string): string[] {
  return output.split("\n").flatMap((line) => /^\s*([\w-]+)\s*$/.exec(line)?.[1] ?? []);
}

/** macOS lets only binaries signed with this entitlement use its hypervisor. */
async function isEntitled(host: Host, path: string): Promise<boolean> {
  const argv = ["codesign", "-d", "--entitlements", "-", path];
  const { stdout, stderr } = await host.exec(argv, { timeoutMs: ASK_LIMIT_MS });
  return `${stdout}${stderr}`.includes("com.apple.security.hypervisor");
}
