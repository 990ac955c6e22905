import type { MediaPlaylist, Part } from "../hls/playlist-shape.ts";
import type { Exchange } from "../http/exchange.ts";
import { type Cancellable, type Desk, isMedia } from "./desk.ts";
import type { Piece } from "./piece.ts";

interface Load {
  name: string;
  handle: Cancellable | null;
  exchange: Exchange | null;
  /** When a playlist listed it as a part; null: it is a hint still. */
  listedMs: number | null;
  onEnd: ((exchange: Exchange) => void) | null;
}

/**
 * Parts that a playlist hints at are asked for at once, over two connections of their own in turns, and held by the server until they are there
 * (bis, 6.3.8). A hint that vanishes without having become a part is given up; that it did is found by `checkUpdate`.
 */
export class Preload {
  private loads: Load[] = [];
  private begun = 0;

  constructor(
    private readonly desk: Desk,
    private readonly lane: string,
    private readonly label: string,
  ) {}

  update(playlist: MediaPlaylist, nowMs: number): void {
    const hint = playlist.preloadHints.find(({ type }) => type === "PART");
    const hinted = hint && nameOf(hint.uri, hint.byteRangeStart);
    const listed = new Set(
      recentParts(playlist).map(({ uri, byteRange }) => nameOf(uri, byteRange?.offset ?? 0)),
    );
    for (const load of this.loads) if (listed.has(load.name)) load.listedMs ??= nowMs;
    for (const load of this.loads.filter((each) => each.listedMs === null && each.name !== hinted))
      this.forget(load);
    if (!hint || !hinted || playlist.isEnded || this.loads.some(({ name }) => name === hinted)) return;
    if (!listed.has(hinted)) this.begin(hinted, hint.uri, hint.byteRangeStart, hint.byteRangeLength);
  }

  /** Whether the piece is on its way already; then `onEnd` gets it, at once or when it has come. */
  claim(piece: Piece, onEnd: (exchange: Exchange) => void): Cancellable | null {
    const name = nameOf(piece.uri, piece.byteRange?.offset ?? 0);
    const at = this.loads.findIndex((each) => each.name === name);
    const load = this.loads[at];
    for (const passed of this.loads.slice(0, Math.max(0, at))) this.forget(passed);
    if (!load) return null;
    if (load.exchange && !isMedia(load.exchange)) {
      this.forget(load);
      return null;
    }
    load.listedMs ??= this.desk.now();
    load.onEnd = onEnd;
    if (load.exchange) return this.desk.world.clock.at(this.desk.now(), () => this.finish(load));
    return { cancel: () => this.forget(load) };
  }

  cancel(): void {
    for (const { handle } of this.loads) handle?.cancel();
    this.loads = [];
  }

  private begin(name: string, url: string, offset: number, length: number | null): void {
    const load: Load = { name, handle: null, exchange: null, listedMs: null, onEnd: null };
    this.loads.push(load);
    load.handle = this.desk.ask({
      kind: "part",
      label: this.label,
      url,
      lane: `${this.lane} ${this.begun++ % 2}`,
      dueMs: this.desk.now(),
      attempt: 0,
      range: offset === 0 && length === null ? null : { offset, length },
      keepBytes: 0,
      /** Held by design until the part is there. */
      answerDueMs: ({ firstByteMs, endMs }) => Math.min(load.listedMs ?? endMs, firstByteMs ?? endMs),
      onDone: (exchange) => {
        load.handle = null;
        load.exchange = exchange;
        if (load.onEnd) this.finish(load);
      },
    });
  }

  private finish(load: Load): void {
    const { onEnd, exchange } = load;
    this.forget(load);
    if (exchange) onEnd?.(exchange);
  }

  private forget(load: Load): void {
    load.handle?.cancel();
    this.loads = this.loads.filter((other) => other !== load);
  }
}

function nameOf(uri: string, offset: number): string {
  return offset === 0 ? uri : `${uri} from ${offset}`;
}

/** Hints become parts of the segment that is being made, or of one that is just complete. */
function recentParts({ segments, trailingParts }: MediaPlaylist): Part[] {
  return [...segments.slice(-3).flatMap(({ parts }) => parts), ...trailingParts];
}
