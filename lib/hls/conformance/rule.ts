/** `must`: a MUST of the specification is broken; `should`: a SHOULD, or what practice has taught. */
export type Level = "must" | "should";

/** What a code means. */
export interface Rule {
  level: Level;
  /** What is wrong, without a full stop. */
  title: string;
  /** Who asks for it: RFC 8216 or bis (draft-pantos-hls-rfc8216bis) with the section, or the practice. */
  source: string;
}

export function must(title: string, source: string): Rule {
  return { level: "must", title, source };
}

export function should(title: string, source: string): Rule {
  return { level: "should", title, source };
}
