import { must, type Rule, should } from "./rule.ts";

/** What one playlist shows by itself. */
export const PLAYLIST_RULES = {
  "attribute-missing": must("a tag lacks an attribute it needs", "RFC 8216, 4.3"),
  "byte-order-mark": must("the playlist begins with a byte order mark", "RFC 8216, 4.1"),
  "byte-range-without-start": must(
    "a byte range without an offset does not follow one of the same resource",
    "RFC 8216, 4.3.2.2",
  ),
  "date-inconsistent": should(
    "a date differs by more than 100 ms from the one before plus the duration, without a discontinuity",
    "Apple HLS Authoring Specification; bis, 4.4.4.6",
  ),
  "date-invalid": must("a date is not in ISO 8601", "RFC 8216, 4.3.2.6"),
  "date-missing": should(
    "a live playlist has no EXT-X-PROGRAM-DATE-TIME",
    "Apple HLS Authoring Specification",
  ),
  "extinf-over-target": must(
    "a segment's duration, rounded to whole seconds, exceeds the target duration",
    "RFC 8216, 4.3.3.1",
  ),
  "extinf-without-uri": must("an EXTINF is not followed by a URI", "RFC 8216, 4.3.2.1"),
  "live-window-thin": should(
    "a live playlist lists less than three target durations: players cannot begin where they should",
    "RFC 8216, 6.3.3",
  ),
  "map-iv-missing": must("an encrypted init section's key has no IV", "RFC 8216, 4.3.2.5"),
  "map-missing": must("fragmented MP4 segments have no EXT-X-MAP", "RFC 8216, 3.3"),
  "playlist-empty": must(
    "a media playlist lists no segments: when it has ended, or all the time",
    "RFC 8216, 4.3.3.4 and 6.3.3",
  ),
  "playlist-type-invalid": must("EXT-X-PLAYLIST-TYPE is neither VOD nor EVENT", "RFC 8216, 4.3.3.5"),
  "sequence-tag-late": must(
    "EXT-X-MEDIA-SEQUENCE or EXT-X-DISCONTINUITY-SEQUENCE stands after a segment",
    "RFC 8216, 4.3.3.2 and 4.3.3.3",
  ),
  "start-out-of-range": should(
    "EXT-X-START points outside the playlist or, live, within three target durations of its end",
    "RFC 8216, 4.3.5.2",
  ),
  "tag-repeated": must("a tag that may stand once stands again", "RFC 8216, 4.3.1.2, 4.3.3 and 4.3.5"),
  "tags-mixed": must("tags of media and multivariant playlists are mixed", "RFC 8216, 4.3.3 and 4.3.4"),
  "target-duration-invalid": must("the target duration is no positive whole number", "RFC 8216, 4.3.3.1"),
  "uri-without-extinf": must("a segment has no EXTINF", "RFC 8216, 4.3.2.1"),
  "version-too-low": must("EXT-X-VERSION is lower than its tags need", "RFC 8216, 7; bis, 8"),
  "vod-without-endlist": should("a playlist of type VOD has no EXT-X-ENDLIST", "RFC 8216, 4.3.3.4 and 6.2.1"),
} satisfies Record<string, Rule>;

/** What a multivariant playlist shows, alone or with its media playlists. */
export const VARIANT_RULES = {
  "average-bandwidth-over-peak": should("AVERAGE-BANDWIDTH exceeds BANDWIDTH", "RFC 8216, 4.3.4.2"),
  "codecs-missing": should("a variant does not tell its CODECS", "RFC 8216, 4.3.4.2"),
  "group-undefined": must("a variant refers to a group without an EXT-X-MEDIA", "RFC 8216, 4.3.4.2"),
  "independent-segments-missing": should(
    "neither the media nor the multivariant playlist says EXT-X-INDEPENDENT-SEGMENTS",
    "Apple HLS Authoring Specification; RFC 8216, 4.3.5.1",
  ),
  "rendition-default-repeated": must(
    "a group has several renditions with DEFAULT=YES",
    "RFC 8216, 4.3.4.1.1",
  ),
  "rendition-name-repeated": must("two renditions of a group have the same NAME", "RFC 8216, 4.3.4.1.1"),
  "rendition-uri-missing": must("a rendition of subtitles has no URI", "RFC 8216, 4.3.4.1"),
  "rendition-uri-unexpected": must("a rendition of closed captions has a URI", "RFC 8216, 4.3.4.1"),
  "resolution-missing": should("a variant with video does not tell its RESOLUTION", "RFC 8216, 4.3.4.2"),
  "stream-inf-without-uri": must("an EXT-X-STREAM-INF is not followed by a URI", "RFC 8216, 4.3.4.2"),
  "variant-dates-missing": must(
    "some media playlists have EXT-X-PROGRAM-DATE-TIME and some have none",
    "RFC 8216, 6.2.4",
  ),
  "variant-discontinuity-differs": must(
    "discontinuity sequence numbers differ between variants at the same time",
    "RFC 8216, 6.2.4",
  ),
  "variant-target-duration-differs": must("variants have different target durations", "RFC 8216, 6.2.4"),
} satisfies Record<string, Rule>;
