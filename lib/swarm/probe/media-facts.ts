import { childEnv } from "../../host/bun-exec.ts";
import { FFPROBE_ARGS, parseFfprobe } from "../../host/probe/ffprobe-output.ts";
import type { MediaFacts } from "../../report/probe-shape.ts";
import type { ProbeFindings } from "./findings.ts";
import type { KeptSegment } from "./segment-watch.ts";

const LIMIT_MS = 10_000;

/** Looks into segments with ffprobe; answers what the first of them holds, null when nothing can be told. */
export async function readMedia(
  ffprobe: string,
  kept: readonly KeptSegment[],
  findings: ProbeFindings,
): Promise<MediaFacts | null> {
  let facts: MediaFacts | null = null;
  for (const { segment, bytes } of kept) {
    const found = parseFfprobe(await ask(ffprobe, bytes));
    if (!found) continue;
    const { sequence, durationSec: declaredSec, uri } = segment;
    facts ??= { sequence, declaredSec, ...found };
    if (found.beginsWithKeyframe === null) continue;
    findings.looked(["segment-without-keyframe"]);
    if (!found.beginsWithKeyframe) {
      findings.tell("segment-without-keyframe", `${uri}: its first picture needs others before it`);
    }
  }
  return facts;
}

async function ask(ffprobe: string, bytes: Uint8Array): Promise<string> {
  const child = Bun.spawn([ffprobe, ...FFPROBE_ARGS, "-i", "pipe:0"], {
    stdin: bytes,
    stdout: "pipe",
    stderr: "ignore",
    env: childEnv(),
    timeout: LIMIT_MS,
    killSignal: "SIGKILL",
  });
  const [text] = await Promise.all([child.stdout.text(), child.exited]);
  return text;
}
