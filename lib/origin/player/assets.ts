import hls from "../../../node_modules/hls.js/dist/hls.light.min.js" with { type: "text" };
import hlsLicence from "../../../node_modules/hls.js/LICENSE" with { type: "text" };
import { CONTENT_TYPES } from "../../derive/http.ts";
import engine from "./engine.js" with { type: "text" };
import engineHls from "./engine-hls.js" with { type: "text" };
import engineNative from "./engine-native.js" with { type: "text" };
import figures from "./figures.js" with { type: "text" };
import format from "./format.js" with { type: "text" };
import icon from "./icon.svg" with { type: "text" };
import ladder from "./ladder.js" with { type: "text" };
import lines from "./lines.js" with { type: "text" };
import page from "./page.htm" with { type: "text" };
import playback from "./playback.js" with { type: "text" };
import style from "./player.css" with { type: "text" };
import player from "./player.js" with { type: "text" };
import reach from "./reach.js" with { type: "text" };
import state from "./state.js" with { type: "text" };
import timeline from "./timeline.js" with { type: "text" };
import view from "./view.js" with { type: "text" };

/** One static file of the page: `type` is its Content-Type. */
export interface PlayerAsset {
  readonly type: string;
  readonly body: string;
}

/**
 * The player page as URL path → file, the page itself under `/`. All of it is static and refers to its parts by
 * relative URLs, so any web server may carry it, below any prefix.
 * `playlist` is the file name of the multivariant playlist it plays, next to the page.
 *
 * Import this module lazily: it holds 0.4 MB of text.
 */
export function playerAssets(playlist = "master.m3u8"): Readonly<Record<string, PlayerAsset>> {
  return {
    "/": {
      type: CONTENT_TYPES.html,
      body: page.replaceAll('href="master.m3u8"', () => `href="${fileUrl(playlist)}"`),
    },
    "/assets/icon.svg": { type: CONTENT_TYPES.svg, body: icon },
    "/assets/player.css": { type: CONTENT_TYPES.css, body: style },
    "/assets/hls.light.min.js": { type: CONTENT_TYPES.js, body: licensed(hls) },
    "/assets/hls.js-LICENSE.txt": { type: CONTENT_TYPES.txt, body: hlsLicence },
    ...scripts({
      player,
      engine,
      "engine-hls": engineHls,
      "engine-native": engineNative,
      figures,
      format,
      ladder,
      lines,
      playback,
      reach,
      state,
      timeline,
      view,
    }),
  };
}

function scripts(modules: Record<string, string>): Record<string, PlayerAsset> {
  return Object.fromEntries(
    Object.entries(modules).map(([name, body]) => [`/assets/${name}.js`, { type: CONTENT_TYPES.js, body }]),
  );
}

/** A file name as a relative URL in an attribute; `./` keeps a colon from being taken for a scheme. */
function fileUrl(name: string): string {
  return `./${encodeURIComponent(name).replaceAll("'", "%27")}`;
}

/** The minified library carries no notice of its own; its source map is not shipped. */
function licensed(library: string): string {
  const notice = "/*! hls.js, light build; Apache-2.0, see hls.js-LICENSE.txt */";
  return `${notice}\n${library.replace(/\/\/# sourceMappingURL=\S*\s*$/, "")}`;
}
