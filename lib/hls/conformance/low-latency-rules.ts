import { must, type Rule, should } from "./rule.ts";

/** Low-Latency HLS: what playlists show, and what blocking reloads and parts show over time. */
export const LOW_LATENCY_RULES = {
  "blocking-reload-early": must(
    "a blocking reload was answered before the part or segment it asked for was there",
    "bis, 6.2.5.2",
  ),
  "blocking-reload-late": should(
    "a blocking reload was neither answered nor refused within three target durations",
    "bis, 6.2.5.2",
  ),
  "blocking-reload-missing": should(
    "a playlist with parts does not offer blocking reloads",
    "bis, appendix B.1",
  ),
  "can-skip-until-low": must("CAN-SKIP-UNTIL is less than six target durations", "bis, 4.4.3.8"),
  "delta-update-unmergeable": must(
    "a delta update skips segments the playlist before did not have",
    "bis, 4.4.5.2 and 6.2.5.1",
  ),
  "hint-after-end": must("EXT-X-PRELOAD-HINT stands in a playlist that has ended", "bis, 4.4.5.3"),
  "hint-missing": should("a live playlist with parts gives no hint of the next one", "bis, appendix B.1"),
  "hint-repeated": should("there are several preload hints of one type", "bis, 4.4.5.3"),
  "hint-unfulfilled": should("the next part was not the one that had been hinted", "bis, 4.4.5.3"),
  "hold-back-low": must("HOLD-BACK is less than three target durations", "bis, 4.4.3.8"),
  "ll-bad-msn-accepted": should(
    "a reload for a segment more than two after the last one was not refused with 400",
    "bis, 6.2.5.2",
  ),
  "ll-part-without-msn-accepted": must(
    "a reload with _HLS_part and without _HLS_msn was not refused with 400",
    "bis, 6.2.5.2",
  ),
  "part-changed": must("a part's URI, byte range or duration changed", "bis, 6.2.1"),
  "part-hold-back-low": must("PART-HOLD-BACK is less than two part targets", "bis, 4.4.3.8"),
  "part-hold-back-missing": must("a playlist with parts has no PART-HOLD-BACK", "bis, 4.4.3.8"),
  "part-hold-back-thin": should("PART-HOLD-BACK is less than three part targets", "bis, 4.4.3.8"),
  "part-inf-missing": must("a playlist with parts has no EXT-X-PART-INF", "bis, 4.4.3.7"),
  "part-late": must("a new part came later than one part target after the last", "bis, 6.2.1"),
  "part-over-target": must("a part is longer than the part target", "bis, 4.4.4.9"),
  "part-too-short": must(
    "a part is shorter than 85 % of the part target, and neither independent, a gap, the last nor before a gap",
    "bis, 4.4.4.9",
  ),
  "part-unavailable": must(
    "a part that is listed, or was until three target durations ago, was refused with a status of 400 to 499",
    "bis, 6.2.1 and 6.2.2",
  ),
  "part-vanished": must("parts were removed from the end of the playlist", "bis, 6.2.2"),
  "parts-not-removed": should(
    "parts stand more than three target durations before the end",
    "bis, 4.4.4.9 and 6.2.2",
  ),
  "rendition-report-missing": should(
    "a low-latency playlist does not report on the other renditions",
    "bis, 4.4.5.4 and appendix B.1",
  ),
  "skip-dateranges-alone": must("CAN-SKIP-DATERANGES stands without CAN-SKIP-UNTIL", "bis, 4.4.3.8"),
  "tag-after-part": must(
    "EXT-X-KEY, -MAP, -DISCONTINUITY or -PROGRAM-DATE-TIME stands after a part of its segment",
    "bis, 4.4.4.9",
  ),
} satisfies Record<string, Rule>;
