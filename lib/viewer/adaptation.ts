import type { Exchange } from "../http/exchange.ts";
import { adapt } from "./adapt.ts";
import { Bandwidth } from "./bandwidth.ts";
import type { Programme } from "./choose-variants.ts";
import type { Piece } from "./piece.ts";
import type { Playhead } from "./playhead.ts";

/** One viewer's choice of variants over time, made anew with every segment. */
export class Adaptation {
  private readonly bandwidth = new Bandwidth();

  constructor(
    private readonly programmes: readonly Programme[],
    private current: Programme,
  ) {}

  /** After a piece has come, or failed; null: nothing changes. Parts are judged once a segment, by the first of them. */
  next(
    head: Playhead,
    piece: Piece,
    exchange: Exchange | null,
  ): { programme: Programme; isUp: boolean } | null {
    if (exchange && exchange.bytes > 0) this.bandwidth.add(exchange.bytes, tookMs(exchange));
    head.label = this.current.label;
    if (piece.kind === "part" && piece.at.part > 0) return null;
    const conditions = {
      estimate: this.bandwidth.estimate,
      bufferedMs: head.bufferedMs(0),
      durationMs: piece.durationMs,
    };
    const programme = adapt(this.programmes, this.current, conditions);
    if (programme === this.current) return null;
    const isUp = programme.bandwidth > this.current.bandwidth;
    this.current = programme;
    return { programme, isUp };
  }
}

/** From the first byte on: what the server waited says nothing of the network. */
function tookMs({ sentMs, firstByteMs, endMs }: Exchange): number {
  return endMs - (firstByteMs ?? sentMs);
}
