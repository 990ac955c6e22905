import type { Socket, SocketHandler } from "bun";
import { errorCode } from "../host/native.ts";
import type { Addresses } from "./address-book.ts";
import { connectProblem, isOutOfDescriptors, problemWords, tlsWords } from "./connect-problem.ts";
import type { Endpoint, Wire, WireHandler, WireProblem } from "./reactor.ts";
import { tlsOptions } from "./tls-options.ts";

/** What a wire needs of the loop it belongs to. */
export interface WireOwner {
  /** An error of our own code, which must not be lost. */
  fail(error: unknown): void;
  /** The wire is over. */
  forget(wire: BunWire): void;
}

const HANDLERS: SocketHandler<BunWire> = {
  open: (socket) => socket.data.guard(() => socket.data.opened(socket)),
  handshake: (socket, isRight, error) => socket.data.guard(() => socket.data.shaken(isRight, error)),
  data: (socket, chunk) => socket.data.guard(() => socket.data.received(chunk)),
  drain: (socket) => socket.data.guard(() => socket.data.flush()),
  close: (socket, error) => socket.data.guard(() => socket.data.closed(error)),
  // Errors of our own code never come here, because all else is guarded.
  error: (socket, error) => socket.data.guard(() => socket.data.broken(error)),
  // `Bun.connect` also rejects; there it is looked at.
  connectError() {},
};

/** A connection on a socket of Bun's, plain or TLS. */
export class BunWire implements Wire {
  readonly owner: WireOwner;
  readonly #endpoint: Endpoint;
  #handler: WireHandler | null;
  #socket: Socket<BunWire> | null = null;
  #backlog: Uint8Array[] | null = null;
  /** For TLS: the handshake is over. */
  #isOpen = false;

  constructor(owner: WireOwner, endpoint: Endpoint, handler: WireHandler) {
    this.owner = owner;
    this.#endpoint = endpoint;
    this.#handler = handler;
  }

  resolved(found: Addresses): void {
    if (found.ok) this.#connectTo(found.list);
    else queueMicrotask(() => this.guard(() => this.end("dns", found.detail)));
  }

  #connectTo(addresses: readonly string[]): void {
    const [hostname = "", ...others] = addresses;
    if (this.#handler === null) return;
    const { port, tls } = this.#endpoint;
    const secured = tls ? { tls: tlsOptions(this.#endpoint, tls) } : {};
    Promise.try(() =>
      Bun.connect<BunWire>({ hostname, port, data: this, socket: HANDLERS, ...secured }),
    ).catch((error) => this.guard(() => this.#unconnected(error, hostname, others)));
  }

  write(bytes: Uint8Array): void {
    if (this.#backlog) this.#backlog.push(bytes.slice());
    else if (this.#socket) this.#writeNow(bytes);
  }

  close(): void {
    this.#handler = null;
    this.#backlog = null;
    this.#socket?.end();
    this.owner.forget(this);
  }

  /** Tells the handler that it is over. */
  end(problem: WireProblem | null, detail: string): void {
    const handler = this.#handler;
    this.close();
    handler?.onClose(problem, detail);
  }

  guard(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.owner.fail(error);
    }
  }

  opened(socket: Socket<BunWire>): void {
    if (this.#handler === null) return void socket.terminate();
    this.#socket = socket;
    if (this.#endpoint.tls) return;
    this.#isOpen = true;
    this.#handler.onOpen();
  }

  shaken(isRight: boolean, error: Error | null): void {
    if (this.#handler === null) return;
    const isInsecure = this.#endpoint.tls?.insecure === true && error !== null && !isUnshaken(error);
    if (!isRight && !isInsecure)
      return this.end("tls", error ? tlsWords(error, this.#endpoint.hostname) : "the TLS handshake failed");
    this.#isOpen = true;
    this.#handler.onOpen();
  }

  received(chunk: Uint8Array): void {
    this.#handler?.onBytes(chunk);
  }

  flush(): void {
    const backlog = this.#backlog;
    if (!backlog) return;
    this.#backlog = null;
    for (const bytes of backlog) this.write(bytes);
  }

  /** TLS fails after the handshake, too: a server that asks for a certificate says only then that it has got none. */
  broken(error: Error): void {
    this.end(this.#endpoint.tls ? "tls" : "reset", error.message);
  }

  closed(error: Error | undefined): void {
    this.#socket = null;
    if (!this.#isOpen) this.end("tls", error?.message ?? "the server closed during the TLS handshake");
    else if (error) this.end("reset", error.message);
    else this.end(null, "");
  }

  #writeNow(bytes: Uint8Array): void {
    const count = Math.max(0, this.#socket?.write(bytes) ?? 0);
    if (count < bytes.length) this.#backlog = [bytes.slice(count)];
  }

  #unconnected(error: unknown, address: string, others: readonly string[]): void {
    if (this.#handler === null) return;
    if (error instanceof Error && errorCode(error).startsWith("ERR_"))
      return this.end("tls", tlsWords(error, this.#endpoint.hostname));
    const problem = isOutOfDescriptors() ? "no-descriptor" : connectProblem(errorCode(error));
    const mayHelp = problem === "refused" || problem === "unreachable";
    if (mayHelp && others.length > 0) return this.#connectTo(others);
    this.end(problem, `${problemWords(problem)} (${address} port ${this.#endpoint.port})`);
  }
}

/** There is no TLS at all, which is worse than a certificate that is not trusted or has another name. */
function isUnshaken(error: Error): boolean {
  return ["EPROTO", "ECONNRESET"].includes(errorCode(error));
}
