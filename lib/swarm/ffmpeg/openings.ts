import type { RequestKind } from "../../stats/sample.ts";

/** What FFmpeg is about to ask for. */
export interface Opening {
  kind: RequestKind;
  url: string;
  label: string | null;
  attempt: number;
  /** In FFmpeg's count; null: it is no segment. */
  playlist: number | null;
}

/** Label of renditions beside several variants. */
const ALTERNATE = "alternate";

interface Announced {
  url: string;
  offset: number;
  playlist: number;
  /** How often it was opened; negative before it is opened again. */
  openings: number;
}

/** Knows by their order what the URLs are that FFmpeg opens. */
export class Openings {
  /** Media playlists in the order of their first opening, which is that of FFmpeg's numbers. */
  readonly #playlists: string[] = [];
  #segment: Announced | null = null;

  constructor(
    private readonly main: string,
    /** Media playlists that are played. */
    private readonly streams: readonly { label: string; url: string }[],
  ) {}

  /** URL of the segment that was announced last. */
  get segmentUrl(): string | undefined {
    return this.#segment?.url;
  }

  announce({ url, offset, playlist }: Omit<Announced, "openings">): void {
    const last = this.#segment;
    const isAgain = last?.url === url && last.offset === offset && last.playlist === playlist;
    this.#segment = { url, offset, playlist, openings: isAgain ? -last.openings : 0 };
  }

  open(url: string): Opening {
    const segment = this.#segment;
    if (!segment || ![segment.url, `crypto+${segment.url}`, `crypto:${segment.url}`].includes(url)) {
      return { ...this.#classify(url), url, attempt: 0, playlist: null };
    }
    const attempt = Math.abs(segment.openings);
    segment.openings = attempt + 1;
    const { playlist } = segment;
    return { kind: "segment", url: segment.url, label: this.labelOf(playlist), attempt, playlist };
  }

  /** FFmpeg's number of a media playlist; -1: it is none. */
  playlistOf(url: string): number {
    return this.#playlists.indexOf(url);
  }

  /** Alternate audio counts with the variant where there is one only. */
  labelOf(playlist: number): string {
    const { streams } = this;
    const url = this.#playlists[playlist];
    const stream = streams.find((one) => one.url === url) ?? (streams.length === 1 ? streams[0] : undefined);
    return stream?.label ?? ALTERNATE;
  }

  /** No segment: a playlist, or, between the announcement of a segment and its opening, its key. */
  #classify(url: string): { kind: RequestKind; label: string | null } {
    const stream = this.streams.find((one) => one.url === url);
    if (!stream && url === this.main) return { kind: "multivariant", label: null };
    const isAwaited = this.#segment !== null && this.#segment.openings <= 0;
    if (!stream && isAwaited) return { kind: "key", label: null };
    if (!this.#segment) this.#playlists.push(url);
    return { kind: "media", label: stream?.label ?? null };
  }
}
