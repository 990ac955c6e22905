import { must, type Rule } from "./rule.ts";

const ALLOWED = "RFC 8216, 6.2.1";
const LIVE = "RFC 8216, 6.2.2";

/** What two successive versions of a media playlist show. */
export const UPDATE_RULES = {
  "changed-after-endlist": must("a playlist changed after its EXT-X-ENDLIST", "RFC 8216, 4.3.3.4 and 6.2.1"),
  "discontinuity-sequence-decreased": must("the discontinuity sequence number went back", LIVE),
  "discontinuity-sequence-missing": must(
    "an EXT-X-DISCONTINUITY was removed from a playlist without EXT-X-DISCONTINUITY-SEQUENCE",
    LIVE,
  ),
  "discontinuity-sequence-wrong": must(
    "the discontinuity sequence number did not grow by the number of removed discontinuities",
    LIVE,
  ),
  "endlist-vanished": must("EXT-X-ENDLIST was taken back", ALLOWED),
  "event-removed-segment": must("a playlist of type EVENT lost segments", "RFC 8216, 4.3.3.5 and 6.2.1"),
  "media-sequence-decreased": must("the media sequence number went back", LIVE),
  "playlist-type-changed": must("EXT-X-PLAYLIST-TYPE changed", ALLOWED),
  "removal-miscounted": must(
    "the media sequence number did not grow by the number of removed segments",
    LIVE,
  ),
  "segment-byte-range-changed": must("a segment's byte range changed", ALLOWED),
  "segment-date-changed": must("a segment's date changed by more than 100 ms", ALLOWED),
  "segment-discontinuity-changed": must("a discontinuity appeared or vanished", ALLOWED),
  "segment-duration-changed": must("a segment's EXTINF changed", ALLOWED),
  "segment-key-changed": must("a segment's key changed", ALLOWED),
  "segment-map-changed": must("a segment's init section changed", ALLOWED),
  "segment-order-changed": must("segments changed their order", ALLOWED),
  "segment-uri-changed": must("a segment's URI changed", ALLOWED),
  "segment-vanished": must("segments were removed from the end", LIVE),
  "target-duration-changed": must("the target duration changed", ALLOWED),
  "vod-changed": must("a playlist of type VOD changed", "RFC 8216, 4.3.3.5 and 6.2.1"),
  "window-too-short": must("segments were removed although less than three target durations remained", LIVE),
} satisfies Record<string, Rule>;
