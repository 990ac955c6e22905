import { isTerminal } from "../stream.ts";

/** What a key asks for. */
export type Key = "quit" | "interrupt" | "suspend" | "abort" | "redraw";

const KEYS: Readonly<Record<string, Key>> = {
  q: "quit",
  Q: "quit",
  "\u0003": "interrupt",
  "\u001a": "suspend",
  "\u001c": "abort",
  "\f": "redraw",
};
const ESCAPE = "\u001b";

/** The keys in what a terminal sent at once. A sequence (an arrow, a click) is one key, and none of ours. */
export function keysIn(text: string): Key[] {
  if (text.startsWith(ESCAPE)) return [];
  return [...text].flatMap((sign) => KEYS[sign] ?? []);
}

export interface Keyboard {
  /** False: stdin is no terminal, and there are no keys. */
  readonly isThere: boolean;
  /** Every key at once and unseen (raw mode): Ctrl-C and Ctrl-Z are keys then, and send no signals. */
  listen(): void;
  /** Gives the terminal its usual ways back. */
  rest(): void;
}

export function openKeyboard(onKey: (key: Key) => void): Keyboard {
  const isThere = isTerminal(0);
  const onData = (chunk: Buffer | string) => {
    for (const key of keysIn(chunk.toString())) onKey(key);
  };
  return {
    isThere,
    listen() {
      if (!isThere) return;
      process.stdin.setRawMode(true);
      process.stdin.off("data", onData).on("data", onData).resume();
    },
    rest() {
      if (!isThere) return;
      process.stdin.off("data", onData).pause();
      process.stdin.setRawMode(false);
    },
  };
}
