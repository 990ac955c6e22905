/** An independent reader of MPEG-2 transport streams (ISO/IEC 13818-1) for tests: shares no code with the writer. */

export interface TsStream {
  packets: number;
  /** PTS of every PES, 90 kHz, 33 bits, in order. */
  pts: number[];
  /** Bytes of elementary stream after the PES headers. */
  payloadBytes: number;
  /** Least time from any of its packets (by the last PCR) to the PTS of what it carries, ms: never late if positive. */
  leastLeadMs: number;
}

export interface TsReport {
  /** Everything that breaks the rules, with its packet number. */
  errors: string[];
  packets: number;
  streams: Map<number, TsStream>;
  /** PCR values (27 MHz, 33 bits × 300) and the packets they are in. */
  clocks: { packet: number; value: number }[];
  /** Greatest distance between neighbouring PCRs, ms. */
  longestClockGapMs: number;
  /** Where the last PAT says that the PMT is. */
  mapPid: number | null;
  /** Elementary streams of the last PMT: PID → stream_type. */
  programme: Map<number, number>;
}

const PACKET = 188;
const WRAP = 2 ** 33;

/** Reads a whole number of packets. Concatenate consecutive segments first to have their seams checked. */
export function inspectTs(bytes: Uint8Array): TsReport {
  const report: TsReport = {
    errors: [],
    packets: Math.floor(bytes.length / PACKET),
    streams: new Map(),
    clocks: [],
    longestClockGapMs: 0,
    mapPid: null,
    programme: new Map(),
  };
  if (bytes.length % PACKET !== 0) report.errors.push(`${bytes.length} bytes are no whole number of packets`);
  const counters = new Map<number, number>();
  for (let i = 0; i < report.packets; i++) {
    inspectPacket(report, counters, bytes.subarray(i * PACKET, (i + 1) * PACKET), i);
  }
  inspectClocks(report);
  return report;
}

/** Signed distance from a to b on the 33-bit clock. */
export function clockDistance(a: number, b: number): number {
  const distance = (((b - a) % WRAP) + WRAP) % WRAP;
  return distance >= WRAP / 2 ? distance - WRAP : distance;
}

/** All segments in one array. */
export function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function byte(bytes: Uint8Array, at: number): number {
  const value = bytes[at];
  if (value === undefined) throw new RangeError(`no byte ${at} in ${bytes.length}`);
  return value;
}

function inspectPacket(
  report: TsReport,
  counters: Map<number, number>,
  packet: Uint8Array,
  index: number,
): void {
  const say = (what: string) => report.errors.push(`packet ${index}: ${what}`);
  if (byte(packet, 0) !== 0x47) say("no sync byte");
  if ((byte(packet, 1) & 0x80) !== 0) say("transport_error_indicator");
  const pid = ((byte(packet, 1) & 0x1f) << 8) | byte(packet, 2);
  const control = (byte(packet, 3) >> 4) & 3;
  if (control === 0) say("adaptation_field_control 0");
  let at = 4;
  if ((control & 2) !== 0) at = inspectField(report, packet, index);
  if ((control & 1) === 0) return;
  inspectCounter(counters, pid, byte(packet, 3) & 15, say);
  const stream = report.streams.get(pid) ?? newStream();
  report.streams.set(pid, stream);
  stream.packets++;
  const isStart = (byte(packet, 1) & 0x40) !== 0;
  if (at >= PACKET) say("no room for its payload");
  else if (pid === 0 || pid === report.mapPid) inspectTable(report, packet.subarray(at), say);
  else at += isStart ? inspectPes(stream, packet.subarray(at), say) : 0;
  stream.payloadBytes += PACKET - at;
  measureLead(report, stream);
}

function newStream(): TsStream {
  return { packets: 0, pts: [], payloadBytes: 0, leastLeadMs: Number.POSITIVE_INFINITY };
}

function measureLead(report: TsReport, stream: TsStream): void {
  const clock = report.clocks.at(-1);
  const pts = stream.pts.at(-1);
  if (clock === undefined || pts === undefined) return;
  stream.leastLeadMs = Math.min(stream.leastLeadMs, clockDistance(Math.floor(clock.value / 300), pts) / 90);
}

