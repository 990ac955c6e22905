const ZERO = 0x30;
const MINUTE_MS = 60_000;

/**
 * The Unix time in ms, fractions kept, of an ISO 8601 date and time as EXT-X-PROGRAM-DATE-TIME has it (RFC 8216, 4.3.2.6). Some
 * packagers write the zone without a colon; without a zone it is UTC. Null: it is no date.
 */
export function parseDate(text: string): number | null {
  if (
    text.charAt(4) !== "-" ||
    text.charAt(7) !== "-" ||
    text.charAt(13) !== ":" ||
    text.charAt(16) !== ":"
  ) {
    return null;
  }
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const second = digits(text, 17, 2);
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour <= 24 && minute < 60 && second <= 60)) {
    return null;
  }
  const fractionEnd = endOfFraction(text, 19);
  const zone = zoneMs(text.slice(fractionEnd));
  const ms = Date.UTC(digits(text, 0, 4), month - 1, day, hour, minute, second);
  const total = ms + fractionMs(text, fractionEnd) - zone;
  return Number.isNaN(total) ? null : total;
}

/** NaN when one of them is no digit. */
function digits(text: string, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function endOfFraction(text: string, at: number): number {
  const mark = text.charAt(at);
  if (mark !== "." && mark !== ",") return at;
  let end = at + 1;
  while (digits(text, end, 1) >= 0) end++;
  return end;
}

function fractionMs(text: string, end: number): number {
  return end > 20 ? digits(text, 20, end - 20) * 10 ** (3 - (end - 20)) : 0;
}

/** NaN when it is no zone. */
function zoneMs(zone: string): number {
  const sign = zone.charAt(0);
  if (zone === "" || zone === "Z" || zone === "z") return 0;
  if (sign !== "+" && sign !== "-") return Number.NaN;
  const minutes = zone.length === 3 ? 0 : digits(zone, zone.charAt(3) === ":" ? 4 : 3, 2);
  return (sign === "-" ? -1 : 1) * (digits(zone, 1, 2) * 60 + minutes) * MINUTE_MS;
}
