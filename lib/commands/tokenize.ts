export interface FlagToken {
  kind: "flag";
  /** Long name without dashes; the letter where no long name is known. */
  name: string;
  /** As written: `--set`, `-q`. */
  rawName: string;
  value: string | undefined;
  /** Written in one word with its value: `--set=a`, `-sa`. */
  isInline: boolean;
}

/** A word of the command line, read as what it is. */
export type Token = { kind: "word"; value: string } | FlagToken;

export interface FlagNames {
  /** Flags that take a value, by long name. */
  valued: ReadonlySet<string>;
  /** Long name by letter. */
  shorts: ReadonlyMap<string, string>;
}

/**
 * GNU-style words to tokens: `--name`, `--name=value`, `--name value`, `-n`, `-nvalue`, `-n value`, `-ab`; after `--`
 * everything is a word. Flags nobody knows come out as they are, without a value of their own.
 */
export function tokenize(argv: readonly string[], names: FlagNames): Token[] {
  const tokens: Token[] = [];
  const queue = [...argv];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === "--") return [...tokens, ...queue.map((value): Token => ({ kind: "word", value }))];
    if (word.startsWith("--")) tokens.push(longFlag(word, queue, names));
    else if (word.startsWith("-") && word !== "-") tokens.push(...shortFlags(word, queue, names));
    else tokens.push({ kind: "word", value: word });
  }
  return tokens;
}

function longFlag(word: string, queue: string[], { valued }: FlagNames): Token {
  const equals = word.indexOf("=");
  const rawName = equals < 0 ? word : word.slice(0, equals);
  const name = rawName.slice(2);
  if (equals >= 0) return { kind: "flag", name, rawName, value: word.slice(equals + 1), isInline: true };
  return {
    kind: "flag",
    name,
    rawName,
    value: valued.has(name) ? queue.shift() : undefined,
    isInline: false,
  };
}

function shortFlags(word: string, queue: string[], { valued, shorts }: FlagNames): Token[] {
  const letters = [...word.slice(1)];
  const tokens: Token[] = [];
  for (const [index, letter] of letters.entries()) {
    const name = shorts.get(letter) ?? letter;
    const rawName = `-${letter}`;
    if (!valued.has(name)) {
      tokens.push({ kind: "flag", name, rawName, value: undefined, isInline: false });
      continue;
    }
    const inline = letters.slice(index + 1).join("");
    const value = inline === "" ? queue.shift() : inline;
    return [...tokens, { kind: "flag", name, rawName, value, isInline: inline !== "" }];
  }
  return tokens;
}
