import { CLOCK_WRAP, segmentTicks, TICKS_PER_SECOND } from "../hls/time.ts";
import { MUXER_LEAD_TICKS, START_UP_MS } from "./live-start.ts";

/** Words that the launcher replaces by the numbers of the moment. */
export const START_NUMBER_WORD = "@START_NUMBER@";
export const TIMESTAMP_OFFSET_WORD = "@TIMESTAMP_OFFSET@";

/**
 * A POSIX shell script for `sh -euc SCRIPT NAME ffmpeg …`, where no hlsctl is at hand: waits for the next segment boundary,
 * puts the numbers of `live-start.ts` in place of the two words, and becomes FFmpeg. Needs GNU `date` for milliseconds.
 */
export function liveLauncher(segmentDurationSec: number): string {
  const length = segmentTicks(segmentDurationSec);
  const ticksPerMs = TICKS_PER_SECOND / 1000;
  return [
    "now=$(date +%s%3N)",
    `number=$(( ((now + ${START_UP_MS}) * ${ticksPerMs} + ${length - 1}) / ${length} ))`,
    `wait=$(( number * ${length} / ${ticksPerMs} - ${START_UP_MS} - now ))`,
    `ticks=$(( (number * ${length} + ${CLOCK_WRAP - MUXER_LEAD_TICKS}) % ${CLOCK_WRAP} ))`,
    `offset=$(printf '%d.%06d' $((ticks / ${TICKS_PER_SECOND})) $((ticks % ${TICKS_PER_SECOND} * 100 / 9)))`,
    `for word do shift; case $word in ${START_NUMBER_WORD}) word=$number;; ${TIMESTAMP_OFFSET_WORD}) word=$offset;; esac; set -- "$@" "$word"; done`,
    'if [ "$wait" -gt 0 ]; then sleep "$(printf \'%d.%03d\' $((wait / 1000)) $((wait % 1000)))"; fi',
    'exec "$@"',
  ].join("\n");
}
