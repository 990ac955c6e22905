/** An HTTP/1.1 client that sends exactly what it is given and normalises nothing. */

export interface RawAnswer {
  /** 0 when the connection ended without an answer. */
  status: number;
  /** By lower-case name; a field that came twice is joined by ` + `, so that tests see it. */
  headers: Record<string, string>;
  body: Uint8Array;
  text: string;
}

const LIMIT_MS = 10_000;

/** Sends a request for a path (sent as it is) and reads one answer. */
export function request(
  port: number,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawAnswer> {
  const fields = Object.entries({ Host: `127.0.0.1:${port}`, ...headers, Connection: "close" });
  const head = [`${method} ${path} HTTP/1.1`, ...fields.map(([name, value]) => `${name}: ${value}`)];
  return exchange(port, `${head.join("\r\n")}\r\n\r\n`);
}

/** Sends bytes and reads until the server closes; the end of the sending side is left open. */
export async function exchange(port: number, payload: string | Uint8Array): Promise<RawAnswer> {
  return parseAnswer(await sendRaw(port, payload), payload.slice(0, 5).toString());
}

export interface RawLimits {
  /** The answer must have come to its end by then. */
  endMs?: number;
  /** Hangs up when nothing came for so long. */
  silenceMs?: number;
}

/** Everything the server says to these bytes until it closes. */
export function sendRaw(
  port: number,
  payload: string | Uint8Array,
  limits: RawLimits = {},
): Promise<Uint8Array> {
  const { endMs = LIMIT_MS, silenceMs } = limits;
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const bytes = typeof payload === "string" ? new TextEncoder().encode(payload) : payload;
  const chunks: Uint8Array[] = [];
  const timer = setTimeout(() => reject(new Error(`no end of the answer within ${endMs} ms`)), endMs);
  let silence: NodeJS.Timeout | undefined;
  let sent = 0;
  const push = (socket: Bun.Socket<undefined>) => {
    sent += socket.write(bytes.subarray(sent));
    listen(socket);
  };
  const listen = (socket: Bun.Socket<undefined>) => {
    clearTimeout(silence);
    if (silenceMs !== undefined) silence = setTimeout(() => socket.terminate(), silenceMs);
  };
  const end = () => {
    clearTimeout(timer);
    clearTimeout(silence);
    resolve(Buffer.concat(chunks));
  };
  const data = (socket: Bun.Socket<undefined>, chunk: Uint8Array) => {
    chunks.push(new Uint8Array(chunk));
    listen(socket);
  };
  const socket = { open: push, drain: push, data, close: end, error: end };
  void Bun.connect<undefined>({ hostname: "127.0.0.1", port, socket }).catch(reject);
  return promise;
}

function parseAnswer(bytes: Uint8Array, method: string): RawAnswer {
  const all = Buffer.from(bytes);
  const split = all.indexOf("\r\n\r\n");
  if (split < 0) return { status: 0, headers: {}, body: new Uint8Array(), text: all.toString() };
  const [statusLine = "", ...lines] = all.subarray(0, split).toString("latin1").split("\r\n");
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = name in headers ? `${headers[name]} + ${value}` : value;
  }
  const rest = all.subarray(split + 4);
  const body = headers["transfer-encoding"] === "chunked" ? unchunk(rest) : rest;
  if (method === "HEAD " && body.length > 0) throw new Error(`HEAD was answered with ${body.length} bytes`);
  return { status: Number(statusLine.split(" ")[1]), headers, body, text: new TextDecoder().decode(body) };
}

function unchunk(bytes: Buffer): Uint8Array {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const lineEnd = bytes.indexOf("\r\n", at);
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString(), 16);
    if (size === 0) break;
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
  return Buffer.concat(parts);
}
