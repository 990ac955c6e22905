import type { Reactor, Timer } from "./reactor.ts";

/** Something that must not be silent for too long. The fields belong to the watch. */
export interface Watched {
  heardMs: number;
  older: Watched | null;
  newer: Watched | null;
  onSilence(): void;
}

/**
 * Finds those that were silent for `limitMs`: a list in the order in which they were last heard, and one timer for its head, so that hearing
 * of one costs a few assignments.
 */
export class SilenceWatch {
  readonly #reactor: Pick<Reactor, "nowMs" | "at">;
  readonly #limitMs: number;
  #oldest: Watched | null = null;
  #newest: Watched | null = null;
  #timer: Timer | null = null;

  constructor(reactor: Pick<Reactor, "nowMs" | "at">, limitMs: number) {
    this.#reactor = reactor;
    this.#limitMs = limitMs;
  }

  add(watched: Watched): void {
    watched.heardMs = this.#reactor.nowMs();
    this.#append(watched);
    this.#timer ??= this.#alarm(watched);
  }

  /** It is in the list. */
  heard(watched: Watched, nowMs: number): void {
    watched.heardMs = nowMs;
    if (this.#newest === watched) return;
    this.#unlink(watched);
    this.#append(watched);
  }

  /** It is in the list. */
  remove(watched: Watched): void {
    this.#unlink(watched);
  }

  /** The timer stays set meanwhile: what is added by those who were silent is due after all others. */
  #look(): void {
    const silentSince = this.#reactor.nowMs() - this.#limitMs;
    while (this.#oldest && this.#oldest.heardMs <= silentSince) {
      const silent = this.#oldest;
      this.#unlink(silent);
      silent.onSilence();
    }
    this.#timer = this.#oldest ? this.#alarm(this.#oldest) : null;
  }

  #alarm({ heardMs }: Watched): Timer {
    return this.#reactor.at(heardMs + this.#limitMs, () => this.#look());
  }

  #append(watched: Watched): void {
    watched.older = this.#newest;
    if (this.#newest) this.#newest.newer = watched;
    else this.#oldest = watched;
    this.#newest = watched;
  }

  #unlink(watched: Watched): void {
    if (watched.older) watched.older.newer = watched.newer;
    else this.#oldest = watched.newer;
    if (watched.newer) watched.newer.older = watched.older;
    else this.#newest = watched.older;
    watched.older = null;
    watched.newer = null;
  }
}
