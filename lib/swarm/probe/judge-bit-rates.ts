import { isLive } from "../../hls/conformance/measures.ts";
import type { MediaPlaylist } from "../../hls/playlist-shape.ts";
import { averageBitRate, type Measured, mediaSec, peakBitRate } from "./bit-rates.ts";
import type { ProbedStream } from "./desk.ts";
import type { ProbeFindings } from "./findings.ts";

/** EXTINF is rounded. */
const TOLERANCE = 1.01;
/** The average of a short time is none. */
const AVERAGE = { tolerance: 1.05, leastSec: 20 };

/**
 * What segments weigh against what the multivariant playlist says of them (RFC 8216, 4.3.4.2). Alternate audio is not in it, so
 * that more than declared is more in any case.
 */
export function judgeBitRates(
  { label, variant }: ProbedStream,
  playlist: MediaPlaylist | null,
  measured: readonly Measured[],
  findings: ProbeFindings,
): void {
  const peak = peakBitRate(measured, playlist?.targetDurationSec ?? 0);
  if (!variant || !playlist || peak === null) return;
  const { bandwidth, averageBandwidth } = variant;
  findings.looked(["bandwidth-exceeded"]);
  if (peak > bandwidth * TOLERANCE) {
    findings.tell("bandwidth-exceeded", `${label}: ${compared(peak, "BANDWIDTH", bandwidth)}`);
  }
  const average = averageBitRate(measured);
  if (averageBandwidth === null || average === null || !isLongEnough(playlist, measured)) return;
  findings.looked(["average-bandwidth-exceeded"]);
  if (average <= averageBandwidth * AVERAGE.tolerance) return;
  const words = compared(average, "AVERAGE-BANDWIDTH", averageBandwidth);
  findings.tell("average-bandwidth-exceeded", `${label}: ${words}`);
}

function isLongEnough(playlist: MediaPlaylist, measured: readonly Measured[]): boolean {
  const isWhole = !isLive(playlist) && measured.length >= playlist.segments.length;
  return isWhole || mediaSec(measured) >= AVERAGE.leastSec;
}

function compared(bitsPerSec: number, name: string, declared: number): string {
  const kbit = (bits: number) => `${Math.round(bits / 1000)} kbit/s`;
  return `${kbit(bitsPerSec)} were measured, ${name} is ${kbit(declared)}`;
}
