import { must, type Rule, should } from "./rule.ts";

const BANDWIDTH = "RFC 8216, 4.1 and 4.3.4.2";
const KEYS = "RFC 8216, 4.3.2.4 and 5.2";

/** What only a client sees: times, answers, bytes. Raised by viewers and the probe. */
export const TRANSFER_RULES = {
  "average-bandwidth-exceeded": must("the average bit rate is above AVERAGE-BANDWIDTH", BANDWIDTH),
  "bandwidth-exceeded": must(
    "segments of half to one and a half target durations have a bit rate above BANDWIDTH",
    BANDWIDTH,
  ),
  "cache-incoherent": must("an older version was served after a newer one had been seen", "RFC 8216, 6.2.1"),
  "content-type": should("an answer has another content type than its kind", "RFC 8216, 4 and 10"),
  "cors-missing": should("an answer lacks Access-Control-Allow-Origin for browsers", "Fetch Standard, 3.3"),
  "date-drift": should("dates move away from the clock while the stream goes on", "bis, 4.4.4.6"),
  "decrypt-padding": must("a decrypted segment does not end in PKCS7 padding", KEYS),
  "key-length": must("a key is not 16 octets long", KEYS),
  "media-sequence-jumped": must(
    "the media sequence number grew by far more segments than there was time for: the origin has begun anew",
    "RFC 8216, 6.2.2",
  ),
  "playlist-cacheable-too-long": should(
    "a live playlist may be cached for more than half a target duration",
    "RFC 8216, 6.3.4; practice of caches",
  ),
  "playlist-early": should(
    "a playlist changed sooner than half a target duration after its last change",
    "RFC 8216, 6.2.1",
  ),
  "playlist-not-compressed": should("a playlist was sent without compression", "RFC 8216, 4.1; bis, 6.2.1"),
  "playlist-stale": must(
    "a live playlist did not change for more than one and a half target durations",
    "RFC 8216, 6.2.1",
  ),
  "playlist-torn": must("a playlist breaks off: its change was not atomic", "RFC 8216, 6.2.1"),
  "playlist-unparsable": must("what came is no playlist, or one that cannot be played", "RFC 8216, 4.1"),
  "segment-empty": must(
    "a listed segment, part or init section was answered without a single byte",
    "RFC 8216, 3 and 6.2.1",
  ),
  "segment-failed": must(
    "a listed segment, or what it needs, was answered with an error of the server, or not, or not whole in time",
    "RFC 8216, 6.2.1",
  ),
  "segment-removed-early": must(
    "a removed segment went away sooner than its duration plus the longest playlist that had it",
    "RFC 8216, 6.2.2",
  ),
  "segment-truncated": must(
    "the answer to a listed segment, or to what it needs, was cut off",
    "RFC 8216, 6.2.1; RFC 9112, 8",
  ),
  "segment-unavailable": must(
    "a listed segment, or what it needs, was refused with a status of 400 to 499",
    "RFC 8216, 6.2.1",
  ),
  "segment-without-keyframe": should(
    "a segment does not begin with a keyframe",
    "RFC 8216, 3 and 4.3.5.1; Apple HLS Authoring Specification",
  ),
  "uri-unfetchable": must(
    "a listed URI is neither http nor https: no player can fetch it",
    "RFC 8216, 6.3.1; practice of players",
  ),
} satisfies Record<string, Rule>;
