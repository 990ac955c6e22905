import { Failure } from "../errors.ts";
import type { GetRequest, HttpOptions } from "./exchange.ts";
import type { Target } from "./target.ts";

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what a field must not contain (RFC 9110 §5.5)
const FORBIDDEN = /[\0-\x08\x0a-\x1f\x7f]/;
/** They would give a GET a body, or another meaning to the connection or the answer. */
const REFUSED: Readonly<Record<string, string>> = {
  "content-length": "requests have no body",
  "transfer-encoding": "requests have no body",
  te: "answers have no trailers",
  trailer: "requests have no body",
  upgrade: "requests are HTTP/1.1",
  expect: "requests have no body",
  range: "a part of every playlist would come; viewers ask for the ranges that the playlist names",
  "if-range": "viewers ask for the ranges that the playlist names",
};
/** Not told to another server after a redirect (as `Authorization` in the Fetch standard, HTTP-redirect fetch). */
const SECRET = new Set(["authorization", "cookie", "proxy-authorization"]);

/** What one request adds to what all have in common. */
export interface RequestExtras {
  range: GetRequest["range"];
  acceptsGzip: boolean;
  /** Values of the fields; null: none. */
  cookie: string | null;
  authorization: string | null;
  /** A redirect led to another server than the one that was asked. */
  isForeign: boolean;
}

/** Heads of GET requests (RFC 9112 §3) for the options of a run. */
export class RequestHeads {
  readonly #own: HttpOptions["headers"];
  readonly #names: ReadonlySet<string>;
  readonly #userAgent: string;
  readonly #noCache: boolean;

  /** Throws a `Failure` for header fields that cannot be sent. */
  constructor({ headers, userAgent, noCache }: HttpOptions) {
    for (const [name, value] of headers) checkHeader(name, value);
    checkHeader("User-Agent", userAgent);
    this.#own = headers;
    this.#names = new Set(headers.map(([name]) => name.toLowerCase()));
    this.#userAgent = userAgent;
    this.#noCache = noCache;
  }

  /** The user's own fields replace ours of the same name. */
  text(target: Target, extras: RequestExtras): string {
    const lines = [`GET ${target.path} HTTP/1.1`];
    this.#add(lines, "Host", target.host);
    if (this.#userAgent !== "") this.#add(lines, "User-Agent", this.#userAgent);
    this.#add(lines, "Accept", "*/*");
    this.#add(lines, "Accept-Encoding", extras.acceptsGzip ? "gzip" : "identity");
    if (this.#noCache) {
      this.#add(lines, "Cache-Control", "no-cache");
      this.#add(lines, "Pragma", "no-cache");
    }
    if (extras.range) lines.push(`Range: bytes=${rangeText(extras.range)}`);
    if (extras.authorization !== null) this.#add(lines, "Authorization", extras.authorization);
    if (extras.cookie !== null) this.#add(lines, "Cookie", extras.cookie);
    for (const [name, value] of this.#own) if (this.#isSent(name, extras)) lines.push(`${name}: ${value}`);
    return `${lines.join("\r\n")}\r\n\r\n`;
  }

  #add(lines: string[], name: string, value: string): void {
    if (!this.#names.has(name.toLowerCase())) lines.push(`${name}: ${value}`);
  }

  #isSent(name: string, extras: RequestExtras): boolean {
    return !(extras.isForeign && SECRET.has(name.toLowerCase()));
  }
}

function rangeText({ offset, length }: NonNullable<GetRequest["range"]>): string {
  return length === null ? `${offset}-` : `${offset}-${offset + length - 1}`;
}

function checkHeader(name: string, value: string): void {
  const hint = "A header is written as Name: value, without line ends.";
  if (!NAME.test(name)) {
    throw new Failure("usage-bad-value", `${JSON.stringify(name)} is no name of a header.`, { hint });
  }
  const lower = name.toLowerCase();
  if (Object.hasOwn(REFUSED, lower)) {
    throw new Failure("usage-bad-value", `The header ${name} cannot be set: ${REFUSED[lower]}.`);
  }
  if (FORBIDDEN.test(value)) {
    const shown = JSON.stringify(value);
    throw new Failure("usage-bad-value", `The header ${name} has a control character: ${shown}`, { hint });
  }
}
