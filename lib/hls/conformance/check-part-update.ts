import type { MediaPlaylist, Part } from "../playlist-shape.ts";
import { type Findings, shortUri } from "./findings.ts";
import { lastSequence, partsOf } from "./measures.ts";

/** What happened to the parts at the end of the playlist, and whether the hint came true; adds to the findings. */
export function checkPartUpdate(previous: MediaPlaylist, next: MediaPlaylist, found: Findings): void {
  const sequence = lastSequence(previous) + 1;
  const before = previous.trailingParts;
  const after = partsOf(next, sequence);
  const isComplete = lastSequence(next) >= sequence;
  if (isComplete && after.length === 0 && before.length > 0) return;
  if (after.length < before.length) {
    const had = `Segment ${sequence} had ${before.length} parts and has ${after.length}`;
    found.add("part-vanished", had);
    return;
  }
  before.forEach((part, i) => {
    if (!isSamePart(part, after[i]!)) {
      found.add(
        "part-changed",
        `Part ${i} of segment ${sequence}, ${shortUri(part.uri)}, is ${shortUri(after[i]!.uri)}`,
      );
    }
  });
  checkHint(
    previous,
    after[before.length] ?? (isComplete ? partsOf(next, sequence + 1)[0] : undefined),
    found,
  );
}

function isSamePart(a: Part, b: Part): boolean {
  const isSameRange =
    a.byteRange?.offset === b.byteRange?.offset && a.byteRange?.length === b.byteRange?.length;
  return a.uri === b.uri && a.durationSec === b.durationSec && isSameRange;
}

function checkHint(previous: MediaPlaylist, came: Part | undefined, found: Findings): void {
  const hint = previous.preloadHints.find(({ type }) => type === "PART");
  if (!hint || !came) return;
  const isThatRange = came.byteRange === null || came.byteRange.offset === hint.byteRangeStart;
  if (came.uri === hint.uri && isThatRange) return;
  found.add("hint-unfulfilled", `${shortUri(hint.uri)} was hinted, ${shortUri(came.uri)} came`);
}
