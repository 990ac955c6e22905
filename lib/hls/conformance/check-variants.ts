import type { MediaPlaylist, MediaSegment, MultivariantPlaylist } from "../playlist-shape.ts";
import { type Findings, findings, seconds } from "./findings.ts";
import { isLive } from "./measures.ts";
import type { Violation } from "./violations.ts";

/**
 * What does not fit together among the media playlists of one stream (RFC 8216, 6.2.4), loaded at about the same time; the
 * multivariant playlist is null where there is only the one media playlist.
 */
export function checkVariants(
  media: readonly MediaPlaylist[],
  multivariant: MultivariantPlaylist | null = null,
): Violation[] {
  const found = findings();
  checkTargets(media, found);
  checkDates(media, found);
  checkDiscontinuities(media, found);
  checkReports(media, found);
  const isSaid = multivariant?.isIndependent || media.every(({ isIndependent }) => isIndependent);
  if (!isSaid) {
    const silent = media.filter(({ isIndependent }) => !isIndependent).length;
    found.add("independent-segments-missing", `${silent} of ${media.length} media playlists do not say it`);
  }
  return found.list();
}

function checkTargets(media: readonly MediaPlaylist[], found: Findings): void {
  const targets = [...new Set(media.map(({ targetDurationSec }) => targetDurationSec))];
  if (targets.length < 2) return;
  found.add("variant-target-duration-differs", `The target durations are ${targets.map(seconds).join(", ")}`);
}

function checkDates(media: readonly MediaPlaylist[], found: Findings): void {
  const filled = media.filter(({ segments }) => segments.length > 0);
  const dated = filled.filter(({ segments }) => segments.some(({ dateMs }) => dateMs !== null));
  if (dated.length === 0 || dated.length === filled.length) return;
  found.add("variant-dates-missing", `${dated.length} of ${filled.length} media playlists have dates`);
}

function checkDiscontinuities(media: readonly MediaPlaylist[], found: Findings): void {
  const [first, ...others] = media;
  if (!first) return;
  for (const other of others) {
    const apart = firstApart(first.segments, other.segments);
    if (apart !== null) found.add("variant-discontinuity-differs", apart);
    else if (!isLive(first) && !isLive(other)) compareEnds(first, other, found);
  }
}

/** Walks both lists by their dates: what is playing in the middle of a segment must have its number there, too. */
function firstApart(segments: readonly MediaSegment[], others: readonly MediaSegment[]): string | null {
  let at = 0;
  for (const { dateMs, durationSec, discontinuitySequence } of segments) {
    if (dateMs === null) continue;
    const middleMs = dateMs + durationSec * 500;
    while (at < others.length && endMs(others[at]!) <= middleMs) at++;
    const other = others[at];
    if (!other || (other.dateMs ?? Number.POSITIVE_INFINITY) > middleMs) continue;
    if (other.discontinuitySequence === discontinuitySequence) continue;
    const numbers = `${discontinuitySequence} and ${other.discontinuitySequence}`;
    return `At ${dateText(dateMs)} the discontinuity sequence numbers are ${numbers}`;
  }
  return null;
}

/** Counted on for long enough a date leaves what a Date can hold. */
function dateText(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? `${ms} ms` : date.toISOString();
}

/** Without a date it is over: it cannot be compared. */
function endMs({ dateMs, durationSec }: MediaSegment): number {
  return dateMs === null ? Number.NEGATIVE_INFINITY : dateMs + durationSec * 1000;
}

/** Without dates whole playlists can be compared, and only those. */
function compareEnds(a: MediaPlaylist, b: MediaPlaylist, found: Findings): void {
  const ends = [a, b].map(({ segments }) => segments.at(-1)?.discontinuitySequence ?? 0);
  if (ends[0] === ends[1]) return;
  const numbers = `${ends[0]} and ${ends[1]}`;
  found.add("variant-discontinuity-differs", `At the end the discontinuity sequence numbers are ${numbers}`);
}

function checkReports(media: readonly MediaPlaylist[], found: Findings): void {
  const lowLatency = media.filter((playlist) => playlist.partTargetSec !== null && isLive(playlist));
  if (media.length < 2) return;
  for (const { renditionReports } of lowLatency) {
    if (renditionReports.length >= media.length - 1) continue;
    const count = `${renditionReports.length} of ${media.length - 1}`;
    found.add("rendition-report-missing", `A playlist reports on ${count} other renditions`);
  }
}
