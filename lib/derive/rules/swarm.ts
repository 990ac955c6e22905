import type { SwarmConfig } from "../../schema/swarm.ts";
import { numberRule, type Rule } from "./rule.ts";

const LONGEST_SEC = 86_400;

export const SWARM_RANGES = {
  clients: { least: 1, most: 1_000_000 },
  rampRate: { least: 0.001, most: 1_000_000 },
  rampJitter: { least: 0, most: 3_600_000 },
} as const;

export const SWARM_RULES: readonly Rule<SwarmConfig>[] = [
  numberRule("clients", (c) => c.clients, {
    code: "clients-out-of-range",
    ...SWARM_RANGES.clients,
  }),
  numberRule("rampRate", (c) => c.rampRate, {
    code: "ramp-rate-out-of-range",
    ...SWARM_RANGES.rampRate,
    whole: false,
  }),
  numberRule("rampJitter", (c) => c.rampJitter, {
    code: "ramp-jitter-out-of-range",
    ...SWARM_RANGES.rampJitter,
  }),
  numberRule("reconnectDelayMax", (c) => c.reconnectDelayMax, {
    code: "reconnect-delay-out-of-range",
    least: 0,
    most: LONGEST_SEC,
  }),
  numberRule("segMaxRetry", (c) => c.segMaxRetry, { code: "retries-out-of-range", least: 0, most: 1000 }),
  numberRule("timeout", (c) => c.timeout, {
    code: "timeout-out-of-range",
    least: 0.1,
    most: LONGEST_SEC,
    whole: false,
  }),
];
