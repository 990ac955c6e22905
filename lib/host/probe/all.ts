import type { Host } from "../host.ts";
import { probeDocker, probePodman } from "./engine.ts";
import type { Facts, Probed } from "./facts.ts";
import { probeFfmpeg } from "./ffmpeg.ts";
import { probeKvm } from "./kvm.ts";
import { probeNetwork } from "./network.ts";
import { probeNginx } from "./nginx.ts";
import { probeNix } from "./nix.ts";
import { probePorts } from "./ports.ts";
import { probeQemu } from "./qemu.ts";
import { probeSystem } from "./system.ts";
import { probeXorriso } from "./xorriso.ts";

/** Longer than any one question a probe asks, so that a stuck program is ended by its own limit first. */
const PROBE_LIMIT_MS = 8_000;

/** Everything about this machine, learnt in parallel. Never throws: what could not be learnt says why. */
export async function probeAll(host: Host): Promise<Facts> {
  const [system, ports, ffmpeg, nginx, nix, docker, podman, qemu, kvm, network, xorriso] = await Promise.all([
    guarded(host, probeSystem),
    guarded(host, probePorts),
    guarded(host, probeFfmpeg),
    guarded(host, probeNginx),
    guarded(host, probeNix),
    guarded(host, probeDocker),
    guarded(host, probePodman),
    guarded(host, probeQemu),
    guarded(host, probeKvm),
    guarded(host, probeNetwork),
    guarded(host, probeXorriso),
  ]);
  return { system, ports, ffmpeg, nginx, nix, docker, podman, qemu, kvm, network, xorriso };
}

/** Runs one probe under the time limit. */
export async function guarded<T extends object>(
  host: Host,
  probe: (host: Host) => Promise<T>,
): Promise<Probed<T>> {
  const done = new AbortController();
  const limit = host.clock.sleep(PROBE_LIMIT_MS, done.signal).then(() => ({
    known: false as const,
    because: `no answer within ${PROBE_LIMIT_MS / 1000} s`,
  }));
  const facts = probe(host).then(
    (found) => ({ known: true as const, ...found }),
    (error: unknown) => ({
      known: false as const,
      because: `the probe failed: ${error instanceof Error ? error.message : String(error)}`,
    }),
  );
  const first = await Promise.race([facts, limit]);
  done.abort();
  return first;
}
