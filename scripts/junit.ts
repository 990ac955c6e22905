export interface Tally {
  passed: number;
  failed: number;
  /** `file: title` of each. */
  skipped: readonly string[];
}

/** Counts the test cases of the JUnit report that `bun test --reporter=junit` writes. */
export function readJunit(xml: string): Tally {
  const cases = [...xml.matchAll(/<testcase\b([^>]*?)(\/>|>([\s\S]*?)<\/testcase>)/g)].map(
    ([, attributes = "", , body = ""]) => ({ attributes, body }),
  );
  const failed = cases.filter(({ body }) => /<(failure|error)\b/.test(body));
  const skipped = cases.filter(({ body }) => /<skipped\b/.test(body));
  return {
    passed: cases.length - failed.length - skipped.length,
    failed: failed.length,
    skipped: skipped.map(
      ({ attributes }) => `${attribute(attributes, "file")}: ${attribute(attributes, "name")}`,
    ),
  };
}

function attribute(attributes: string, name: string): string {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? "";
  return value.replace(/&(quot|apos|lt|gt|amp|#\d+);/g, (_, entity: string) => decode(entity));
}

const ENTITIES: Record<string, string> = { quot: '"', apos: "'", lt: "<", gt: ">", amp: "&" };

function decode(entity: string): string {
  return ENTITIES[entity] ?? String.fromCodePoint(Number(entity.slice(1)));
}
