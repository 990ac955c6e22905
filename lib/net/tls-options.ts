import { isIP } from "node:net";
import { rootCertificates } from "node:tls";
import type { TLSOptions } from "bun";
import type { Endpoint } from "./reactor.ts";

/** Length and name, as RFC 7301 §3.1 has it. */
const ALPN_HTTP11 = Buffer.from("\x08http/1.1", "latin1");

/** Bun shares what it has read from certificates between connections as long as it is given the same list. */
const authorities = new Map<string, string[]>();

/** TLS for an endpoint; the certificate is to be that of its name, whatever address it is reached at. */
export function tlsOptions(endpoint: Endpoint, tls: NonNullable<Endpoint["tls"]>): TLSOptions {
  const isName = isIP(endpoint.hostname) === 0;
  const isElsewhere = endpoint.address !== null && endpoint.address !== endpoint.hostname;
  return {
    rejectUnauthorized: !tls.insecure,
    ALPNProtocols: ALPN_HTTP11,
    // No name of a server for addresses (RFC 6066 §3); Bun then compares the certificate with the address it connects to.
    ...(isName || isElsewhere ? { serverName: endpoint.hostname } : {}),
    ...(tls.ca === null ? {} : { ca: withRoots(tls.ca) }),
  };
}

/** `ca` alone would replace the authorities that are trusted anyway. */
function withRoots(ca: string): string[] {
  let list = authorities.get(ca);
  if (!list) {
    list = [...rootCertificates, ca];
    authorities.set(ca, list);
  }
  return list;
}
