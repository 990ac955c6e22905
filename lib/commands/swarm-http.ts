import { isIP } from "node:net";
import { resolve } from "node:path";
import { BUILD } from "../build-info.ts";
import { Failure } from "../errors.ts";
import type { Host } from "../host/host.ts";
import type { HttpOptions } from "../http/exchange.ts";
import { parseTarget } from "../http/target.ts";
import { maskPasswords } from "../stats/mask-passwords.ts";
import { type Said, takeSwitch } from "./said.ts";
import type { SwarmWords } from "./swarm-words.ts";

/** The stream's URL; throws when there is none, or none that HTTP can ask for. */
export function readUrl(words: SwarmWords): string {
  const said = words.find("url");
  if (!said) {
    throw new Failure(
      "usage-missing-argument",
      "`hlsctl swarm` needs URL: the stream's playlist (STREAM_URL).",
      {
        hint: "`hlsctl up --detach` brings one up: hlsctl swarm http://127.0.0.1:17080/stream.m3u8",
      },
    );
  }
  return takeUrl(said);
}

/** Throws when HTTP cannot ask for it, with the part that is wrong. */
export function takeUrl({ text, from }: Said): string {
  const isNamed = !/^https?:\/\/([/?#:]|$)/i.test(text);
  if (isNamed && parseTarget(text)) return text;
  const [, port] = /^https?:\/\/[^/?#]*:(\d+)(?:[/?#]|$)/i.exec(text) ?? [];
  const shown = `${from} "${maskPasswords(text)}"`;
  const problem = !isNamed
    ? `${shown} names no host`
    : Number(port) > 65_535
      ? `${shown} has the port ${port}; ports end at 65535`
      : `${from} is no http:// or https:// URL: "${maskPasswords(text)}"`;
  throw new Failure("usage-bad-value", `${problem}.`, {
    hint: "For example: http://127.0.0.1:17080/stream.m3u8",
  });
}

/** Where flags about HTTP were said. */
export interface HttpWords {
  find(name: "ca" | "user-agent"): Said | undefined;
  all(name: "header" | "resolve"): Said[];
  has(name: "no-cache" | "insecure"): boolean;
  variable(name: "NO_CACHE"): Said | undefined;
}

/** What every request of the run has in common. */
export async function readHttp(words: HttpWords, host: Host): Promise<HttpOptions> {
  const ca = words.find("ca");
  const noCache = words.variable("NO_CACHE");
  return {
    userAgent: words.find("user-agent")?.text ?? `hlsctl/${BUILD.version}`,
    headers: words.all("header").map(readHeader),
    noCache: words.has("no-cache") || (noCache !== undefined && takeSwitch(noCache)),
    insecure: words.has("insecure"),
    ca: ca ? await readAuthorities(ca, host) : null,
    resolve: Object.fromEntries(words.all("resolve").map(readResolve)),
  };
}

/** Names and values are checked where requests are made. */
function readHeader({ text, from }: Said): [name: string, value: string] {
  const colon = text.indexOf(":");
  if (colon > 0) return [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
  throw new Failure("usage-bad-value", `${from} takes NAME:VALUE, not "${text}".`, {
    hint: "For example: --header 'Authorization: Bearer TOKEN'",
  });
}

async function readAuthorities({ text, from }: Said, host: Host): Promise<string> {
  const path = resolve(host.cwd, text);
  const pem = await host.fs.readText(path).catch(() => undefined);
  if (pem === undefined) throw new Failure("file-not-found", `${from}: ${path} cannot be read.`);
  if (pem.includes("-----BEGIN CERTIFICATE-----")) return pem;
  throw new Failure("usage-bad-value", `${from}: there is no PEM certificate in ${path}.`);
}

/** `host:port:address`; a host or address of IPv6 stands in brackets. */
function readResolve({ text, from }: Said): [endpoint: string, address: string] {
  const [, host = "", port = "", address = ""] = /^(\[[^\]]+\]|[^:[\]]+):(\d{1,5}):(.+)$/.exec(text) ?? [];
  const numeric = address.replace(/^\[(.*)\]$/, "$1");
  const isPort = Number(port) >= 1 && Number(port) <= 65_535;
  if (host !== "" && isPort && isIP(numeric) !== 0) {
    return [`${host.replace(/^\[(.*)\]$/, "$1").toLowerCase()}:${port}`, numeric];
  }
  throw new Failure("usage-bad-value", `${from} takes HOST:PORT:IP, not "${text}".`, {
    hint: "For example: --resolve cdn.example:443:192.0.2.7, or …:[2001:db8::7] for IPv6.",
  });
}
