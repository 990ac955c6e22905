import { isIPv6 } from "node:net";
import type { Libc } from "./libc.ts";
import { AF_INET, AF_INET6 } from "./linux.ts";

/** A `struct sockaddr_in` or `sockaddr_in6` for a numeric address; null: it is none. */
export function socketAddress(libc: Libc, address: string, port: number): Uint8Array | null {
  const isV6 = isIPv6(address);
  const family = isV6 ? AF_INET6 : AF_INET;
  const numeric = new Uint8Array(isV6 ? 16 : 4);
  const text = new TextEncoder().encode(`${address}\0`);
  if (libc.inet_pton(family, text, numeric) !== 1) return null;
  const bytes = new Uint8Array(isV6 ? 28 : 16);
  // The family in the machine's order, port and address in that of the network (ip(7), ipv6(7)).
  bytes[0] = family;
  bytes[2] = port >> 8;
  bytes[3] = port & 0xff;
  bytes.set(numeric, isV6 ? 8 : 4);
  return bytes;
}
