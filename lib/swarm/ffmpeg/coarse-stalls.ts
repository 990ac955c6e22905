import type { PlayheadRecorder } from "../../viewer/playhead.ts";

/** A shorter stall comes from when FFmpeg's progress was read, not from the stream. */
const LEAST_STALL_MS = 10;

/** Passes on what one playhead tells, stalls only when they are long enough to be some. */
export class CoarseStalls implements PlayheadRecorder {
  #isTold = false;
  /** Of the stall, as far as it is not told. */
  #heldMs = 0;

  constructor(private readonly recorder: PlayheadRecorder) {}

  startup(variant: string, ms: number): void {
    this.recorder.startup(variant, ms);
  }

  played(variant: string, ms: number): void {
    this.recorder.played(variant, ms);
  }

  stallBegan(): void {
    this.#isTold = false;
    this.#heldMs = 0;
  }

  stalled(variant: string, ms: number): void {
    this.#heldMs += ms;
    if (!this.#isTold && this.#heldMs < LEAST_STALL_MS) return;
    if (!this.#isTold) this.recorder.stallBegan(variant);
    this.#isTold = true;
    this.recorder.stalled(variant, this.#heldMs);
    this.#heldMs = 0;
  }

  stallEnded(variant: string, ms: number): void {
    if (this.#isTold) this.recorder.stallEnded(variant, ms);
  }
}
