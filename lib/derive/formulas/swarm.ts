import type { Formula } from "./formula.ts";

export const SWARM_FORMULAS: readonly Formula[] = [
  {
    path: "derived.rampDurationSec",
    description: "Time until every viewer has started",
    formula: "⌊{clients} / {rampRate}⌋",
  },
  {
    path: "derived.memoryMB",
    description: "Memory of one FFmpeg process per viewer",
    formula: "19 × {clients} + 64",
  },
  {
    path: "derived.fileDescriptors",
    description: "Limit of open files that the viewers need",
    formula: "15 × {clients} + 1000",
  },
  {
    path: "derived.ephemeralPorts",
    description: "Local ports in use or in TIME_WAIT",
    formula: "5 × {clients}",
  },
  {
    path: "derived.containerMemoryMB",
    description: "Memory limit of a container, a fifth to spare",
    formula: "⌈{derived.memoryMB} × 12 / 10⌉",
  },
  {
    path: "derived.vmMemoryMB",
    description: "Memory of a VM, with its system",
    formula: "⌈{derived.memoryMB} × 13 / 10⌉ + 256",
  },
];
