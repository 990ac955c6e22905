import type { SwarmConfig } from "../schema/swarm.ts";

/** What a swarm of FFmpeg processes needs (SPEC §2.6). */
export interface SwarmDerived {
  rampDurationSec: number;
  memoryMB: number;
  fileDescriptors: number;
  ephemeralPorts: number;
  containerMemoryMB: number;
  vmMemoryMB: number;
}

export function deriveSwarm(config: SwarmConfig): SwarmDerived {
  const { clients, rampRate } = config;
  const memoryMB = 19 * clients + 64;
  return {
    rampDurationSec: Math.floor(clients / rampRate),
    memoryMB,
    fileDescriptors: 15 * clients + 1000,
    ephemeralPorts: 5 * clients,
    containerMemoryMB: Math.ceil((memoryMB * 12) / 10),
    vmMemoryMB: Math.ceil((memoryMB * 13) / 10) + 256,
  };
}
