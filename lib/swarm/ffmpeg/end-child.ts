import type { Clock } from "../../viewer/viewer-shape.ts";
import type { FfmpegChild } from "./child.ts";

/** Between the two signals that FFmpeg needs when it waits for the network (the first is looked at after a packet). */
const SECOND_SIGNAL_MS = 100;
const PATIENCE_MS = 3000;

/** Asks twice, then insists. */
export function endChild(clock: Clock, child: FfmpegChild): void {
  child.signal("SIGTERM");
  const again = clock.at(clock.nowMs() + SECOND_SIGNAL_MS, () => child.signal("SIGTERM"));
  const insist = clock.at(clock.nowMs() + PATIENCE_MS, () => child.signal("SIGKILL"));
  void child.ended.then(() => {
    again.cancel();
    insist.cancel();
  });
}
