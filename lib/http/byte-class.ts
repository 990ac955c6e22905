const TOKEN = 1;
const TEXT = 2;
const TAB = 9;
const SPACE = 32;
const DELETE = 127;
const SYMBOLS = "!#$%&'*+-.^_`|~";
const ALPHANUMERIC = /[0-9A-Za-z]/;

const CLASSES = Uint8Array.from({ length: 256 }, (_, byte) => classOf(byte));

/** Bytes of a name (RFC 9110 §5.6.2). */
export function isToken(byte: number | undefined): boolean {
  return ((CLASSES[byte ?? 0] ?? 0) & TOKEN) !== 0;
}

/** Bytes of a field's value: all but control characters (RFC 9110 §5.5). */
export function isText(byte: number | undefined): boolean {
  return ((CLASSES[byte ?? 0] ?? 0) & TEXT) !== 0;
}

function classOf(byte: number): number {
  const letter = String.fromCharCode(byte);
  const isName = byte < DELETE && (ALPHANUMERIC.test(letter) || SYMBOLS.includes(letter));
  const isVisible = byte === TAB || (byte >= SPACE && byte !== DELETE);
  return (isName ? TOKEN : 0) | (isVisible ? TEXT : 0);
}
