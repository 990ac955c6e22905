import type { Addresses } from "./address-book.ts";
import { connectProblem, problemWords } from "./connect-problem.ts";
import type { EpollMember } from "./epoll.ts";
import * as linux from "./linux.ts";
import type { Endpoint, Wire, WireHandler, WireProblem } from "./reactor.ts";
import type { Sockets } from "./sockets.ts";

/** Calls of `recv` in a row, so that nobody waits long for a connection that has much to say. */
const READS_A_TURN = 4;
/** First a head is to be read, and what follows it may be droppable; only then it pays to ask for more. */
const FIRST_READ_BYTES = 16 * 1024;
const MOST_DROPPED_BYTES = 1024 * 1024;

/** A plain TCP connection, without anything of Bun's. */
export class EpollWire implements Wire, EpollMember {
  fd = -1;
  readonly #sockets: Sockets;
  readonly #endpoint: Endpoint;
  #handler: WireHandler | null;
  #isOpen = false;
  /** Addresses: the one being tried, and those after it. */
  #addresses: readonly string[] = [];
  #backlog: Uint8Array | null = null;
  #sendError = 0;

  constructor(sockets: Sockets, endpoint: Endpoint, handler: WireHandler) {
    this.#sockets = sockets;
    this.#endpoint = endpoint;
    this.#handler = handler;
  }

  resolved(found: Addresses): void {
    if (this.#handler === null) return;
    if (found.ok) this.#connectTo(found.list);
    else this.#sockets.soon(() => this.#end("dns", found.detail));
  }

  write(bytes: Uint8Array): void {
    if (this.#handler === null) return;
    if (this.#backlog) this.#backlog = joined(this.#backlog, bytes);
    else this.#send(bytes);
  }

  close(): void {
    this.#handler = null;
    this.#backlog = null;
    this.#closeSocket();
  }

  ready(events: number): void {
    if (!this.#isOpen) return this.#connected();
    if (events & linux.EPOLLOUT) this.#flush();
    if (events & ~linux.EPOLLOUT) this.#read();
  }

  #connectTo(addresses: readonly string[]): void {
    this.#addresses = addresses;
    const begun = this.#sockets.connect(addresses[0] ?? "", this.#endpoint.port);
    this.fd = begun.fd;
    const errno = begun.errno === 0 ? this.#sockets.add(this, linux.EPOLLOUT) : begun.errno;
    if (errno !== 0) this.#sockets.soon(() => this.#unconnected(errno));
  }

  #connected(): void {
    const errno = this.#sockets.errorOf(this.fd);
    if (errno !== 0) return this.#unconnected(errno);
    this.#sockets.epoll.change(this, linux.EPOLLIN);
    this.#isOpen = true;
    this.#handler?.onOpen();
  }

  #unconnected(errno: number): void {
    this.#closeSocket();
    const [address, ...others] = this.#addresses;
    const problem = connectProblem(linux.errnoName(errno));
    const mayHelp = problem === "refused" || problem === "unreachable";
    if (mayHelp && others.length > 0 && this.#handler) return this.#connectTo(others);
    this.#end(problem, `${problemWords(problem)} (${address} port ${this.#endpoint.port})`);
  }

  #read(): void {
    let asked = FIRST_READ_BYTES;
    for (let turn = 0; turn < READS_A_TURN && this.#handler; turn += 1) {
      const droppable = Math.min(this.#handler.droppable(), MOST_DROPPED_BYTES);
      const isDropped = droppable > 0;
      if (isDropped) asked = droppable;
      const count = isDropped ? this.#sockets.drop(this.fd, asked) : this.#sockets.receive(this.fd, asked);
      if (count <= 0) return this.#ended(count);
      if (isDropped) this.#handler.onDropped(count);
      else this.#handler.onBytes(this.#sockets.received(count));
      // Fewer than asked for: nothing is left, and epoll tells of what comes.
      if (count < asked) return this.#awaitMore();
      asked = this.#sockets.bufferBytes;
    }
  }

  #awaitMore(): void {
    if (this.#handler && this.#handler.droppable() > 0) this.#sockets.acknowledgeAtOnce(this.fd);
  }

  #ended(count: number): void {
    const errno = count === 0 ? this.#sendError : this.#sockets.errno();
    if (errno === linux.EAGAIN || errno === linux.EINTR) return;
    if (errno === 0) return this.#end(null, "");
    const problem = connectProblem(linux.errnoName(errno));
    this.#end("reset", problemWords(problem));
  }

  #send(bytes: Uint8Array): void {
    const sent = this.#sockets.send(this.fd, bytes);
    if (sent === bytes.length) return this.#sockets.acknowledgeAtOnce(this.fd);
    const errno = sent < 0 ? this.#sockets.errno() : linux.EAGAIN;
    // The connection is broken, of which epoll tells too; what has come before may still be read.
    if (errno !== linux.EAGAIN && errno !== linux.EINTR) this.#sendError = errno;
    else {
      this.#backlog = bytes.slice(Math.max(0, sent));
      this.#sockets.epoll.change(this, linux.EPOLLIN | linux.EPOLLOUT);
    }
  }

  #flush(): void {
    const backlog = this.#backlog;
    if (!backlog) return;
    this.#backlog = null;
    this.#sockets.epoll.change(this, linux.EPOLLIN);
    this.#send(backlog);
  }

  #end(problem: WireProblem | null, detail: string): void {
    const handler = this.#handler;
    this.close();
    handler?.onClose(problem, detail);
  }

  #closeSocket(): void {
    if (this.fd < 0) return;
    this.#sockets.close(this);
    this.fd = -1;
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
