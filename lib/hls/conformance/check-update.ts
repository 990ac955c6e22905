import type { MediaPlaylist } from "../playlist-shape.ts";
import { checkPartUpdate } from "./check-part-update.ts";
import { checkSameSegments } from "./check-same-segments.ts";
import { type Findings, findings, seconds } from "./findings.ts";
import { isLive, lastSequence, listedSec, ROUNDING_SEC } from "./measures.ts";
import type { Violation } from "./violations.ts";

/**
 * What a media playlist did that it must not between two loads: it may only gain segments at its end, lose them at its
 * beginning, count those and gain EXT-X-ENDLIST (RFC 8216, 6.2.1). Delta updates are merged before. After a step back of the
 * media sequence number nothing else can be compared.
 */
export function checkUpdate(previous: MediaPlaylist, next: MediaPlaylist): Violation[] {
  const found = findings();
  checkHeader(previous, next, found);
  if (next.mediaSequence < previous.mediaSequence) {
    const change = `from ${previous.mediaSequence} to ${next.mediaSequence}`;
    found.add("media-sequence-decreased", `EXT-X-MEDIA-SEQUENCE went ${change}`);
    return found.list();
  }
  checkRemoval(previous, next, found);
  checkEnd(previous, next, found);
  checkSameSegments(previous, next, found);
  checkPartUpdate(previous, next, found);
  return found.list();
}

function checkHeader(previous: MediaPlaylist, next: MediaPlaylist, found: Findings): void {
  if (previous.targetDurationSec !== next.targetDurationSec) {
    const change = `from ${seconds(previous.targetDurationSec)} to ${seconds(next.targetDurationSec)}`;
    found.add("target-duration-changed", `The target duration changed ${change}`);
  }
  if (previous.type !== next.type) {
    found.add(
      "playlist-type-changed",
      `The type changed from ${previous.type ?? "none"} to ${next.type ?? "none"}`,
    );
  }
  if (previous.isEnded && !next.isEnded) {
    found.add("endlist-vanished", `EXT-X-ENDLIST stood after segment ${lastSequence(previous)} and is gone`);
  }
}

function checkRemoval(previous: MediaPlaylist, next: MediaPlaylist, found: Findings): void {
  const removed = next.mediaSequence - previous.mediaSequence;
  const listed = listedSec(next);
  const leastSec = 3 * next.targetDurationSec;
  if (removed === 0 || next.isEnded || next.skipped > 0) return;
  if (previous.type === "EVENT") {
    found.add("event-removed-segment", `Segments before ${next.mediaSequence} were removed`);
  }
  if (listed + ROUNDING_SEC < leastSec) {
    const rest = `${seconds(listed)} remain, three target durations are ${seconds(leastSec)}`;
    found.add("window-too-short", `Segments before ${next.mediaSequence} were removed, ${rest}`);
  }
}

function checkEnd(previous: MediaPlaylist, next: MediaPlaylist, found: Findings): void {
  const before = lastSequence(previous);
  const now = lastSequence(next);
  const isSame = previous.mediaSequence === next.mediaSequence && before === now;
  const change = `It had segments ${previous.mediaSequence} to ${before} and has ${next.mediaSequence} to ${now}`;
  if (!isLive(previous) && !isSame) {
    found.add(previous.type === "VOD" ? "vod-changed" : "changed-after-endlist", change);
  } else if (now < before) {
    found.add("segment-vanished", `The last segment was ${before} and is ${now}`);
  }
}
