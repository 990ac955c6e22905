import type { Host } from "../host.ts";
import { ASK_LIMIT_MS } from "./program.ts";

/** Sections of `ffmpeg -h full` that hold what an HLS client may be told; HTTPS and HTTP have the same. */
const SECTIONS = [
  /^URLContext AVOptions:/,
  /^http AVOptions:/,
  /^tls AVOptions:/,
  /^hls(?:,\w+)?(?: demuxer)? AVOptions:/,
];

/** Options of reading HLS over HTTP that an installed FFmpeg knows, without the dash; empty when it could not be asked. */
export async function probeFfmpegClientOptions(host: Host, path: string): Promise<ReadonlySet<string>> {
  const { stdout } = await host.exec([path, "-hide_banner", "-h", "full"], { timeoutMs: ASK_LIMIT_MS });
  return parseFfmpegHelp(stdout);
}

/**
 * The help of all options, as FFmpeg 4 to 8 print it: those of the program itself stand in two columns from the start of a line
 * (`-progress url  write …`, later `-progress <url>`), those of its parts are indented below a title that ends in `AVOptions:`, with
 * flags of which D means reading (`  -rw_timeout  <int64>  ED......`).
 */
export function parseFfmpegHelp(text: string): ReadonlySet<string> {
  const known = new Set<string>();
  let isWanted = false;
  for (const line of text.split("\n")) {
    if (line.endsWith("AVOptions:")) isWanted = SECTIONS.some((title) => title.test(line));
    const own = /^-(\w+)/.exec(line)?.[1];
    const part = /^ {2}-(\w+)\s+<\w+>\s+(?:\S*D\S*)/.exec(line)?.[1];
    if (own !== undefined) known.add(own);
    else if (part !== undefined && isWanted) known.add(part);
  }
  return known;
}
