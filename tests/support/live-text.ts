/** Texts of playlists that break no rule, to be spoilt. Segments of two seconds, the first at the start of 2026. */

const EPOCH_MS = Date.UTC(2026, 0, 1);

/** Date tag of segment n. */
export function dateTag(n: number, offMs = 0): string {
  return `#EXT-X-PROGRAM-DATE-TIME:${new Date(EPOCH_MS + n * 2000 + offMs).toISOString()}`;
}

/** A live playlist of segments `first` to `last`; `extra` stands before segment n. */
export function liveText(
  first: number,
  last: number,
  extra: Record<number, string> = {},
  header = "",
): string {
  const lines = ["#EXTM3U", "#EXT-X-VERSION:6", "#EXT-X-TARGETDURATION:2", `#EXT-X-MEDIA-SEQUENCE:${first}`];
  lines.push("#EXT-X-INDEPENDENT-SEGMENTS");
  if (header) lines.push(header);
  for (let n = first; n <= last; n++) {
    lines.push(...[extra[n] ?? []].flat());
    lines.push(dateTag(n), "#EXTINF:2.0,", `s${n}.ts`);
  }
  return `${lines.join("\n")}\n`;
}

/** A low-latency one: the last segment and the one being made have parts of 0.5 s, `trailing` of them; the next is hinted. */
export function partText(first: number, last: number, trailing: number): string {
  const lines = ["#EXTM3U", "#EXT-X-VERSION:9", "#EXT-X-TARGETDURATION:2", "#EXT-X-PART-INF:PART-TARGET=0.5"];
  lines.push("#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.5,CAN-SKIP-UNTIL=12,HOLD-BACK=6");
  lines.push("#EXT-X-INDEPENDENT-SEGMENTS", `#EXT-X-MEDIA-SEQUENCE:${first}`);
  for (let n = first; n <= last; n++) {
    lines.push(dateTag(n));
    if (n === last) for (let i = 0; i < 4; i++) lines.push(partTag(n, i));
    lines.push("#EXTINF:2.0,", `s${n}.ts`);
  }
  if (trailing > 0) lines.push(dateTag(last + 1));
  for (let i = 0; i < trailing; i++) lines.push(partTag(last + 1, i));
  lines.push(`#EXT-X-PRELOAD-HINT:TYPE=PART,URI="s${last + 1}.${trailing}.ts"`);
  return `${lines.join("\n")}\n`;
}

function partTag(n: number, i: number): string {
  return `#EXT-X-PART:DURATION=0.5,URI="s${n}.${i}.ts"`;
}
