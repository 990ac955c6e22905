import type { MediaSegment } from "../../hls/playlist-shape.ts";
import type { ProbeDesk } from "./desk.ts";

/** Removed segments of a playlist that are asked for again. */
const MOST = 4;
/** Shares of the time for which a removed segment must stay at which it is asked for. */
const MOMENTS = [0.25, 0.5, 0.95];

/**
 * Whether segments that left a live playlist stay as long as players may still load them: their own duration and that of the
 * longest playlist that had them (RFC 8216, 6.2.2).
 */
export class RemovedWatch {
  #count = 0;
  readonly #running: Promise<void>[] = [];

  constructor(
    private readonly desk: ProbeDesk,
    private readonly label: string,
  ) {}

  /** `removedMs`: when it was seen in the playlist last. */
  add(segment: MediaSegment, removedMs: number, longestSec: number): void {
    if (segment.isGap || this.#count >= MOST) return;
    this.#count += 1;
    this.#running.push(this.#watch(segment, removedMs, longestSec));
  }

  async finish(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #watch(segment: MediaSegment, removedMs: number, longestSec: number): Promise<void> {
    const dueMs = 1000 * (segment.durationSec + longestSec);
    for (const share of MOMENTS) {
      await this.desk.asker.until(removedMs + share * dueMs);
      const answer = await this.#ask(segment);
      if (!answer) return;
      if (answer.status !== 404 && answer.status !== 410) continue;
      const goneSec = ((answer.sentMs - removedMs) / 1000).toFixed(1);
      const due = `it must stay for ${(dueMs / 1000).toFixed(1)} s`;
      this.desk.findings.tell(
        "segment-removed-early",
        `${segment.uri}: answered ${answer.status} ${goneSec} s after it left the playlist, ${due}`,
      );
      return;
    }
    this.desk.findings.looked(["segment-removed-early"]);
  }

  #ask({ uri, byteRange }: MediaSegment) {
    const range = { offset: byteRange?.offset ?? 0, length: 1 };
    return this.desk.asker.ask({ url: uri, lane: `${this.label} removed`, keepBytes: 0, range });
  }
}
