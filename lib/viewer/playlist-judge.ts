import type { ViolationCode } from "../hls/conformance/violations.ts";
import type { Exchange } from "../http/exchange.ts";
import type { Desk } from "./desk.ts";
import type { Directives } from "./directives.ts";
import { isPartLate } from "./part-pace.ts";
import type { PlaylistVersion } from "./playlist-shelf.ts";
import { isComplete } from "./start-point.ts";

/**
 * Tells what is wrong with the contents that one viewer sees of one playlist. Each viewer tells every content once, so that what only
 * some viewers get is counted as often as they got it.
 */
export class PlaylistJudge {
  private isStaleTold = false;

  constructor(
    private readonly desk: Desk,
    private readonly url: string,
  ) {}

  tell(code: ViolationCode, example: string): void {
    this.desk.world.recorder.violation(code, example);
  }

  /** A content that the viewer had not. */
  change(previous: PlaylistVersion | null, version: PlaylistVersion): void {
    this.isStaleTold = false;
    for (const { code, example } of version.violations) this.tell(code, example);
    if (previous === null) return;
    for (const { code, example } of this.desk.shared.shelf.compare(previous, version))
      this.tell(code, example);
  }

  /** Every answer, against what any viewer had before it was asked for. */
  age(version: PlaylistVersion, { sentMs, endMs }: Exchange): void {
    const { targetDurationSec } = version.playlist;
    const times = { sentMs, endMs, targetDurationSec };
    const known = this.desk.shared.shelf.coherence.judge(this.url, version.edge, times);
    if (known === null) return;
    const { sequence, parts } = version.edge;
    const came = parts === 0 ? `${sequence}` : `${sequence} and ${parts} parts`;
    this.tell("cache-incoherent", `${this.url}: ends with ${came} after ${known.sequence} had been served`);
  }

  /** Nothing new in one and a half target durations (RFC 8216, 6.2.1), once each time; had since `arrivedMs`, nothing newer at `atMs`. */
  staleness(version: PlaylistVersion, arrivedMs: number, atMs: number): void {
    const ageMs = atMs - arrivedMs;
    const limitMs = 1500 * version.playlist.targetDurationSec;
    if (this.isStaleTold || isComplete(version.playlist) || ageMs <= limitMs) return;
    this.isStaleTold = true;
    const age = (ageMs / 1000).toFixed(1);
    this.tell("playlist-stale", `${this.url}: still ends with ${version.edge.sequence} after ${age} s`);
  }

  /** The first byte of a held answer tells when there was something new, at the latest `arrivedMs` the last thing new before. */
  partPace({ playlist }: PlaylistVersion, arrivedMs: number, { firstByteMs, endMs }: Exchange): void {
    const waitedMs = (firstByteMs ?? endMs) - arrivedMs;
    if (playlist.partTargetSec === null || isComplete(playlist)) return;
    if (!isPartLate(waitedMs, playlist.partTargetSec)) return;
    const waited = `${(waitedMs / 1000).toFixed(2)} s after the one before`;
    this.tell(
      "part-late",
      `${this.url}: a part came ${waited}, the part target is ${playlist.partTargetSec} s`,
    );
  }

  /** An answer that had to wait for what it was asked for (bis, 6.2.5.2); returns whether it did. */
  hold(exchange: Exchange, { sequence, part }: Directives, { edge }: PlaylistVersion): boolean {
    const isThere =
      edge.sequence >= sequence ||
      (edge.sequence + 1 === sequence && edge.parts > (part ?? Number.POSITIVE_INFINITY));
    this.desk.world.recorder.blockingReload(exchange.endMs - exchange.sentMs, !isThere);
    if (isThere) return true;
    const wanted = part === null ? `segment ${sequence}` : `part ${part} of segment ${sequence}`;
    this.tell("blocking-reload-early", `${exchange.url}: was answered without ${wanted}`);
    return false;
  }
}
