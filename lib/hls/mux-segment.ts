import type { Clip, Rendition } from "./media.ts";
import type { PacketWriter } from "./ts-packet.ts";
import type { Pictures, Schedule } from "./ts-schedule.ts";

/** A segment while it is written. */
export interface Segment {
  readonly rendition: Rendition;
  readonly clip: Clip;
  readonly n: number;
  readonly pictures: Pictures;
  readonly schedule: Schedule;
  /** Stream time of its beginning, modulo the clock. */
  readonly start: number;
  /** Ticks that pictures and sound wait in the receiver. */
  readonly delay: number;
  readonly writer: PacketWriter;
}
