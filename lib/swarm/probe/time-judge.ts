import { isLive } from "../../hls/conformance/measures.ts";
import { isPartLate } from "../../viewer/part-pace.ts";
import type { PlaylistVersion } from "../../viewer/playlist-shelf.ts";
import { type Change, judgePace } from "./change-times.ts";
import type { ProbeFindings } from "./findings.ts";

/** Tells when a live playlist changes too soon, too late, or not at all. */
export class TimeJudge {
  constructor(
    private readonly findings: ProbeFindings,
    private readonly url: string,
  ) {}

  /** Nothing new in an answer that was asked for at `sentMs`; tells it when that has gone on for too long. */
  isStale(last: Change, sentMs: number, version: PlaylistVersion): boolean {
    const now = { afterMs: sentMs, beforeMs: sentMs };
    const pace = judgePace(last, now, version.playlist.targetDurationSec);
    if (pace?.verdict !== "late") return false;
    this.#tellStale(version, pace.seconds);
    return true;
  }

  judge(last: Change, change: Change, previous: PlaylistVersion, next: PlaylistVersion): void {
    if (!isLive(next.playlist)) return;
    const { targetDurationSec, partTargetSec } = next.playlist;
    if (partTargetSec !== null) return this.#judgePart(last, change, partTargetSec);
    this.findings.looked(["playlist-early", "playlist-stale"]);
    const pace = judgePace(last, change, targetDurationSec);
    if (pace?.verdict === "late") this.#tellStale(previous, pace.seconds);
    if (pace?.verdict !== "early") return;
    const after = `${pace.seconds.toFixed(2)} s after its last change`;
    this.findings.tell(
      "playlist-early",
      `${this.url}: changed ${after}, half of the target duration is ${targetDurationSec / 2} s`,
    );
  }

  /** Blocking reloads are answered with the part, so that their answers tell when it came. */
  #judgePart(last: Change, change: Change, partTargetSec: number): void {
    this.findings.looked(["part-late"]);
    const waitedMs = change.beforeMs - last.beforeMs;
    if (!isPartLate(waitedMs, partTargetSec)) return;
    const waited = `${(waitedMs / 1000).toFixed(2)} s after the one before`;
    this.findings.tell(
      "part-late",
      `${this.url}: a part came ${waited}, the part target is ${partTargetSec} s`,
    );
  }

  #tellStale({ edge }: PlaylistVersion, seconds: number): void {
    const example = `${this.url}: still ended with ${edge.sequence} after ${seconds.toFixed(1)} s`;
    this.findings.tell("playlist-stale", example);
  }
}
