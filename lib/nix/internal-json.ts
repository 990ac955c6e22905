/**
 * What Nix tells a program (`--log-format internal-json`): lines `@nix {…}` on stderr. Written against Nix 2.8 to 2.34 and Lix;
 * the numbers are those of Nix's `logging.hh`.
 */
export type NixEvent =
  | {
      kind: "start";
      id: string;
      type: number;
      /** `building '/nix/store/….drv'`, without colours. */
      text: string;
      fields: readonly NixField[];
    }
  | { kind: "stop"; id: string }
  | { kind: "result"; id: string; type: number; fields: readonly NixField[] }
  /** `error: …`, `warning: …` or a remark; level 0 is no promise of an error, for daemons send everything with it. */
  | { kind: "message"; level: number; text: string }
  /** A line that is not Nix's own, e.g. of git or ssh. */
  | { kind: "line"; text: string };

export type NixField = string | number;

export const ACTIVITY = {
  unknown: 0,
  copyPath: 100,
  fileTransfer: 101,
  realise: 102,
  copyPaths: 103,
  builds: 104,
  build: 105,
  substitute: 108,
} as const;

export const RESULT = {
  buildLogLine: 101,
  setPhase: 104,
  progress: 105,
  setExpected: 106,
  postBuildLogLine: 107,
} as const;

const PREFIX = "@nix ";
/** A line that never becomes JSON is let go after that much, with all its pieces. */
const LONGEST_CHARS = 4_000_000;
/** Pieces are longer than this, but for the last. */
const PIECE_CHARS = 65_536;

/** Takes stderr line by line. A very long line comes in pieces, which are put together again. */
export function makeNixReader(): (line: string) => NixEvent | undefined {
  let open = "";
  let isLost = false;
  return (line) => {
    if (isLost && !line.startsWith(PREFIX)) {
      isLost = line.length > PIECE_CHARS;
      return undefined;
    }
    isLost = false;
    if (open !== "" && !line.startsWith(PREFIX)) {
      open += line;
      const event = parseEvent(open.slice(PREFIX.length));
      isLost = event === "broken" && open.length >= LONGEST_CHARS;
      if (event !== "broken" || isLost) open = "";
      return event === "broken" ? undefined : event;
    }
    open = "";
    if (!line.startsWith(PREFIX)) return { kind: "line", text: stripAnsi(line) };
    const event = parseEvent(line.slice(PREFIX.length));
    if (event === "broken") open = line;
    return event === "broken" ? undefined : event;
  };
}

/** Without the colours and links of terminals. */
export function stripAnsi(text: string): string {
  return text.replace(ANSI, "");
}

/** A builder's line as it would stand on a page: no colours, of what was overwritten only the last, nothing that steers a terminal. */
export function plainLine(text: string): string {
  const shown = stripAnsi(text)
    .split("\r")
    .findLast((part) => part.trim() !== "");
  return (shown ?? "")
    .replace(/\t/g, "  ")
    .replace(/\p{Cc}/gu, "")
    .trimEnd();
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to take out
const ANSI = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

/** Nothing for what a newer Nix may say; "broken" when it is no JSON. */
function parseEvent(json: string): NixEvent | undefined | "broken" {
  const entry = parseJson(json);
  if (entry === undefined) return "broken";
  const { action, id } = entry;
  if (action === "msg") return { kind: "message", level: numberOf(entry.level), text: messageOf(entry) };
  if (typeof id !== "string") return undefined;
  if (action === "stop") return { kind: "stop", id };
  const fields = Array.isArray(entry.fields) ? entry.fields.filter(isField) : [];
  const type = numberOf(entry.type);
  if (action === "result") return { kind: "result", id, type, fields };
  if (action === "start") return { kind: "start", id, type, text: stripAnsi(textOf(entry.text)), fields };
  return undefined;
}

/**
 * Numbers of activities are the process's number times 2^32: from process 2^21 on they are past what JavaScript's numbers can
 * tell apart, so they are read as text. A quote inside a text is escaped, so that only keys are met here.
 */
function parseJson(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json.replace(/"(id|parent)":\s*(\d+)/g, '"$1":"$2"'));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return undefined;
  }
}

/** `raw_msg` is the same without "error:", and not always there. */
function messageOf(entry: Record<string, unknown>): string {
  return stripAnsi(textOf(entry.msg) || textOf(entry.raw_msg));
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function numberOf(value: unknown): number {
  return typeof value === "number" ? value : -1;
}

function isField(value: unknown): value is NixField {
  return typeof value === "string" || typeof value === "number";
}
