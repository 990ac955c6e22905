import { mergeDelta } from "../hls/merge-delta.ts";
import { parsePlaylist } from "../hls/parse-playlist.ts";
import type { PlaylistRules } from "./playlist-shelf.ts";

/** What viewers read and judge playlists by. */
export const RULES: PlaylistRules = {
  parse: parsePlaylist,
  merge: mergeDelta,
  checkMultivariant: () => [],
  checkMedia: () => [],
  checkUpdate: () => [],
};
