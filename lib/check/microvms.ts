import { Failure } from "../errors.ts";
import type { Output } from "../nix/outputs.ts";
import { withProgram, wordsOf } from "./app.ts";
import { type Check, failed, passed, skipped, type Verdict } from "./check.ts";
import type { CheckContext } from "./context.ts";
import { defaultOrigin, originUrls } from "./default-origin.ts";
import { buildAttribute, buildPackage } from "./nix-command.ts";
import { BUILD_LIMIT_MS } from "./packages.ts";

/** Nested virtualisation may hang instead of failing. */
const BOOT_LIMIT_MS = 180_000;

/** What the VM forwards from this machine beside the origin's port: exporters and ssh. */
const PORTS = [17100, 17113, 17122];

export function microvmChecks(outputs: readonly Output[]): Check[] {
  const vms = outputs.filter(({ type }) => type === "vm");
  return [
    ...vms.map(
      ({ name, component }): Check => ({
        id: `microvms/${name}`,
        tier: "full",
        title: `${name} builds and can be started`,
        needs: ["nixpkgs", "linux"],
        limitMs: BUILD_LIMIT_MS,
        run: (context) => checkProgram(context, name, `${component}-vm`),
      }),
    ),
    {
      id: "microvms/boots",
      tier: "full",
      title: "the origin's VM boots and plays",
      needs: ["nixpkgs", "linux", "kvm"],
      limitMs: BUILD_LIMIT_MS,
      run: checkBoot,
    },
    {
      id: "microvms/nixos-test",
      tier: "full",
      title: "the NixOS test passes: an origin, and a swarm that plays it",
      needs: ["nixpkgs", "linux", "kvm"],
      limitMs: BUILD_LIMIT_MS,
      run: checkNixosTest,
    },
  ];
}

async function checkProgram(context: CheckContext, name: string, program: string): Promise<Verdict> {
  const path = `${await buildPackage(context, name)}/bin/${program}`;
  const info = await context.host.fs.info(path);
  if (info?.kind !== "file") return failed(`there is no ${path}`);
  return (info.mode & 0o111) === 0 ? failed(`${path} is no program`) : passed(path);
}

async function checkBoot(context: CheckContext): Promise<Verdict> {
  const { host } = context;
  const ports = [defaultOrigin(context).port, ...PORTS];
  const busy = await Promise.all(ports.map(async (port) => !(await host.canBind("127.0.0.1", port))));
  const held = ports.filter((_, index) => busy[index]);
  if (held.length > 0) {
    return skipped(
      `port ${held.join(", ")} of 127.0.0.1 is taken`,
      "Stop what listens there: the VM has fixed ports.",
    );
  }
  const path = `${await buildPackage(context, "test-origin-vm")}/bin/test-origin-vm`;
  return withProgram(context, [path], context.home, async (vm) => {
    const startedMs = host.clock.nowMs();
    const signal = AbortSignal.any([context.signal, vm.ended]);
    const limits = { timeoutMs: BOOT_LIMIT_MS, signal };
    try {
      await context.waitUntilReady(originUrls(context, defaultOrigin(context).port), limits);
    } catch (error) {
      if (error instanceof Failure) return failed(`the VM does not come up: ${error.message}`, wordsOf(vm));
      throw error;
    }
    if (signal.aborted) return failed("the VM ended before it played", wordsOf(vm));
    return passed(`playing after ${((host.clock.nowMs() - startedMs) / 1000).toFixed(0)} s`);
  });
}

async function checkNixosTest(context: CheckContext): Promise<Verdict> {
  return passed(await buildAttribute(context, `legacyPackages.${context.system}.checks.integration`));
}
