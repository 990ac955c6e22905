import { parseVerifyDescription } from "../hls/parse-verify.ts";
import { bad, good, type Parsed } from "../hls/parsed.ts";
import { filesOf, VERIFY_PATH } from "../hls/verify.ts";
import type { Exchange, HttpClient } from "../http/exchange.ts";
import { makeOracle, type Oracle } from "../viewer/oracle.ts";
import { viewerTools } from "./viewer-tools.ts";

export interface OracleSource {
  /** Of the stream; the description stands at a fixed path of the same server. */
  url: string;
  http: HttpClient;
  nowMs(): number;
  timeoutMs: number;
}

const DESCRIPTION_LIMIT = 1024 * 1024;
/** Clips of a loop last ten minutes at most. */
const CLIP_LIMIT = 1024 * 1024 * 1024;
const CLIP_MS = 600_000;

/** What `--verify` compares with, from the origin itself; a problem says why that origin cannot be verified. */
export async function loadOracle(source: OracleSource): Promise<Parsed<Oracle>> {
  const description = await load(source, VERIFY_PATH, DESCRIPTION_LIMIT);
  if (!description.ok) {
    return bad(
      `${description.problem}; only origins of hlsctl with an embedded or a loop source can be verified`,
    );
  }
  const parsed = parseVerifyDescription(new TextDecoder().decode(description.value));
  if (!parsed.ok) return bad(`${urlOf(source, VERIFY_PATH)} ${parsed.problem}`);
  const files = new Map<string, Uint8Array>();
  for (const path of filesOf(parsed.value)) {
    const file = await load(source, path, CLIP_LIMIT);
    if (!file.ok) return file;
    files.set(path, file.value);
  }
  return makeOracle(parsed.value, files, viewerTools);
}

async function load(source: OracleSource, path: string, limitBytes: number): Promise<Parsed<Uint8Array>> {
  const exchange = await ask(source, urlOf(source, path), limitBytes);
  if (exchange.problem !== null) return bad(`${exchange.url}: ${exchange.detail || exchange.problem}`);
  if (exchange.status !== 200) return bad(`${exchange.url} was answered with ${exchange.status}`);
  return good(exchange.body ?? new Uint8Array());
}

function ask({ http, nowMs, timeoutMs }: OracleSource, url: string, limitBytes: number): Promise<Exchange> {
  const dueMs = nowMs();
  const request = { url, lane: "verify", dueMs, range: null, body: "keep", limitBytes, timeoutMs } as const;
  return new Promise((onDone) => http.get({ ...request, totalMs: CLIP_MS, acceptsGzip: false, onDone }));
}

function urlOf({ url }: OracleSource, path: string): string {
  return new URL(path, url).href;
}
