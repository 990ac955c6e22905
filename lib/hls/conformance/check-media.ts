import type { MediaPlaylist } from "../playlist-shape.ts";
import { checkLowLatency } from "./check-low-latency.ts";
import { type Findings, findings, seconds, shortUri } from "./findings.ts";
import { DATE_TOLERANCE_MS, isLive, listedSec, ROUNDING_SEC } from "./measures.ts";
import type { Violation } from "./violations.ts";

/** File names of fragmented MP4 (RFC 8216, 3.3; ISO/IEC 23000-19 for cmf?). */
const FRAGMENTED_MP4 = /\.(?:m4[sfva]|mp4|cmf[vatm])(?:[?#]|$)/i;

/** What is wrong with one media playlist by itself. Delta updates are merged before. */
export function checkMedia(playlist: MediaPlaylist): Violation[] {
  const found = findings(playlist.oddities);
  checkVersion(playlist, found);
  checkDurations(playlist, found);
  checkType(playlist, found);
  checkMaps(playlist, found);
  checkDates(playlist, found);
  checkStart(playlist, found);
  checkLowLatency(playlist, found);
  return found.list();
}

function checkVersion({ version, needs }: MediaPlaylist, found: Findings): void {
  if (version >= needs.version) return;
  found.add("version-too-low", `EXT-X-VERSION is ${version}, ${needs.feature} needs ${needs.version}`);
}

function checkDurations(playlist: MediaPlaylist, found: Findings): void {
  const { targetDurationSec } = playlist;
  for (const { sequence, durationSec } of playlist.segments) {
    if (Math.round(durationSec) <= targetDurationSec) continue;
    const over = `the target duration of ${seconds(targetDurationSec)}`;
    found.add("extinf-over-target", `Segment ${sequence} lasts ${seconds(durationSec)}, more than ${over}`);
  }
  const listed = listedSec(playlist);
  // A window that has not slid yet is still filling.
  const isSliding = isLive(playlist) && playlist.mediaSequence > 0 && playlist.skipped === 0;
  if (isSliding && listed + ROUNDING_SEC < 3 * targetDurationSec) {
    found.add(
      "live-window-thin",
      `${seconds(listed)} are listed, three target durations are ${seconds(3 * targetDurationSec)}`,
    );
  }
}

function checkType(playlist: MediaPlaylist, found: Findings): void {
  const { type, isEnded, segments, trailingParts, skipped } = playlist;
  const isEmpty = segments.length === 0 && trailingParts.length === 0 && skipped === 0;
  if (isEmpty && !isLive(playlist)) found.add("playlist-empty", "It has ended and lists nothing");
  if (type !== "VOD" || isEnded) return;
  found.add("vod-without-endlist", `The playlist of ${segments.length} segments is of type VOD and goes on`);
}

function checkMaps({ segments }: MediaPlaylist, found: Findings): void {
  let last: unknown = null;
  for (const { sequence, uri, map } of segments) {
    if (map === null && FRAGMENTED_MP4.test(uri)) {
      found.add("map-missing", `Segment ${sequence}, ${shortUri(uri)}, has no EXT-X-MAP before it`);
    }
    if (map !== null && map !== last && map.key?.method === "AES-128" && map.key.iv === null) {
      found.add(
        "map-iv-missing",
        `${shortUri(map.uri)} is encrypted with ${shortUri(map.key.uri)} without an IV`,
      );
    }
    last = map;
  }
}

function checkDates(playlist: MediaPlaylist, found: Findings): void {
  const { segments } = playlist;
  segments.forEach((segment, i) => {
    const before = segments[i - 1];
    if (!before || !segment.hasDate || segment.isDiscontinuity) return;
    if (segment.dateMs === null || before.dateMs === null) return;
    const offMs = segment.dateMs - before.dateMs - before.durationSec * 1000;
    if (Math.abs(offMs) <= DATE_TOLERANCE_MS) return;
    const side = offMs > 0 ? "after" : "before";
    const off = seconds(Math.abs(offMs) / 1000);
    found.add(
      "date-inconsistent",
      `Segment ${segment.sequence} begins ${off} ${side} the end of the one before`,
    );
  });
  const isDated = segments.some(({ dateMs }) => dateMs !== null) || playlist.trailingDateMs !== null;
  if (isLive(playlist) && segments.length > 0 && !isDated) {
    found.add("date-missing", `None of ${segments.length} segments has a date`);
  }
}

function checkStart(playlist: MediaPlaylist, found: Findings): void {
  const { start, targetDurationSec } = playlist;
  const listed = listedSec(playlist);
  if (start === null || playlist.skipped > 0 || listed === 0) return;
  const offset = `TIME-OFFSET is ${seconds(start.offsetSec)}`;
  const fromEnd = start.offsetSec < 0 ? -start.offsetSec : listed - start.offsetSec;
  if (Math.abs(start.offsetSec) > listed + ROUNDING_SEC) {
    found.add("start-out-of-range", `${offset}, the playlist lists ${seconds(listed)}`);
  } else if (isLive(playlist) && fromEnd + ROUNDING_SEC < 3 * targetDurationSec) {
    const closest = seconds(3 * targetDurationSec);
    found.add("start-out-of-range", `${offset}, closer to the end of a live playlist than ${closest}`);
  }
}
