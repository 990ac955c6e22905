import type { Exchange, HttpClient } from "../../http/exchange.ts";
import { isGood } from "../../viewer/desk.ts";
import type { Clock } from "../../viewer/viewer-shape.ts";
import { Asker } from "./asker.ts";
import type { ProbeFindings } from "./findings.ts";

/** A page of no real site (RFC 6761); whoever lets this one in lets everybody in. */
export const BROWSER_ORIGIN = "https://player.example";

/**
 * Whether a player in a web page may read the playlist (Fetch Standard, 3.3). Servers may answer with the header only to requests
 * that have an Origin, so that such a one is sent when the first answer has none.
 */
export async function checkCors(
  { url, timeoutMs }: { url: string; timeoutMs: number },
  { exchange }: { exchange: Exchange },
  main: Asker,
  { browser, findings, clock }: { browser: HttpClient; findings: ProbeFindings; clock: Clock },
): Promise<void> {
  if (main.isOver) return;
  if (isAllowed(exchange)) return findings.looked(["cors-missing"]);
  const asker = new Asker(browser, clock, timeoutMs);
  const answer = await asker.ask({ url, lane: "browser", keepBytes: 0 });
  if (!answer || !isGood(answer)) return;
  findings.looked(["cors-missing"]);
  if (isAllowed(answer)) return;
  findings.tell("cors-missing", `${answer.url}: nothing allows a page of ${BROWSER_ORIGIN} to read it`);
}

function isAllowed({ headers }: Exchange): boolean {
  const allowed = headers.get("access-control-allow-origin");
  return allowed === "*" || allowed === BROWSER_ORIGIN;
}
