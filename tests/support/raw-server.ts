import type { Socket } from "bun";

/** HTTP/1.1 by hand, so that every way of doing it wrong can be had. GET without a body is all it reads. */
export interface RawRequest {
  method: string;
  target: string;
  headers: Readonly<Record<string, string>>;
  /** Number of the connection, from 1, and of the request on it, from 1. */
  connection: number;
  turn: number;
  /** `performance.now()` when its last byte had come. */
  atMs: number;
}

export interface RawReply {
  status: number;
  headers?: Readonly<Record<string, string>>;
  body: string | Uint8Array;
  /** Before the first byte of the answer. */
  delayMs?: number;
  /** After that many bytes of the body it is silent for a while. */
  stall?: { afterBytes: number; ms: number };
  /** One byte every so often: of all of the answer, or of its body after that many bytes. */
  drip?: { of: "answer" | "body"; afterBytes?: number; everyMs: number };
  /** The connection ends inside the body, after that many bytes. */
  cutAfterBytes?: number;
  /** Sent as it is instead of an answer, then the connection ends. */
  garbage?: string | Uint8Array;
  /** `Transfer-Encoding: chunked`, in chunks of that size. */
  chunkBytes?: number;
  /** Neither length nor chunks: the body ends with the connection. */
  untilClose?: boolean;
  /** `Connection: close` and the end after this answer. */
  closeAfter?: boolean;
  /** The connection ends without an answer. */
  hangUp?: boolean;
  /** Never answers. */
  silent?: boolean;
}

export interface RawServer {
  /** `http://127.0.0.1:PORT` */
  origin: string;
  port: number;
  /** Connections accepted so far, and open now. */
  accepted: number;
  open: number;
  stop(): void;
}

interface Peer {
  id: number;
  turns: number;
  received: string;
  pending: Uint8Array[];
  isEnding: boolean;
  isBusy: boolean;
}

export function openRawServer(options: {
  hostname: string;
  tls?: { key: string; cert: string };
  answer(request: RawRequest): RawReply;
}): RawServer {
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const server: RawServer = { origin: "", port: 0, accepted: 0, open: 0, stop };
  const listener = Bun.listen<Peer>({
    hostname: options.hostname,
    port: 0,
    ...(options.tls && { tls: options.tls }),
    socket: {
      open(socket) {
        server.accepted++;
        server.open++;
        socket.data = {
          id: server.accepted,
          turns: 0,
          received: "",
          pending: [],
          isEnding: false,
          isBusy: false,
        };
      },
      data(socket, chunk) {
        socket.data.received += new TextDecoder("latin1").decode(chunk);
        next(socket);
      },
      drain: flush,
      close() {
        server.open--;
      },
      error() {},
    },
  });

  function next(socket: Socket<Peer>): void {
    const peer = socket.data;
    const end = peer.received.indexOf("\r\n\r\n");
    if (end === -1 || peer.isBusy) return;
    const request = parse(peer.received.slice(0, end), peer.id, ++peer.turns);
    peer.received = peer.received.slice(end + 4);
    const reply = options.answer(request);
    if (reply.silent) return;
    peer.isBusy = true;
    later(reply.delayMs ?? 0, () => send(socket, reply));
  }

  function send(socket: Socket<Peer>, reply: RawReply): void {
    if (reply.hangUp) return void socket.terminate();
    const body = typeof reply.body === "string" ? new TextEncoder().encode(reply.body) : reply.body;
    const whole = reply.garbage === undefined ? framed(reply, body) : bytesOf(reply.garbage);
    const headEnd = whole.length - framedBodyLength(reply, body, whole.length);
    const isLast =
      reply.closeAfter ||
      reply.untilClose ||
      reply.garbage !== undefined ||
      reply.cutAfterBytes !== undefined;
    const cut = reply.cutAfterBytes === undefined ? whole.length : headEnd + reply.cutAfterBytes;
    const pause = reply.stall ? Math.min(headEnd + reply.stall.afterBytes, cut) : cut;
    if (reply.drip) {
      const { of, afterBytes = 0, everyMs } = reply.drip;
      return drip(socket, whole, (of === "body" ? headEnd : 0) + afterBytes, everyMs);
    }
    write(socket, whole.subarray(0, pause));
    later(reply.stall?.ms ?? 0, () => {
      write(socket, whole.subarray(pause, cut));
      socket.data.isEnding = isLast === true;
      socket.data.isBusy = false;
      flush(socket);
      next(socket);
    });
  }

  /** Until the other side has had enough. */
  function drip(socket: Socket<Peer>, whole: Uint8Array, at: number, everyMs: number): void {
    write(socket, whole.subarray(0, at));
    const next = (from: number) => {
      if (socket.readyState !== 1) return;
      write(socket, whole.subarray(from, from + 1));
      if (from + 1 < whole.length) later(everyMs, () => next(from + 1));
      else socket.data.isBusy = false;
    };
    later(everyMs, () => next(at));
  }

  function later(ms: number, run: () => void): void {
    if (ms === 0) return run();
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
  }

  function stop(): void {
    for (const timer of timers) clearTimeout(timer);
    listener.stop(true);
  }

  server.port = listener.port;
  const host = options.hostname.includes(":") ? `[${options.hostname}]` : options.hostname;
  server.origin = `${options.tls ? "https" : "http"}://${host}:${listener.port}`;
  return server;
}

