import { checkMedia } from "../hls/conformance/check-media.ts";
import { checkMultivariant } from "../hls/conformance/check-multivariant.ts";
import { checkUpdate } from "../hls/conformance/check-update.ts";
import { mergeDelta } from "../hls/merge-delta.ts";
import { parsePlaylist } from "../hls/parse-playlist.ts";
import { findTear } from "../hls/torn.ts";
import type { PlaylistRules } from "./playlist-shelf.ts";

/** What viewers read and judge playlists by. */
export const RULES: PlaylistRules = {
  parse: parsePlaylist,
  findTear,
  merge: mergeDelta,
  checkMultivariant,
  checkMedia,
  checkUpdate,
};
