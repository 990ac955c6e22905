import { expect, test } from "bun:test";
import { join } from "node:path";
import { VIOLATIONS } from "../../../lib/hls/conformance/violations.ts";

/** Only clients can see these: they have times, answers and bytes. */
const RAISED_BY_CLIENTS =
  `average-bandwidth-exceeded bandwidth-exceeded blocking-reload-early blocking-reload-late cache-incoherent
content-type cors-missing date-drift decrypt-padding delta-update-unmergeable key-length ll-bad-msn-accepted
ll-part-without-msn-accepted media-sequence-jumped part-late part-unavailable playlist-cacheable-too-long playlist-early playlist-not-compressed
playlist-stale playlist-torn playlist-unparsable segment-empty segment-failed
segment-removed-early segment-truncated segment-unavailable segment-without-keyframe uri-unfetchable`.split(
    /\s+/,
  );

test("codes are stable words, and each has a level, a title and a source", () => {
  for (const [code, { level, title, source }] of Object.entries(VIOLATIONS)) {
    expect(code).toMatch(/^[a-z]+(?:-[a-z0-9]+)+$/);
    expect(["must", "should"]).toContain(level);
    expect(title).not.toMatch(/\.$|^[A-Z](?![A-Z])/);
    expect(source).not.toBe("");
  }
});

test("each is raised by a check with tests of its own, or by clients", async () => {
  const files = [...new Bun.Glob("check-*.test.ts").scanSync(import.meta.dir)];
  const tests = await Promise.all(files.map((name) => Bun.file(join(import.meta.dir, name)).text()));
  const tested = Object.keys(VIOLATIONS).filter((code) => tests.some((text) => text.includes(`"${code}"`)));
  expect([...tested, ...RAISED_BY_CLIENTS].sort()).toEqual(Object.keys(VIOLATIONS).sort());
});
