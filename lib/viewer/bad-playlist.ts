import type { ViolationCode } from "../hls/conformance/violations.ts";

export interface BadPlaylist {
  kind: "bad";
  code: ViolationCode;
  /** With the URL, in words. */
  problem: string;
}

/** A piece of a playlist, which may well be one by itself. */
export function tornPlaylist(url: string, tear: string): BadPlaylist {
  return { kind: "bad", code: "playlist-torn", problem: `${url}: ${tear}` };
}

/** Names what came instead of a playlist. */
export function badPlaylist(url: string, text: string, problem: string): BadPlaylist {
  const head = text.trimStart().slice(0, 200).toLowerCase();
  if (head.startsWith("<!doctype html") || head.startsWith("<html"))
    return {
      kind: "bad",
      code: "playlist-unparsable",
      problem: `${url}: is an HTML page, no playlist${title(text)}`,
    };
  return { kind: "bad", code: "playlist-unparsable", problem: `${url}: ${problem}` };
}

function title(text: string): string {
  const found = /<title[^>]*>([^<]{1,80})/i.exec(text.slice(0, 4000))?.[1]?.trim();
  return found ? ` (${JSON.stringify(found)})` : "";
}
