/**
 * How long `hlsctl up` takes from its start to a ready origin (health, playlist, a segment downloaded).
 * Run: bun run build && bun bench/ready.ts
 */
import { bringUp, median } from "./support/origin.ts";

const RUNS = 15;
const CASES = [
  ["default", "--source", "embedded", "--server", "embedded"],
  ["4k-abr", "--source", "embedded", "--server", "embedded"],
  ["default", "--source", "embedded", "--server", "nginx"],
];

for (const args of CASES) {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    await using origin = await bringUp(args, 18_200);
    times.push(origin.readyMs);
  }
  console.log(
    `${args.join(" ")}: median ${median(times).toFixed(0)} ms of ${RUNS} (${Math.min(...times).toFixed(0)}–${Math.max(...times).toFixed(0)})`,
  );
}
