import type { Order } from "./protocol.ts";

/** Orders from lines; the coordinator is this same program, so that a line that is none means that it was cut off. */
export async function* parseOrders(lines: AsyncIterable<string>): AsyncGenerator<Order, void> {
  for await (const line of lines) {
    const order = parseOrder(line);
    if (order === undefined) return;
    yield order;
  }
}

function parseOrder(line: string): Order | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const isOrder = typeof value === "object" && value !== null && "order" in value;
    return isOrder ? (value as Order) : undefined;
  } catch {
    return undefined;
  }
}
