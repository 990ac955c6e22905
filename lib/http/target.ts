/** A URL taken apart for requests. */
export interface Target {
  /** Without its fragment; with its user name and password, so that relative references keep them. */
  readonly url: string;
  readonly isTls: boolean;
  /** Without brackets; a name in ASCII. */
  readonly hostname: string;
  readonly port: number;
  /** `http://host:port`: one connection serves one of these. */
  readonly origin: string;
  /** As the Host field has it: without the scheme's own port. */
  readonly host: string;
  /** Path and query. */
  readonly path: string;
  /** Value of an Authorization field for the URL's user name and password (RFC 7617); null: it has none. */
  readonly authorization: string | null;
}

/** Null: no `http:` or `https:` URL. */
export function parseTarget(url: string, base?: string): Target | null {
  const parsed = URL.parse(url, base);
  if (!parsed || (parsed.protocol !== "http:" && parsed.protocol !== "https:")) return null;
  parsed.hash = "";
  const isTls = parsed.protocol === "https:";
  const port = parsed.port === "" ? (isTls ? 443 : 80) : Number(parsed.port);
  const hostname = parsed.hostname.replace(/^\[(.*)\]$/, "$1");
  return {
    url: parsed.href,
    isTls,
    hostname,
    port,
    origin: `${parsed.protocol}//${parsed.hostname}:${port}`,
    host: parsed.host,
    path: parsed.pathname + parsed.search,
    authorization: basicAuthorization(parsed.username, parsed.password),
  };
}

function basicAuthorization(user: string, password: string): string | null {
  if (user === "" && password === "") return null;
  const bytes = new TextEncoder().encode(`${decode(user)}:${decode(password)}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

/** A stray `%` stands for itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
