import type { SwarmConfig } from "../schema/swarm.ts";

/** What a swarm of FFmpeg processes needs. */
export interface SwarmDerived {
  rampDurationSec: number;
  memoryMB: number;
  fileDescriptors: number;
  ephemeralPorts: number;
  containerMemoryMB: number;
  vmMemoryMB: number;
}

/** Rates are decimals, counted in millionths so that 7 / 0.07 is 100 and not 99.99999999999999. */
const MILLION = 1_000_000;

export function deriveSwarm(config: SwarmConfig): SwarmDerived {
  const { clients, rampRate } = config;
  const memoryMB = 19 * clients + 64;
  return {
    rampDurationSec: Math.floor((clients * MILLION) / Math.round(rampRate * MILLION)),
    memoryMB,
    fileDescriptors: 15 * clients + 1000,
    ephemeralPorts: 5 * clients,
    containerMemoryMB: Math.ceil((memoryMB * 12) / 10),
    vmMemoryMB: Math.ceil((memoryMB * 13) / 10) + 256,
  };
}
