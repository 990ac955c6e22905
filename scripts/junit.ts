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

export interface Verdict {
  /** What is listed before the last line. */
  notes: readonly string[];
  /** `12 passed, 0 failed` */
  line: string;
  isGood: boolean;
}

/** Each static check counts as one test; where `isCi`, every skipped test has failed. */
export function judge(checks: readonly boolean[], tests: Tally, isCi: boolean): Verdict {
  const skippedCount = tests.skipped.length;
  const passed = tests.passed + checks.filter(Boolean).length;
  const failed = tests.failed + checks.filter((isFine) => !isFine).length + (isCi ? skippedCount : 0);
  const notes = tests.skipped.map((title) => `skipped: ${title}`);
  if (isCi && skippedCount > 0) notes.push(`${skippedCount} skipped, which fails in CI`);
  return { notes, line: `${passed} passed, ${failed} failed`, isGood: failed === 0 && tests.passed > 0 };
}

function attribute(attributes: string, name: string): string {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? "";
  return value.replace(/&(quot|apos|lt|gt|amp|#\d+);/g, (_, entity: string) => decode(entity));
}

const ENTITIES: Record<string, string> = { quot: '"', apos: "'", lt: "<", gt: ">", amp: "&" };

function decode(entity: string): string {
  return ENTITIES[entity] ?? String.fromCodePoint(Number(entity.slice(1)));
}
