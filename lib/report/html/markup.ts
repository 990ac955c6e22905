/** Text that is HTML already; everything else is escaped when it goes into `html`. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | null | false | readonly Part[];

/** A template whose values are escaped; lists are joined, null and false leave nothing. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(texts.map((text, i) => text + written(parts[i] ?? null)).join(""));
}

function written(part: Part): string {
  if (part === null || part === false) return "";
  if (part instanceof Markup) return part.text;
  if (typeof part === "object") return part.map(written).join("");
  return escapeHtml(String(part));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** What is no character to look at, or turns the direction of what follows (Unicode TR 36 §2.6), becomes U+FFFD. */
const UNSEEN = /[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** For text and for quoted attributes. */
function escapeHtml(text: string): string {
  return text.replace(UNSEEN, "\ufffd").replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

/** JSON for a `<script type="application/json">`: no `<`, so neither `</script` nor `<!--` can stand in it. */
export function scriptJson(value: unknown): Markup {
  return new Markup(JSON.stringify(value).replaceAll("<", "\\u003c"));
}
