import type { Exchange } from "../http/exchange.ts";
import { segmentRetryDelayMs } from "./backoff.ts";
import { type Ask, type Cancellable, type Desk, isGood, isMedia } from "./desk.ts";

export interface ResourceRequest extends Omit<Ask, "attempt" | "onDone" | "onChunk"> {
  /** Before every try; what it returns sees the body of that one. */
  onTry?(): ((chunk: Uint8Array) => void) | null;
  /** Every answer, also those that are tried again. */
  onAnswer?(exchange: Exchange): void;
  /** The last one; after `segMaxRetry` further tries a bad one. */
  onEnd(exchange: Exchange): void;
}

/** Loads something with its further tries; each of them is due when its wait is over. */
export function fetchResource(desk: Desk, request: ResourceRequest): Cancellable {
  let pending: Cancellable | null = null;
  const { onTry, onAnswer, onEnd, ...ask } = request;
  send(request.dueMs, 0);
  return { cancel: () => pending?.cancel() };

  function send(dueMs: number, attempt: number): void {
    const onChunk = onTry?.();
    const onDone = (exchange: Exchange) => take(exchange, attempt);
    pending = desk.ask({ ...ask, dueMs, attempt, ...(onChunk && { onChunk }), onDone });
  }

  function take(exchange: Exchange, attempt: number): void {
    pending = null;
    onAnswer?.(exchange);
    if (
      (request.kind === "key" ? isGood(exchange) : isMedia(exchange)) ||
      attempt >= desk.options.segMaxRetry
    )
      return onEnd(exchange);
    const againMs = exchange.endMs + segmentRetryDelayMs(attempt + 1, desk.world.random());
    pending = desk.world.clock.at(againMs, () => send(againMs, attempt + 1));
  }
}
