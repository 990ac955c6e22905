import { closeSync, openSync } from "node:fs";
import { devNull } from "node:os";
import type { WireProblem } from "./reactor.ts";

const PROBLEMS: Readonly<Record<string, WireProblem>> = {
  ECONNREFUSED: "refused",
  ECONNRESET: "reset",
  EPIPE: "reset",
  EADDRNOTAVAIL: "no-port",
  EAGAIN: "no-port",
  EMFILE: "no-descriptor",
  ENFILE: "no-descriptor",
  // The limit of what epoll may watch (epoll(7)), and of memory for sockets.
  ENOSPC: "no-descriptor",
  ENOMEM: "no-descriptor",
  ENOBUFS: "no-descriptor",
};

const WORDS: Partial<Record<WireProblem, string>> = {
  refused: "nobody listens there",
  reset: "the server reset the connection",
  unreachable: "the address cannot be reached",
  "no-port": "this machine has no free port left",
  "no-descriptor": "this process may open no more files",
};

/** What a system error of a connection attempt means; what is not known is an address that cannot be reached. */
export function connectProblem(code: string): WireProblem {
  return PROBLEMS[code] ?? "unreachable";
}

export function problemWords(problem: WireProblem): string {
  return WORDS[problem] ?? "the connection failed";
}

/** OpenSSL's and Node's words, but for those that end in a list of names which may be empty. */
export function tlsWords(error: Error, hostname: string): string {
  const isMisnamed = /does not match certificate|is not in the cert/.test(error.message);
  return isMisnamed ? `the certificate is for other names than ${hostname}` : error.message;
}

/** Bun calls it a refusal when the process may open no more files. */
export function isOutOfDescriptors(): boolean {
  try {
    closeSync(openSync(devNull, "r"));
    return false;
  } catch {
    return true;
  }
}
