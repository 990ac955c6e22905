import { isLive } from "../../hls/conformance/measures.ts";
import type { Exchange } from "../../http/exchange.ts";
import type { Directives } from "../../viewer/directives.ts";
import type { PlaylistVersion } from "../../viewer/playlist-shelf.ts";
import type { ProbeDesk } from "./desk.ts";
import { checkPlaylistAnswer } from "./transfer-checks.ts";

/** Judges an answer with a media playlist: what came with it, its age, and whether it waited for what it was asked for. */
export function judgeAnswer(
  { findings, shelf }: ProbeDesk,
  { url, exchange, version }: { url: string; exchange: Exchange; version: PlaylistVersion },
  directives: Directives | null,
): void {
  const { playlist, edge } = version;
  const { sentMs, endMs } = exchange;
  const { targetDurationSec } = playlist;
  checkPlaylistAnswer(exchange, isLive(playlist) ? targetDurationSec : null, findings);
  findings.looked(["cache-incoherent"]);
  const known = shelf.coherence.judge(url, edge, { sentMs, endMs, targetDurationSec });
  if (known) {
    const came = `ends with ${edge.sequence} after ${known.sequence} had been served`;
    findings.tell("cache-incoherent", `${url}: ${came}`);
  }
  if (!directives) return;
  findings.looked(["blocking-reload-early", "blocking-reload-late"]);
  if (isThere(version, directives)) return;
  findings.tell("blocking-reload-early", `${exchange.url}: was answered without what it asked for`);
}

/** The part or segment that a blocking reload waits for (bis, 6.2.5.2). */
function isThere({ edge }: PlaylistVersion, { sequence, part }: Directives): boolean {
  const parts = part ?? Number.POSITIVE_INFINITY;
  return edge.sequence >= sequence || (edge.sequence + 1 === sequence && edge.parts > parts);
}