function inspectCounter(
  counters: Map<number, number>,
  pid: number,
  counter: number,
  say: (what: string) => void,
): void {
  const last = counters.get(pid);
  if (last !== undefined && counter !== ((last + 1) & 15))
    say(`PID ${pid}: counter ${counter} after ${last}`);
  counters.set(pid, counter);
}

/** Returns where the payload begins. */
function inspectField(report: TsReport, packet: Uint8Array, index: number): number {
  const length = byte(packet, 4);
  if (length > 183) report.errors.push(`packet ${index}: adaptation field of ${length} bytes`);
  if (length > 0) {
    const flags = byte(packet, 5);
    if ((flags & 0x80) !== 0) report.errors.push(`packet ${index}: discontinuity_indicator`);
    if ((flags & 0x10) !== 0) report.clocks.push({ packet: index, value: readClock(packet) });
    for (let at = 6 + ((flags & 0x10) !== 0 ? 6 : 0); at < 5 + length; at++) {
      if (byte(packet, at) !== 0xff) report.errors.push(`packet ${index}: stuffing byte ${byte(packet, at)}`);
    }
  }
  return 5 + length;
}

function readClock(packet: Uint8Array): number {
  const view = new DataView(packet.buffer, packet.byteOffset + 6, 6);
  const base = view.getUint32(0) * 2 + (view.getUint8(4) >> 7);
  return base * 300 + ((view.getUint8(4) & 1) << 8) + view.getUint8(5);
}

function inspectTable(report: TsReport, payload: Uint8Array, say: (what: string) => void): void {
  const section = payload.subarray(1 + byte(payload, 0));
  const length = ((byte(section, 1) & 0x0f) << 8) | byte(section, 2);
  if (crc(section.subarray(0, 3 + length)) !== 0) say("a table with a wrong CRC");
  if (byte(section, 0) === 0) report.mapPid = ((byte(section, 10) & 0x1f) << 8) | byte(section, 11);
  else {
    report.programme.clear();
    for (let at = 12; at < 3 + length - 4; at += 5 + byte(section, at + 4)) {
      report.programme.set(((byte(section, at + 1) & 0x1f) << 8) | byte(section, at + 2), byte(section, at));
    }
  }
}

/** Remainder of the section with its CRC: 0 when it is right. */
function crc(bytes: Uint8Array): number {
  let value = 0xffffffffn;
  for (const each of bytes) {
    value ^= BigInt(each) << 24n;
    for (let bit = 0; bit < 8; bit++) {
      value = (value & 0x80000000n) === 0n ? value << 1n : (value << 1n) ^ 0x104c11db7n;
    }
  }
  return Number(value);
}

/** Returns the length of the PES header. */
function inspectPes(stream: TsStream, payload: Uint8Array, say: (what: string) => void): number {
  if (byte(payload, 0) !== 0 || byte(payload, 1) !== 0 || byte(payload, 2) !== 1)
    say("a PES without start code");
  if ((byte(payload, 7) & 0x80) === 0) say("a PES without PTS");
  const marks = byte(payload, 9) & byte(payload, 11) & byte(payload, 13) & 1;
  if (marks !== 1) say("a PTS without its marker bits");
  const high = (byte(payload, 9) >> 1) & 7;
  const middle = (byte(payload, 10) << 7) | (byte(payload, 11) >> 1);
  const low = (byte(payload, 12) << 7) | (byte(payload, 13) >> 1);
  stream.pts.push(high * 2 ** 30 + middle * 2 ** 15 + low);
  return 9 + byte(payload, 8);
}

function inspectClocks(report: TsReport): void {
  for (const [i, clock] of report.clocks.entries()) {
    const before = report.clocks[i - 1];
    if (before === undefined) continue;
    const gap = (clock.value - before.value + WRAP * 300) % (WRAP * 300);
    const gapMs = gap / 27_000;
    report.longestClockGapMs = Math.max(report.longestClockGapMs, gapMs);
    if (gap === 0 || gapMs > 10_000)
      report.errors.push(`packet ${clock.packet}: the clock goes from ${before.value} to ${clock.value}`);
  }
}
