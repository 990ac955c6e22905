import type { LoadShape } from "./shape.ts";

/** The wanted number of viewers between two moments: a straight line. ms since the run began. */
export interface Piece {
  fromMs: number;
  toMs: number;
  from: number;
  to: number;
}

/** The whole shape as straight lines, one after another; afterwards the number stays. */
export function piecesOf(shape: LoadShape): Piece[] {
  if (shape.stages.length === 0) {
    return [{ fromMs: 0, toMs: (shape.clients / shape.rampRate) * 1000, from: 0, to: shape.clients }];
  }
  let fromMs = 0;
  let from = 0;
  return shape.stages.map((stage) => {
    const piece = { fromMs, toMs: fromMs + stage.durationMs, from, to: stage.clients };
    fromMs = piece.toMs;
    from = piece.to;
    return piece;
  });
}

/** When the ramp or the last stage is over. */
export function rampEndsMs(shape: LoadShape): number {
  return piecesOf(shape).at(-1)?.toMs ?? 0;
}

/**
 * How many viewers there should be: the line, rounded up, so that the first one comes at once and the last one stays until the
 * line has come down to the next number. Jitter and chance are left out.
 */
export function viewersAt(shape: LoadShape, atMs: number): number {
  if (atMs < 0 || (shape.durationMs !== null && atMs >= shape.durationMs)) return 0;
  return levelOf(piecesOf(shape), atMs);
}

/** The most viewers that can be there at the same time. */
export function peakOf(shape: LoadShape): number {
  const endMs = shape.durationMs ?? Number.POSITIVE_INFINITY;
  const pieces = piecesOf(shape).filter((piece) => piece.fromMs < endMs);
  const ends = pieces.map((piece) => {
    // Of chance arrivals all may come before the end cuts the line off.
    const isWhole = piece.toMs <= endMs || shape.arrival === "poisson";
    return isWhole ? piece.to : levelOf([piece], endMs);
  });
  return Math.max(0, ...ends, ...pieces.map((piece) => piece.from));
}

function levelOf(pieces: readonly Piece[], atMs: number): number {
  let level = 0;
  for (const piece of pieces) {
    if (atMs < piece.fromMs) break;
    if (atMs >= piece.toMs) {
      level = piece.to;
      continue;
    }
    const share = (atMs - piece.fromMs) / (piece.toMs - piece.fromMs);
    const exact = piece.from + (piece.to - piece.from) * share;
    // Upwards a viewer comes when the line leaves a number, downwards one goes when it reaches it.
    if (piece.to > piece.from) return Math.min(piece.to, Math.floor(exact + 1e-9) + 1);
    return Math.max(piece.to, Math.ceil(exact - 1e-9));
  }
  return level;
}
