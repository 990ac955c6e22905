export interface TestCase {
  /** The class: what the case belongs to. */
  group: string;
  name: string;
  /** Null: passed, or skipped. */
  failure: { message: string; text: string } | null;
  /** Why it was not run. */
  skipped?: string;
  durationMs?: number;
}

export interface TestSuite {
  name: string;
  id: string;
  /** ISO 8601. */
  startedAt: string;
  durationMs: number;
  cases: readonly TestCase[];
}

/** JUnit XML with one suite, as CI systems read it. */
export function renderSuite({ name, id, startedAt, durationMs, cases }: TestSuite): string {
  const failures = cases.filter(({ failure }) => failure).length;
  const skipped = cases.filter((each) => each.skipped !== undefined).length;
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" skipped="${skipped}" time="${seconds(durationMs)}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="hlsctl" ${counts}>
  <testsuite name=${attribute(name)} id=${attribute(id)} timestamp=${attribute(startedAt)} ${counts}>
${cases.map(renderCase).join("\n")}
  </testsuite>
</testsuites>
`;
}

function renderCase({ group, name, failure, skipped, durationMs }: TestCase): string {
  const time = durationMs === undefined ? "" : ` time="${seconds(durationMs)}"`;
  const open = `    <testcase classname=${attribute(group)} name=${attribute(name)}${time}`;
  if (skipped !== undefined) {
    return `${open}>
      <skipped message=${attribute(skipped)}/>
    </testcase>`;
  }
  if (!failure) return `${open}/>`;
  return `${open}>
      <failure message=${attribute(failure.message)}>${escapeText(failure.text)}</failure>
    </testcase>`;
}

function seconds(durationMs: number): string {
  return (durationMs / 1000).toFixed(3);
}

function attribute(text: string): string {
  return `"${escapeText(text).replaceAll('"', "&quot;").replaceAll("\n", "&#10;").replaceAll("\t", "&#9;")}"`;
}

/** Characters that XML 1.0 does not allow, not even escaped, become U+FFFD. */
function escapeText(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "\u{FFFD}")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("\r", "&#13;");
}
