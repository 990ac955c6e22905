import { Failure } from "../errors.ts";
import type { HttpOptions } from "../http/exchange.ts";
import { makeHttpClient } from "../net/http-client.ts";
import type { Reactor } from "../net/reactor.ts";
import { maskPasswords } from "../stats/mask-passwords.ts";
import type { Oracle } from "../viewer/oracle.ts";
import { loadOracle } from "./load-oracle.ts";

/** What `--verify` compares with, from the origin; throws `Failure("stream-unusable")` when it does not tell. */
export async function askOracle(
  { url, timeoutMs }: { url: string; timeoutMs: number },
  options: HttpOptions,
  reactor: Reactor,
): Promise<Oracle> {
  const http = makeHttpClient(reactor, options);
  try {
    const oracle = await loadOracle({ url, http, nowMs: () => reactor.nowMs(), timeoutMs });
    if (oracle.ok) return oracle.value;
    throw new Failure("stream-unusable", maskPasswords(`${url} cannot be verified: ${oracle.problem}.`), {
      hint: "Leave --verify out.",
    });
  } finally {
    http.close();
  }
}
