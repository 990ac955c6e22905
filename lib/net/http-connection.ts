import type { ResponseHead } from "../http/response-head.ts";
import { ResponseReader, type ResponseSink } from "../http/response-reader.ts";
import type { HttpLane } from "./http-lane.ts";
import type { Transfer } from "./http-transfer.ts";
import type { Endpoint, Reactor, Wire, WireHandler, WireProblem } from "./reactor.ts";

/** A keep-alive connection: joins a wire, a reader of responses and the transfer that is under way. */
export class HttpConnection implements WireHandler, ResponseSink {
  readonly origin: string;
  readonly #lane: HttpLane;
  readonly #reader = new ResponseReader(this);
  readonly #wire: Wire;
  #transfer: Transfer | null = null;
  #isOpen = false;
  /** Has carried an answer before. */
  #isUsed = false;

  constructor(lane: HttpLane, origin: string, start: { reactor: Reactor; endpoint: Endpoint }) {
    this.#lane = lane;
    this.origin = origin;
    this.#wire = start.reactor.connect(start.endpoint, this);
  }

  /** Sends the transfer's request now or when the connection stands. */
  carry(transfer: Transfer): void {
    this.#transfer = transfer;
    if (this.#isOpen) this.#send(transfer);
  }

  close(): void {
    this.#transfer = null;
    this.#reader.abandon();
    this.#wire.close();
  }

  onOpen(): void {
    this.#isOpen = true;
    if (this.#transfer) this.#send(this.#transfer);
  }

  onBytes(chunk: Uint8Array): void {
    this.#transfer?.heard();
    this.#reader.feed(chunk);
  }

  onDropped(count: number): void {
    this.#transfer?.heard();
    this.#reader.dropped(count);
  }

  droppable(): number {
    return this.#reader.droppable();
  }

  onClose(problem: WireProblem | null, detail: string): void {
    this.#lane.forget(this);
    const transfer = this.#transfer;
    if (!transfer) return;
    if (!this.#isOpen) {
      this.#transfer = null;
      transfer.fail(problem ?? "reset", detail || "the server closed the connection at once");
    } else if (this.#isUsed && !transfer.hasRetried && transfer.firstByteMs === null) {
      this.#transfer = null;
      transfer.hasRetried = true;
      this.#lane.send(transfer);
    } else this.#reader.closed(problem === null ? null : detail);
  }

  onHead(head: ResponseHead): boolean {
    return this.#transfer?.begin(head) ?? false;
  }

  onBody(chunk: Uint8Array): void {
    this.#transfer?.take(chunk);
  }

  onSkipped(count: number): void {
    this.#transfer?.skip(count);
  }

  onEnd(keepsAlive: boolean): void {
    const transfer = this.#transfer;
    this.#transfer = null;
    this.#isUsed = true;
    if (!keepsAlive) this.#lane.drop(this);
    transfer?.complete();
  }

  onProblem(problem: "protocol" | "truncated" | "reset", detail: string): void {
    const transfer = this.#transfer;
    this.#lane.drop(this);
    transfer?.fail(problem, detail);
  }

  #send(transfer: Transfer): void {
    this.#reader.begin("GET");
    this.#wire.write(transfer.sending());
  }
}
