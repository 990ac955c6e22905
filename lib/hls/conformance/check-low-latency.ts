import type { MediaPlaylist, MediaSegment, Part } from "../playlist-shape.ts";
import { type Findings, seconds, shortUri } from "./findings.ts";
import { isLive, ROUNDING_SEC, totalSec } from "./measures.ts";

/** What is wrong with the tags of Low-Latency HLS in one playlist; adds to the findings. */
export function checkLowLatency(playlist: MediaPlaylist, found: Findings): void {
  checkControl(playlist, found);
  checkHints(playlist, found);
  const hasParts =
    playlist.trailingParts.length > 0 || playlist.segments.some(({ parts }) => parts.length > 0);
  if (!hasParts && playlist.partTargetSec === null) return;
  checkOffer(playlist, hasParts, found);
  if (playlist.partTargetSec !== null) checkParts(playlist, playlist.partTargetSec, found);
  checkOldParts(playlist, found);
}

function checkControl({ serverControl, targetDurationSec }: MediaPlaylist, found: Findings): void {
  if (serverControl === null) return;
  const { holdBackSec, canSkipUntilSec, canSkipDateRanges } = serverControl;
  if (holdBackSec !== null && holdBackSec + ROUNDING_SEC < 3 * targetDurationSec) {
    found.add(
      "hold-back-low",
      `HOLD-BACK is ${seconds(holdBackSec)} at a target duration of ${seconds(targetDurationSec)}`,
    );
  }
  if (canSkipUntilSec !== null && canSkipUntilSec + ROUNDING_SEC < 6 * targetDurationSec) {
    const target = `a target duration of ${seconds(targetDurationSec)}`;
    found.add("can-skip-until-low", `CAN-SKIP-UNTIL is ${seconds(canSkipUntilSec)} at ${target}`);
  }
  if (canSkipDateRanges && canSkipUntilSec === null) {
    found.add("skip-dateranges-alone", "CAN-SKIP-DATERANGES=YES is told, CAN-SKIP-UNTIL is not");
  }
}

function checkHints({ preloadHints, isEnded }: MediaPlaylist, found: Findings): void {
  const [first] = preloadHints;
  if (first && isEnded) found.add("hint-after-end", `${shortUri(first.uri)} is hinted after EXT-X-ENDLIST`);
  for (const type of ["PART", "MAP"] as const) {
    const count = preloadHints.filter((hint) => hint.type === type).length;
    if (count > 1) found.add("hint-repeated", `There are ${count} hints of TYPE=${type}`);
  }
}

/** What a playlist with parts must tell of itself. */
function checkOffer(playlist: MediaPlaylist, hasParts: boolean, found: Findings): void {
  const { serverControl, partTargetSec } = playlist;
  if (partTargetSec === null) found.add("part-inf-missing", "There are parts, and no PART-TARGET");
  const holdBack = serverControl?.partHoldBackSec ?? null;
  if (holdBack === null) found.add("part-hold-back-missing", "There are parts, and no PART-HOLD-BACK");
  else if (partTargetSec !== null) checkHoldBack(holdBack, partTargetSec, found);
  if (!isLive(playlist) || !hasParts) return;
  if (!serverControl?.canBlockReload) found.add("blocking-reload-missing", "CAN-BLOCK-RELOAD is not YES");
  if (!playlist.preloadHints.some(({ type }) => type === "PART")) {
    found.add("hint-missing", "There is no EXT-X-PRELOAD-HINT of TYPE=PART");
  }
}

function checkHoldBack(holdBackSec: number, partTargetSec: number, found: Findings): void {
  const parts = (holdBackSec + ROUNDING_SEC) / partTargetSec;
  const text = `PART-HOLD-BACK is ${seconds(holdBackSec)} at a part target of ${seconds(partTargetSec)}`;
  if (parts < 2) found.add("part-hold-back-low", text);
  else if (parts < 3) found.add("part-hold-back-thin", text);
}

function checkParts(playlist: MediaPlaylist, partTargetSec: number, found: Findings): void {
  const next = playlist.mediaSequence + playlist.skipped + playlist.segments.length;
  for (const segment of playlist.segments) checkPartsOf(segment.parts, segment, partTargetSec, found);
  checkPartsOf(playlist.trailingParts, { sequence: next, isGap: false }, partTargetSec, found);
}

function checkPartsOf(
  parts: readonly Part[],
  segment: Pick<MediaSegment, "sequence" | "isGap">,
  partTargetSec: number,
  found: Findings,
): void {
  const target = `the part target of ${seconds(partTargetSec)}`;
  parts.forEach((part, i) => {
    const what = `Part ${i} of segment ${segment.sequence} lasts ${seconds(part.durationSec)}`;
    // Written with five digits: 1/3 s may be one unit over.
    if (part.durationSec > partTargetSec + 0.0001)
      found.add("part-over-target", `${what}, more than ${target}`);
    const next = parts[i + 1];
    const mayBeShort = part.isIndependent || part.isGap || next === undefined || next.isGap;
    if (!mayBeShort && part.durationSec < 0.85 * partTargetSec - 0.0001) {
      found.add("part-too-short", `${what}, less than 85 % of ${target}`);
    }
  });
}

function checkOldParts(playlist: MediaPlaylist, found: Findings): void {
  const keptSec = 3 * playlist.targetDurationSec + ROUNDING_SEC;
  let toEndSec = totalSec(playlist.trailingParts);
  for (let i = playlist.segments.length - 1; i >= 0; i--) {
    const { sequence, parts, durationSec } = playlist.segments[i]!;
    if (parts.length > 0 && toEndSec > keptSec) {
      found.add(
        "parts-not-removed",
        `Segment ${sequence} still has parts, ${seconds(toEndSec)} before the end`,
      );
    }
    toEndSec += durationSec;
  }
}
