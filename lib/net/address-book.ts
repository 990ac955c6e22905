import { lookup } from "node:dns";
import { isIP } from "node:net";

const KNOWN_FOR_MS = 30_000;
/** Names without an address are asked for again sooner. */
const UNKNOWN_FOR_MS = 2000;

/** The addresses of a name in the order to try them, or why there are none. */
export type Addresses =
  | { readonly ok: true; readonly list: readonly string[] }
  | { readonly ok: false; readonly detail: string };

interface Entry {
  found: Addresses | null;
  staleMs: number;
  waiting: ((found: Addresses) => void)[];
}

/** The system's name lookup (files, mDNS, DNS), remembered for 30 s and asked once for all who wait for the same name. */
export class AddressBook {
  readonly #entries = new Map<string, Entry>();
  readonly #nowMs: () => number;
  #pending = 0;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Questions that are out. */
  get pending(): number {
    return this.#pending;
  }

  /** Answers at once when nobody has to be asked. */
  find(name: string, answer: (found: Addresses) => void): void {
    if (isIP(name) !== 0) return answer({ ok: true, list: [name] });
    const entry = this.#entries.get(name);
    if (!entry) this.#ask(name, answer);
    else if (entry.found === null) entry.waiting.push(answer);
    else if (entry.staleMs > this.#nowMs()) answer(entry.found);
    else this.#ask(name, answer);
  }

  #ask(name: string, answer: (found: Addresses) => void): void {
    const asked: Entry = { found: null, staleMs: 0, waiting: [answer] };
    this.#entries.set(name, asked);
    this.#pending += 1;
    lookup(name, { all: true }, (error, list) => {
      this.#pending -= 1;
      this.#answer(
        asked,
        error ? { ok: false, detail: `no address for ${name} (${error.code})` } : usable(name, list),
      );
    });
  }

  #answer(entry: Entry, found: Addresses): void {
    entry.found = found;
    entry.staleMs = this.#nowMs() + (found.ok ? KNOWN_FOR_MS : UNKNOWN_FOR_MS);
    const { waiting } = entry;
    entry.waiting = [];
    for (const answer of waiting) answer(found);
  }
}

function usable(name: string, list: readonly { address: string }[]): Addresses {
  const addresses = [...new Set(list.map(({ address }) => address))];
  return addresses.length > 0
    ? { ok: true, list: addresses }
    : { ok: false, detail: `no address for ${name}` };
}
