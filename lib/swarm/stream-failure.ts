import { Failure, type FailureId } from "../errors.ts";
import type { Exchange } from "../http/exchange.ts";
import { maskPasswords } from "../stats/mask-passwords.ts";
import type { RequestProblem } from "../stats/sample.ts";

/** Nobody answered: the way there is at fault. */
const UNREACHABLE: Partial<Record<RequestProblem, string>> = {
  dns: "Check the name; --resolve HOST:PORT:IP goes without DNS.",
  refused: "Is the origin up? `hlsctl up --detach` brings up one of ours.",
  unreachable: "Check the address and the network.",
  tls: "--ca FILE adds a certificate authority, --insecure accepts any certificate.",
  timeout: "--timeout SECONDS waits longer.",
  reset: "The server ended the connection without an answer; its log may tell why.",
};

/** Somebody answered, but not with a stream. */
const UNUSABLE: Partial<Record<RequestProblem, string>> = {
  truncated: "The server or a proxy cut the answer off.",
  protocol: "Is it a web server, and is it http:// or https://?",
  redirect: "Give the URL where the redirects should end.",
  "too-large": "No playlist is that large; give the URL of a playlist (.m3u8).",
};

/** Why an exchange is of no use for a playlist; undefined when it is. */
export function exchangeFailure(url: string, exchange: Exchange, timeoutMs: number): Failure | undefined {
  const { problem, status } = exchange;
  if (problem === null) return statusFailure(url, exchange, status);
  const words = exchange.detail === "" ? problem : exchange.detail;
  const lack = UNREACHABLE[problem];
  if (lack !== undefined) {
    const waited = problem === "timeout" ? ` (waited ${timeoutMs / 1000} s)` : "";
    const hint = isPlainHttp(exchange) ? "The server speaks no TLS there: is it http://?" : lack;
    return failure("stream-unreachable", `${url} cannot be reached: ${words}${waited}.`, hint);
  }
  const hint = isForeign(exchange)
    ? "A playlist named it; players load http:// and https:// only."
    : UNUSABLE[problem];
  if (hint !== undefined) return unusable(url, words, hint);
  const holds = "Something on this machine holds all its ports or files; `ss -s` and `ulimit -n` show them.";
  return failure("limits-too-low", `${url} cannot be asked for: ${words}.`, holds);
}

function isForeign({ url }: Exchange): boolean {
  return !/^https?:/i.test(url);
}

/** OpenSSL's words for an answer that is no TLS record. */
function isPlainHttp({ problem, detail }: Exchange): boolean {
  return problem === "tls" && /WRONG_VERSION_NUMBER|HTTP_REQUEST/.test(detail);
}

function statusFailure(url: string, exchange: Exchange, status: number): Failure | undefined {
  if (status >= 200 && status < 300) return undefined;
  const led = exchange.url === url ? "" : ` (redirected to ${exchange.url})`;
  return unusable(url, `the server answered ${status}${led}`, hintFor(status));
}

function hintFor(status: number): string {
  if (status === 401 || status === 403) {
    return "--header 'Authorization: …' or http://USER:PASSWORD@HOST/ tell who asks.";
  }
  if (status === 404) return "Check the path; origins of ours serve /stream.m3u8, ladders /master.m3u8.";
  if (status === 429)
    return "The server answers only so many requests; its limit has to be lifted for a load test.";
  return status >= 500 ? "The origin's log may tell why." : "Check the URL.";
}

export function unusable(url: string, why: string, hint = "Give the URL of a playlist (.m3u8)."): Failure {
  return failure("stream-unusable", `${url} is no stream that can be played: ${why}.`, hint);
}

/** What is wrong with what came, which is named already: "is an HTML page" becomes "it is an HTML page". */
export function reasonIn(problem: string, url: string): string {
  const reason = problem.startsWith(`${url}: `) ? problem.slice(url.length + 2) : problem;
  return /^(is|does|has) /.test(reason) ? `it ${reason}` : reason;
}

/** Both the URL and what was found behind it may hold a password. */
function failure(id: FailureId, message: string, hint: string): Failure {
  return new Failure(id, maskPasswords(message), { hint });
}
