import type { Exchange } from "../../http/exchange.ts";
import type { ProbeFindings } from "./findings.ts";

/** A playlist that fits into one packet gains nothing from compression. */
const ONE_PACKET = 1400;

/** RFC 8216, 4 and 10; the older names are in wide use and known to all players. */
const PLAYLIST_TYPES = [
  "application/vnd.apple.mpegurl",
  "audio/mpegurl",
  "application/x-mpegurl",
  "audio/x-mpegurl",
];

/** Types by the ending of a path: RFC 8216, 3; ISO/IEC 23000-19 for CMAF. */
const MEDIA_TYPES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\.(?:ts|m2ts)$/i, ["video/mp2t"]],
  [/\.(?:mp4|m4s|m4v|cmfv)$/i, ["video/mp4", "audio/mp4", "video/iso.segment", "application/mp4"]],
  [/\.(?:m4a|cmfa)$/i, ["audio/mp4", "video/mp4", "audio/iso.segment", "application/mp4"]],
  [/\.aac$/i, ["audio/aac", "audio/aacp", "audio/x-aac"]],
  [/\.(?:vtt|webvtt)$/i, ["text/vtt"]],
];

/** What the answer with a playlist says beside it. `targetDurationSec`: of a live media playlist. */
export function checkPlaylistAnswer(
  exchange: Exchange,
  targetDurationSec: number | null,
  findings: ProbeFindings,
): void {
  const { url, headers, body } = exchange;
  findings.looked(["content-type"]);
  checkType(url, headers.get("content-type"), PLAYLIST_TYPES, findings);
  if ((body?.length ?? 0) > ONE_PACKET) {
    findings.looked(["playlist-not-compressed"]);
    if (!headers.has("content-encoding")) {
      findings.tell("playlist-not-compressed", `${url}: ${body?.length} bytes came as they are`);
    }
  }
  if (targetDurationSec === null) return;
  findings.looked(["playlist-cacheable-too-long"]);
  const maxAge = freshnessSec(headers.get("cache-control"));
  if (maxAge !== null && maxAge > targetDurationSec / 2) {
    const allowed = `half of the target duration is ${targetDurationSec / 2} s`;
    findings.tell("playlist-cacheable-too-long", `${url}: caches may keep it for ${maxAge} s, ${allowed}`);
  }
}

/** What the answer with a segment, part or init section says beside it. */
export function checkMediaAnswer({ url, headers }: Exchange, findings: ProbeFindings): void {
  const path = url.split(/[?#]/, 1)[0] ?? "";
  const expected = MEDIA_TYPES.find(([ending]) => ending.test(path))?.[1];
  if (!expected) return;
  findings.looked(["content-type"]);
  checkType(url, headers.get("content-type"), expected, findings);
}

function checkType(
  url: string,
  told: string | undefined,
  expected: readonly string[],
  findings: ProbeFindings,
): void {
  const type = told?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== undefined && expected.includes(type)) return;
  findings.tell("content-type", `${url}: it is ${type ?? "not told"}, expected ${expected[0]}`);
}

/** Longest time that any cache may keep an answer without asking (RFC 9111, 5.2.2); null: not told. */
function freshnessSec(cacheControl: string | undefined): number | null {
  if (cacheControl === undefined || /\bno-(?:store|cache)\b/i.test(cacheControl)) return null;
  const ages = [...cacheControl.matchAll(/\b(?:s-maxage|max-age)\s*=\s*"?(\d+)/gi)].map((found) =>
    Number(found[1]),
  );
  return ages.length === 0 ? null : Math.max(...ages);
}
