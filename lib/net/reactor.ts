/**
 * The event loop of a load generator: time, timers and TCP connections behind one door, so that the same client runs on
 * Bun's sockets (every platform, TLS) and on epoll with bodies dropped in the kernel (Linux).
 */
export interface Reactor {
  readonly name: "bun" | "epoll";
  /** Monotonic milliseconds with a fraction: those of `performance.now`. */
  nowMs(): number;
  /** Unix time of `nowMs() === 0`. */
  readonly epochMs: number;
  /** Calls back once, at or after the time. */
  at(dueMs: number, run: () => void): Timer;
  connect(endpoint: Endpoint, handler: WireHandler): Wire;
  /** Drives everything until `stop` is called. */
  run(): Promise<void>;
  stop(): void;
  /** How late timers ran since the last call, in ms each: the loop's lag. */
  takeLags(): readonly number[];
}

export interface Timer {
  cancel(): void;
}

export interface Endpoint {
  /** The name as the URL has it, without brackets; also the name of TLS. */
  hostname: string;
  port: number;
  /** Numeric address instead of asking DNS. */
  address: string | null;
  tls: { insecure: boolean; ca: string | null } | null;
}

/** A connection. */
export interface Wire {
  /** Queues what the kernel does not take at once. */
  write(bytes: Uint8Array): void;
  /** Drops the connection; no handler is called afterwards. */
  close(): void;
}

export type WireProblem = "dns" | "refused" | "unreachable" | "tls" | "reset" | "no-port" | "no-descriptor";

export interface WireHandler {
  onOpen(): void;
  /** The chunk is valid during the call only. */
  onBytes(chunk: Uint8Array): void;
  /** Bytes the kernel has dropped, never more than `droppable()` said. */
  onDropped(count: number): void;
  /** How many of the next bytes nobody will look at. */
  droppable(): number;
  /** The server has closed (`null`), or it failed; the last call. */
  onClose(problem: WireProblem | null, detail: string): void;
}
