import fc from "fast-check";
import type { Table } from "../../lib/schema/table.ts";

/** Decimals that binary fractions only come near, of one to six places. */
function decimal(least: number, most: number): fc.Arbitrary<number> {
  return fc.tuple(fc.integer({ min: 1, max: 6 }), fc.nat()).map(([places, raw]) => {
    const scale = 10 ** places;
    const steps = Math.floor((most - least) * scale);
    return Math.max(least, Number((least + (raw % (steps + 1)) / scale).toFixed(places)));
  });
}

/** A bit rate of that many kbit/s, or a little more, in one of the ways to write it. */
function bitrate(kbps: number): fc.Arbitrary<string> {
  const digits = fc.stringMatching(/^[0-9]{0,9}$/);
  const zeros = fc.constantFrom("", "", "0", "000");
  const asMega = (tail: string) =>
    `${Math.floor(kbps / 1000)}.${String(kbps % 1000).padStart(3, "0")}${tail}`;
  const asGiga = (tail: string) => `${Math.floor(kbps / 1e6)}.${String(kbps % 1e6).padStart(6, "0")}${tail}`;
  return fc.tuple(digits, zeros, fc.nat(5)).map(([tail, zero, way]) => {
    const more = tail === "" ? "" : `.${tail}`;
    const bits = `${kbps}${tail.slice(0, 3).padEnd(3, "0")}`;
    const ways = [
      `${kbps}k`,
      `${kbps}${more}K`,
      `${asMega(tail)}M`,
      `${asGiga(tail)}G`,
      bits,
      `${bits}${more}`,
    ];
    return zero + ways[way];
  });
}

/** Nominal and peak rate, buffer and sound. */
const rates: fc.Arbitrary<Table> = fc
  .tuple(fc.integer({ min: 16, max: 200_000 }), fc.nat(50_000), fc.nat(4), fc.integer({ min: 8, max: 512 }))
  .chain(([video, more, buffers, audio]) =>
    fc.record({
      bitrate: bitrate(video),
      maxrate: bitrate(video + more + 1),
      bufsize: fc.oneof(
        bitrate(video * buffers + 1),
        fc.constantFrom("123456789012345678901k", "9007199254740993k", "18446744073709551614k"),
      ),
      audioBitrate: bitrate(audio),
    }),
  );

const side = (most: number) => fc.integer({ min: 8, max: most / 2 }).map((half) => half * 2);

const picture: fc.Arbitrary<Table> = fc
  .tuple(side(3840), side(2160), rates)
  .map(([width, height, table]) => ({ width, height, ...table }));

const ladder = fc
  .array(picture, { minLength: 1, maxLength: 7 })
  .map((pictures) => pictures.map((one, index) => ({ name: `${one.height}p${index}`, ...one })));

/** A whole number of pictures to a segment, whatever decimals that makes of either; a list of at least three targets. */
const cadence: fc.Arbitrary<Table> = fc
  .tuple(
    fc.oneof(decimal(0.5, 60), fc.constantFrom(8.2, 1.001, 2.002, 2.5, 0.5, 1.1, 2, 6, 60)),
    fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()),
    fc.tuple(fc.oneof(fc.nat(40), fc.nat(9000)), fc.oneof(fc.nat(20), fc.nat(9000))),
  )
  .map(([segmentDuration, [share, isNtsc], [longer, kept]]) => {
    const least = Math.ceil(segmentDuration);
    const frames = least + Math.floor(share * (Math.floor(segmentDuration * 60) - least));
    const framerate = isNtsc ? 30_000 / 1001 : frames / segmentDuration;
    const duration = isNtsc ? Math.min(59, least) * 1.001 : segmentDuration;
    const shortest = Math.ceil((3 * Math.max(1, Math.round(duration))) / duration);
    return {
      hls: { segmentDuration: duration, listSize: shortest + longer, deleteThreshold: 1 + kept },
      encoder: { framerate },
    };
  });

const encoder = fc.record({
  preset: fc.constantFrom(
    "ultrafast",
    "superfast",
    "veryfast",
    "faster",
    "fast",
    "medium",
    "slow",
    "slower",
    "veryslow",
  ),
  tune: fc.constantFrom("zerolatency", "zerolatency", "film", "stillimage"),
  profile: fc.constant("high"),
  level: fc.constantFrom("6.2", "6.2", "6.1"),
});

const file = fc.stringMatching(/^[a-z]{1,8}$/);

/** Keys that nothing else depends on. */
export const surroundings: fc.Arbitrary<Table> = fc.record(
  {
    testPattern: fc.constantFrom("smptebars", "testsrc2", "rgbtestsrc"),
    audio: fc.record({
      frequency: fc.oneof(decimal(20, 3999), fc.constantFrom(440, 0.07)),
      sampleRate: fc.constantFrom(8000, 44_100, 48_000, 96_000),
    }),
    server: fc.record({
      port: fc.integer({ min: 1, max: 65_535 }),
      hlsDir: file.map((name) => `/srv/é ${name}"$x`),
    }),
    logging: fc.record(
      {
        enabled: fc.boolean(),
        gzip: fc.nat(9),
        segmentsOnly: fc.boolean(),
        buffer: fc.nat(900).map((size) => `${size + 1}k`),
        files: fc.record({ all: file.map((name) => `${name}.all`) }),
      },
      { requiredKeys: [] },
    ),
    networking: fc.record(
      { mode: fc.constantFrom("user", "tap"), tap: fc.record({ device: file }) },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

const flags = fc.subarray([
  "delete_segments",
  "omit_endlist",
  "temp_file",
  "independent_segments",
  "program_date_time",
]);

/** Two layers of settings over an origin profile; nearly all of them make a valid configuration. */
export const originSettings: fc.Arbitrary<readonly [Table, Table]> = fc
  .record({
    time: cadence,
    encoder,
    shape: fc.oneof(
      picture.map((video) => ({ multibitrate: false, video })),
      ladder.map((variants) => ({ multibitrate: true, variants })),
    ),
    flags,
    hasTime: fc.boolean(),
    below: surroundings,
    above: surroundings,
  })
  .map(({ time, encoder, shape, flags, hasTime, below, above }) => {
    const both = {
      hls: { ...(time.hls as Table), flags },
      encoder: { ...encoder, ...(time.encoder as Table) },
    };
    const plain = { hls: { flags }, encoder };
    return [below, { ...above, ...shape, ...(hasTime ? both : plain) }] as const;
  });

const swarmTable: fc.Arbitrary<Table> = fc.record(
  {
    clients: fc.oneof(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 1_000_000 })),
    rampRate: fc.oneof(
      decimal(0.001, 100),
      fc.double({ min: 0.001, max: 1_000_000, noNaN: true }),
      fc.constantFrom(7, 0.07, 0.7, 1.0000005, 2.5000015, 1_000_000),
    ),
    rampJitter: fc.nat(3_600_000),
    variant: fc.constantFrom("all", "highest", "adaptive"),
    reconnect: fc.boolean(),
    reconnectDelayMax: fc.nat(86_400),
    segMaxRetry: fc.nat(1000),
    timeout: decimal(0.1, 86_400),
    thresholds: fc.array(fc.constantFrom("http_req_failed: rate<0.01", "stalls<1"), { maxLength: 3 }),
  },
  { requiredKeys: [] },
);

export const swarmSettings: fc.Arbitrary<readonly [Table, Table]> = fc.tuple(swarmTable, swarmTable);
