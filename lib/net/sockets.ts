import { ptr } from "bun:ffi";
import { Epoll } from "./epoll.ts";
import type { EpollWire } from "./epoll-wire.ts";
import type { Libc } from "./libc.ts";
import * as linux from "./linux.ts";
import { socketAddress } from "./socket-address.ts";

const BUFFER_BYTES = 256 * 1024;
const ON = new Int32Array([1]);
const INT_BYTES = 4;

/** Non-blocking TCP sockets of the C library's, with one buffer that all receive into. */
export class Sockets {
  readonly epoll: Epoll;
  readonly bufferBytes = BUFFER_BYTES;
  /** Puts a call off until the reactor's next turn. */
  readonly soon: (run: () => void) => void;
  readonly #libc: Libc;
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  readonly #bufferAt = ptr(this.#buffer);
  readonly #answer = new Int32Array(1);
  readonly #answerSize = new Int32Array([INT_BYTES]);
  readonly #addresses = new Map<string, Uint8Array | null>();
  readonly #open = new Set<EpollWire>();
  #isClosed = false;

  constructor(libc: Libc, soon: (run: () => void) => void) {
    this.#libc = libc;
    this.soon = soon;
    this.epoll = new Epoll(libc);
  }

  /** Nothing is opened afterwards. */
  closeAll(): void {
    this.#isClosed = true;
    for (const wire of this.#open) wire.close();
    this.epoll.close();
  }

  errno(): number {
    return this.#libc.errno();
  }

  /** Begins to connect; when `errno` is 0 the descriptor can be written to as soon as it is decided. */
  connect(address: string, port: number): { fd: number; errno: number } {
    const target = this.#isClosed ? null : this.#address(address, port);
    if (!target) return { fd: -1, errno: linux.EHOSTUNREACH };
    const kind = linux.SOCK_STREAM | linux.SOCK_NONBLOCK | linux.SOCK_CLOEXEC;
    const fd = this.#libc.socket(target[0] ?? linux.AF_INET, kind, 0);
    if (fd < 0) return { fd, errno: this.errno() };
    this.#libc.setsockopt(fd, linux.IPPROTO_TCP, linux.TCP_NODELAY, ON, INT_BYTES);
    const result = this.#libc.connect(fd, target, target.length);
    const errno = result === 0 ? 0 : this.errno();
    if (errno === 0 || errno === linux.EINPROGRESS) return { fd, errno: 0 };
    this.#libc.close(fd);
    return { fd: -1, errno };
  }

  /** Why connecting failed; 0: it did not. */
  errorOf(fd: number): number {
    this.#answerSize[0] = INT_BYTES;
    const result = this.#libc.getsockopt(
      fd,
      linux.SOL_SOCKET,
      linux.SO_ERROR,
      this.#answer,
      this.#answerSize,
    );
    return result === 0 ? (this.#answer[0] ?? 0) : this.errno();
  }

  /** How many bytes came into the buffer; 0: the end; negative: see `errno`. */
  receive(fd: number, most: number): number {
    return this.#libc.recv(fd, this.#bufferAt, most, linux.MSG_DONTWAIT);
  }

  /** Valid until the next `receive`. */
  received(count: number): Uint8Array {
    return this.#buffer.subarray(0, count);
  }

  /** Lets the kernel drop bytes that have come; returns as `receive`. */
  drop(fd: number, most: number): number {
    return this.#libc.recv(fd, 0, most, linux.MSG_TRUNC | linux.MSG_DONTWAIT);
  }

  send(fd: number, bytes: Uint8Array): number {
    return this.#libc.send(fd, bytes, bytes.length, linux.MSG_NOSIGNAL | linux.MSG_DONTWAIT);
  }

  /**
   * After a request Linux holds acknowledgements back for 40 ms, in the hope of more to send; over loopback, whose packets
   * are 64 KiB, servers wait that long in the middle of the first segment. The wish lasts but a while (tcp(7)).
   */
  acknowledgeAtOnce(fd: number): void {
    this.#libc.setsockopt(fd, linux.IPPROTO_TCP, linux.TCP_QUICKACK, ON, INT_BYTES);
  }

  /** The wire wants to hear of its descriptor. Returns an errno; 0: it will. */
  add(wire: EpollWire, events: number): number {
    this.#open.add(wire);
    return this.epoll.add(wire, events);
  }

  close(wire: EpollWire): void {
    this.#open.delete(wire);
    this.epoll.remove(wire);
    this.#libc.close(wire.fd);
  }

  #address(address: string, port: number): Uint8Array | null {
    const key = `${address} ${port}`;
    let known = this.#addresses.get(key);
    if (known === undefined) {
      known = socketAddress(this.#libc, address, port);
      this.#addresses.set(key, known);
    }
    return known;
  }
}
