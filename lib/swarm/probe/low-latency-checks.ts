import { mergeDelta } from "../../hls/merge-delta.ts";
import { parsePlaylist } from "../../hls/parse-playlist.ts";
import type { MediaPlaylist, Part } from "../../hls/playlist-shape.ts";
import type { Exchange } from "../../http/exchange.ts";
import { absolute } from "../../viewer/absolute.ts";
import { isGood } from "../../viewer/desk.ts";
import { withDirectives } from "../../viewer/directives.ts";
import { PLAYLIST_LIMIT } from "../../viewer/follower.ts";
import { mediaFault } from "../../viewer/media-fault.ts";
import type { PlaylistVersion } from "../../viewer/playlist-shelf.ts";
import { playlistText } from "../../viewer/playlist-text.ts";
import type { ProbeDesk, ProbedStream } from "./desk.ts";
import { checkMediaAnswer } from "./transfer-checks.ts";

/** A request for a segment that is this far in the future cannot be meant (bis, 6.2.5.2: more than two). */
const FAR_AHEAD = 20;
/** Every so many parts are loaded; they are a part of what segments bring anyway. */
const PART_STRIDE = 4;

/** What a server of Low-Latency HLS does with requests that playing does not show. */
export class LowLatencyChecks {
  #parts = 0;
  #lastPart = "";

  constructor(
    private readonly desk: ProbeDesk,
    private readonly stream: ProbedStream,
  ) {}

  /** Wrong directives, and a delta update, once. */
  async run(version: PlaylistVersion): Promise<void> {
    const { serverControl, targetDurationSec } = version.playlist;
    if (serverControl?.canBlockReload) {
      await this.#refuses("ll-part-without-msn-accepted", this.#withQuery("_HLS_part=0"), targetDurationSec);
      const far = { sequence: version.edge.sequence + FAR_AHEAD, part: null, canSkip: false };
      await this.#refuses("ll-bad-msn-accepted", withDirectives(this.stream.url, far), targetDurationSec);
    }
    if (serverControl?.canSkipUntilSec != null) await this.#mergesDelta();
  }

  /** Loads some of the parts as they are listed. */
  async take({ playlist }: PlaylistVersion): Promise<void> {
    const part = newestPart(playlist);
    if (!part || part.isGap || nameOf(part) === this.#lastPart) return;
    this.#lastPart = nameOf(part);
    if (this.#parts++ % PART_STRIDE !== 0) return;
    const exchange = await this.desk.asker.ask({
      url: part.uri,
      lane: `${this.stream.label} parts`,
      keepBytes: 0,
      isMedia: true,
      range: part.byteRange,
    });
    if (!exchange) return;
    this.desk.findings.looked(["part-unavailable"]);
    const fault = mediaFault(exchange, "part");
    if (fault) this.desk.findings.tell(fault.code, fault.example);
    else if (isGood(exchange)) checkMediaAnswer(exchange, this.desk.findings);
  }

  /** Any refusal will do: 400 is what the draft asks for, others do no harm. */
  async #refuses(
    code: "ll-part-without-msn-accepted" | "ll-bad-msn-accepted",
    url: string,
    targetSec: number,
  ): Promise<void> {
    const exchange = await this.#ask(url, 3000 * targetSec + 1000);
    if (!exchange) return;
    this.desk.findings.looked([code]);
    if (exchange.status >= 400) return;
    const came =
      exchange.problem === null ? `answered ${exchange.status}` : exchange.detail || exchange.problem;
    this.desk.findings.tell(code, `${url}: ${came}`);
  }

  /** A whole playlist, then a delta update that must go on from it (bis, 6.2.5.1). */
  async #mergesDelta(): Promise<void> {
    const whole = parse(await this.#ask(this.stream.url));
    const delta = parse(await this.#ask(this.#withQuery("_HLS_skip=YES")));
    if (!whole || !delta || whole.skipped > 0) return;
    this.desk.findings.looked(["delta-update-unmergeable"]);
    if (delta.skipped === 0) return;
    const merged = mergeDelta(whole, delta);
    if (!merged.ok)
      this.desk.findings.tell("delta-update-unmergeable", `${this.stream.url}: ${merged.problem}`);
  }

  #ask(url: string, timeoutMs?: number): Promise<Exchange | null> {
    const lane = `${this.stream.label} directives`;
    const limit = timeoutMs === undefined ? {} : { timeoutMs };
    return this.desk.asker.ask({ url, lane, keepBytes: PLAYLIST_LIMIT, isText: true, ...limit });
  }

  #withQuery(query: string): string {
    return `${this.stream.url}${this.stream.url.includes("?") ? "&" : "?"}${query}`;
  }
}

function parse(exchange: Exchange | null): MediaPlaylist | null {
  if (!exchange || !isGood(exchange)) return null;
  const parsed = parsePlaylist(playlistText(exchange.body), { url: exchange.url });
  const playlist = parsed.ok ? absolute(parsed.value, exchange.url) : null;
  return playlist?.kind === "media" ? playlist : null;
}

function newestPart({ segments, trailingParts }: MediaPlaylist): Part | undefined {
  return trailingParts.at(-1) ?? segments.at(-1)?.parts.at(-1);
}

function nameOf({ uri, byteRange }: Part): string {
  return `${uri} ${byteRange?.offset}`;
}
