import type { ViolationCode } from "../hls/conformance/violations.ts";
import type { Exchange } from "../http/exchange.ts";
import type { RequestKind } from "../stats/sample.ts";
import { describeExchange, isGood, isMedia } from "./desk.ts";

/** No server's fault: this machine ran out, or a limit of ours was met. */
const OWN = new Set(["no-port", "no-descriptor", "too-large"]);

/** Which rule an answer to something that a media playlist lists breaks; null: none. Keys are judged by their length. */
export function mediaFault(
  exchange: Exchange,
  kind: Exclude<RequestKind, "multivariant" | "media">,
): { code: ViolationCode; example: string } | null {
  if (isGood(exchange)) {
    if (kind === "key" || isMedia(exchange)) return null;
    return { code: "segment-empty", example: `${exchange.url}: status ${exchange.status}, 0 bytes` };
  }
  const { problem } = exchange;
  if (problem !== null && OWN.has(problem)) return null;
  return { code: codeOf(exchange, kind), example: describeExchange(exchange) };
}

function codeOf({ url, problem, status }: Exchange, kind: RequestKind): ViolationCode {
  if (problem === "protocol" && !/^https?:/i.test(url)) return "uri-unfetchable";
  if (problem === "truncated") return "segment-truncated";
  if (problem !== null || status < 400 || status > 499) return "segment-failed";
  return kind === "part" ? "part-unavailable" : "segment-unavailable";
}