function parse(head: string, connection: number, turn: number): RawRequest {
  const [line = "", ...fields] = head.split("\r\n");
  const [method = "", target = ""] = line.split(" ");
  const pairs = fields.map((field): [string, string] => {
    const colon = field.indexOf(":");
    return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
  });
  return { method, target, headers: Object.fromEntries(pairs), connection, turn, atMs: performance.now() };
}

function framed(reply: RawReply, body: Uint8Array): Uint8Array {
  const fields = Object.entries({ ...framing(reply, body.length), ...reply.headers });
  const head = `HTTP/1.1 ${reply.status} X\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
  return Buffer.concat([Buffer.from(head, "latin1"), ...chunks(reply, body)]);
}

function framing(reply: RawReply, length: number): Record<string, string> {
  const fields: Record<string, string> = {};
  if (reply.closeAfter) fields.Connection = "close";
  if (reply.untilClose) return fields;
  if (reply.chunkBytes) fields["Transfer-Encoding"] = "chunked";
  else fields["Content-Length"] = String(length);
  return fields;
}

function chunks({ chunkBytes }: RawReply, body: Uint8Array): Uint8Array[] {
  if (!chunkBytes) return [body];
  const parts: Uint8Array[] = [];
  for (let at = 0; at < body.length; at += chunkBytes) {
    const chunk = body.subarray(at, at + chunkBytes);
    parts.push(bytesOf(`${chunk.length.toString(16)}\r\n`), chunk, bytesOf("\r\n"));
  }
  return [...parts, bytesOf("0\r\n\r\n")];
}

function framedBodyLength(reply: RawReply, body: Uint8Array, wholeLength: number): number {
  if (reply.garbage !== undefined) return wholeLength;
  return chunks(reply, body).reduce((sum, chunk) => sum + chunk.length, 0);
}

function bytesOf(value: string | Uint8Array): Uint8Array {
  return typeof value === "string" ? Buffer.from(value, "latin1") : value;
}

function write(socket: Socket<Peer>, bytes: Uint8Array): void {
  if (bytes.length > 0) socket.data.pending.push(bytes);
  flush(socket);
}

function flush(socket: Socket<Peer>): void {
  const { pending } = socket.data;
  while (pending[0]) {
    const sent = socket.write(pending[0]);
    if (sent < 0) return;
    if (sent < pending[0].length) {
      pending[0] = pending[0].subarray(sent);
      return;
    }
    pending.shift();
  }
  if (socket.data.isEnding) socket.end();
}
