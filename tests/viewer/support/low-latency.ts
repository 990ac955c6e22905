import type { Origin } from "./stage-http.ts";

const PART_MS = 500;
const PARTS = 4;
const SEGMENT_MS = PART_MS * PARTS;
const EPOCH_MS = 1_800_000_000_000;

export interface LowScript {
  canSkip?: boolean;
  hasHints?: boolean;
  /** Answers blocking reloads at once. */
  isEarly?: boolean;
  listSize?: number;
  report?: string;
  /** How much later than at its end a part is published. */
  lateMs?(n: number, part: number): number;
}

/** Segment n begins then; 106 at time 0. */
function beginsMs(n: number): number {
  return (n - 106) * SEGMENT_MS;
}

export function partName(n: number, part: number): string {
  return `part${n}.${part}.mp4`;
}

/** The playlist as it is then; of the last three segments with their parts. */
export function lowPlaylist(nowMs: number, script: LowScript = {}, skips = false): string {
  const { canSkip = false, hasHints = false, listSize = 20, report } = script;
  const { current, parts } = newestAt(nowMs, script);
  const first = current - listSize;
  const skipped = skips ? listSize - 6 : 0;
  const lines = [
    "#EXTM3U",
    "#EXT-X-VERSION:9",
    "#EXT-X-TARGETDURATION:2",
    `#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.5${canSkip ? ",CAN-SKIP-UNTIL=12" : ""}`,
    "#EXT-X-PART-INF:PART-TARGET=0.5",
    `#EXT-X-MEDIA-SEQUENCE:${first}`,
    ...(skipped > 0 ? [`#EXT-X-SKIP:SKIPPED-SEGMENTS=${skipped}`] : ['#EXT-X-MAP:URI="init.mp4"']),
  ];
  for (let n = first + skipped; n < current; n++) {
    lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(EPOCH_MS + beginsMs(n)).toISOString()}`);
    if (n >= current - 3) for (let part = 0; part < PARTS; part++) lines.push(partTag(n, part));
    lines.push("#EXTINF:2.000,", `seg${n}.mp4`);
  }
  lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(EPOCH_MS + beginsMs(current)).toISOString()}`);
  for (let part = 0; part < parts; part++) lines.push(partTag(current, part));
  if (hasHints) lines.push(`#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${partName(current, parts)}"`);
  if (report)
    lines.push(
      `#EXT-X-RENDITION-REPORT:URI="${report}",LAST-MSN=${parts > 0 ? current : current - 1},LAST-PART=${parts > 0 ? parts - 1 : 3}`,
    );
  return `${lines.join("\n")}\n`;
}

function partTag(n: number, part: number): string {
  return `#EXT-X-PART:DURATION=0.5,URI="${partName(n, part)}"${part === 0 ? ",INDEPENDENT=YES" : ""}`;
}

/** When the part is there. */
function readyMs(n: number, part: number, { lateMs }: LowScript): number {
  return beginsMs(n) + (part + 1) * PART_MS + (lateMs?.(n, part) ?? 0);
}

/** The segment that is made then, and how many of its parts are there; one whose last part is late is made still. */
function newestAt(nowMs: number, script: LowScript): { current: number; parts: number } {
  let current = 106 + Math.floor(nowMs / SEGMENT_MS);
  if (readyMs(current - 1, PARTS - 1, script) > nowMs) current--;
  let parts = 0;
  while (parts < PARTS && readyMs(current, parts, script) <= nowMs) parts++;
  return { current, parts };
}

/** Holds what is not there yet; parts take 20 ms then. */
export function lowOrigin(script: LowScript = {}): Origin {
  return ({ url }, nowMs) => {
    const part = /part(\d+)\.(\d)/.exec(url);
    if (part) {
      const waitMs = Math.max(0, readyMs(Number(part[1]), Number(part[2]), script) - nowMs);
      return { bytes: 1000, waitMs, tookMs: waitMs + 20 };
    }
    if (!url.includes(".m3u8")) return { bytes: 1000, tookMs: 20 };
    const asked = /_HLS_msn=(\d+)(?:&_HLS_part=(\d+))?/.exec(url);
    const dueMs =
      asked && !script.isEarly ? readyMs(Number(asked[1]), Number(asked[2] ?? PARTS - 1), script) : nowMs;
    const atMs = Math.max(nowMs, dueMs);
    return {
      body: lowPlaylist(atMs, script, url.includes("_HLS_skip=YES")),
      waitMs: atMs - nowMs,
      tookMs: atMs - nowMs,
    };
  };
}
