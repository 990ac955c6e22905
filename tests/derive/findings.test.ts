import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { Component } from "../../lib/schema/component.ts";
import { lookupKeys, type Table } from "../../lib/schema/table.ts";
import { findingsOf } from "../support/configs.ts";

const VARIANT = {
  name: "a",
  width: 640,
  height: 360,
  bitrate: "500k",
  maxrate: "550k",
  bufsize: "1000k",
  audioBitrate: "64k",
};

/** What is wrong, its code, where it is told, and what is expected or advised. */
type Row = readonly [settings: Table, code: string, path: string, words: string];

const ORIGIN: readonly Row[] = [
  [
    { hls: { segmentDuration: 0.4 } },
    "segment-duration-out-of-range",
    "hls.segmentDuration",
    "from 0.5 to 60",
  ],
  [
    { hls: { segmentDuration: 61 } },
    "segment-duration-out-of-range",
    "hls.segmentDuration",
    "from 0.5 to 60",
  ],
  [{ hls: { listSize: 0 } }, "list-size-out-of-range", "hls.listSize", "from 1 to 10000"],
  [{ hls: { listSize: 5.5 } }, "list-size-out-of-range", "hls.listSize", "a whole number"],
  [{ hls: { deleteThreshold: 0 } }, "delete-threshold-out-of-range", "hls.deleteThreshold", "from 1"],
  [{ hls: { segmentPattern: "seg.ts" } }, "segment-pattern-invalid", "hls.segmentPattern", "%05d"],
  [{ hls: { segmentPattern: "a/%d.ts" } }, "segment-pattern-invalid", "hls.segmentPattern", "%05d"],
  [{ hls: { segmentPattern: "%d%d.ts" } }, "segment-pattern-invalid", "hls.segmentPattern", "%05d"],
  [{ hls: { playlistName: "../x.m3u8" } }, "file-name-invalid", "hls.playlistName", ".m3u8"],
  [{ hls: { masterPlaylist: "master.txt" } }, "file-name-invalid", "hls.masterPlaylist", ".m3u8"],
  [{ hls: { masterPlaylist: "stream.m3u8" } }, "playlist-names-equal", "hls.masterPlaylist", "another name"],
  [{ hls: { segmentDuration: 1.25 } }, "gop-not-whole", "hls.segmentDuration", "this holds 37.5"],
  [{ encoder: { framerate: 29.97 } }, "gop-not-whole", "hls.segmentDuration", "hls.segmentDuration=2.002002"],
  [{ hls: { listSize: 2 } }, "window-too-thin", "hls.listSize", "--set hls.listSize=3"],
  [{ hls: { segmentDuration: 0.5, listSize: 5 } }, "window-too-thin", "hls.listSize", "at least 6"],
  [{ hls: { flags: ["omit_endlist"] } }, "flag-missing", "hls.flags", "or the disk fills up"],
  [{ hls: { flags: ["delete_segments"] } }, "flag-missing", "hls.flags", "omit_endlist"],
  [{ encoder: { framerate: 0 } }, "framerate-out-of-range", "encoder.framerate", "from 1 to 120"],
  [{ encoder: { framerate: 121 } }, "framerate-out-of-range", "encoder.framerate", "from 1 to 120"],
  [{ encoder: { level: "4.3" } }, "level-unknown", "encoder.level", "3.1, 3.2, 4.0"],
  [{ encoder: { level: "3.0" } }, "level-too-low", "encoder.level", "--set encoder.level=3.1"],
  [{ video: { width: 3840, height: 2160 } }, "level-too-low", "encoder.level", "--set encoder.level=5.1"],
  [
    { video: { width: 8192, height: 8192, maxrate: "900M", bitrate: "900M" } },
    "level-too-low",
    "encoder.level",
    "none does 8192×8192",
  ],
  [{ video: { width: 641 } }, "picture-size-invalid", "video.width", "an even number from 16 to 8192"],
  [{ video: { height: -2 } }, "picture-size-invalid", "video.height", "an even number"],
  [{ video: { bitrate: "fast" } }, "bitrate-invalid", "video.bitrate", "2000k or 1.5M"],
  [{ video: { bitrate: "1.5m" } }, "bitrate-invalid", "video.bitrate", "mega is M and its giga is G: 1.5M"],
  [{ video: { maxrate: "1000k" } }, "bitrate-impossible", "video.maxrate", "at least the bit rate, 2000k"],
  [{ video: { bitrate: "1k" } }, "bitrate-impossible", "video.bitrate", "at least 16k"],
  [{ video: { bitrate: "2G", maxrate: "2G" } }, "bitrate-impossible", "video.bitrate", "at most 1G"],
  [{ video: { bufsize: "0k" } }, "bitrate-impossible", "video.bufsize", "at least 1k"],
  [{ video: { audioBitrate: "4k" } }, "bitrate-impossible", "video.audioBitrate", "from 8k to 512k"],
  [{ video: { audioBitrate: "1M" } }, "bitrate-impossible", "video.audioBitrate", "from 8k to 512k"],
  [{ multibitrate: true, variants: [] }, "ladder-empty", "variants", "at least one variant"],
  [
    { variants: [VARIANT, VARIANT] },
    "variant-names-equal",
    "variants.1.name",
    "another name than variants.0.name",
  ],
  [{ variants: [{ ...VARIANT, name: "a/b" }] }, "variant-name-invalid", "variants.0.name", "letters"],
  [
    { variants: [{ ...VARIANT, name: "health" }] },
    "variant-name-invalid",
    "variants.0.name",
    "none of files",
  ],
  [{ variants: [{ ...VARIANT, width: 15 }] }, "picture-size-invalid", "variants.0.width", "even number"],
  [{ server: { port: 0 } }, "port-out-of-range", "server.port", "from 1 to 65535"],
  [{ server: { port: 65_536 } }, "port-out-of-range", "server.port", "from 1 to 65535"],
  [{ server: { hlsDir: "var/hls" } }, "path-not-absolute", "server.hlsDir", "an absolute path"],
  [
    { networking: { tap: { device: "a device" } } },
    "device-name-invalid",
    "networking.tap.device",
    "15 letters",
  ],
  [{ networking: { tap: { mac: "01:00:00:00:00:00" } } }, "mac-invalid", "networking.tap.mac", "unicast"],
  [{ networking: { subnet: "10.177.0.0" } }, "subnet-invalid", "networking.subnet", "10.177.0.0/24"],
  [{ networking: { subnet: "10.177.0.0/31" } }, "subnet-invalid", "networking.subnet", "10.177.0.0/24"],
  [{ networking: { staticIp: "10.177.0.256" } }, "address-invalid", "networking.staticIp", "an IPv4 address"],
  [
    { networking: { staticIp: "10.178.0.10" } },
    "subnet-misses-address",
    "networking.staticIp",
    "10.177.0.0/24",
  ],
  [
    { networking: { gateway: "10.177.0.0" } },
    "subnet-misses-address",
    "networking.gateway",
    "a host address",
  ],
  [
    { networking: { staticIp: "10.177.0.255" } },
    "subnet-misses-address",
    "networking.staticIp",
    "a host address",
  ],
  [{ networking: { staticIp: "10.177.0.1" } }, "addresses-equal", "networking.staticIp", "another address"],
  [{ audio: { sampleRate: 44_000 } }, "sample-rate-unknown", "audio.sampleRate", "44100"],
  [{ audio: { frequency: 24_000 } }, "tone-out-of-range", "audio.frequency", "24000"],
  [{ logging: { directory: "logs" } }, "path-not-absolute", "logging.directory", "absolute"],
  [{ logging: { buffer: "lots" } }, "size-invalid", "logging.buffer", "512k"],
  [{ logging: { flushInterval: "10" } }, "interval-invalid", "logging.flushInterval", "10s"],
  [{ logging: { gzip: 10 } }, "gzip-out-of-range", "logging.gzip", "from 0 to 9"],
  [{ logging: { files: { all: "a/b" } } }, "file-name-invalid", "logging.files.all", "without a folder"],
  [
    { logging: { files: { all: "segments.log" } } },
    "log-files-equal",
    "logging.files.all",
    "logging.files.segments",
  ],
  [{ hls: { lstSize: 5 } }, "key-unknown", "hls.lstSize", "Did you mean hls.listSize?"],
  [{ segmentDuration: 4 }, "key-unknown", "segmentDuration", "Did you mean hls.segmentDuration?"],
  [{ sever: { port: 1 } }, "key-unknown", "sever", "Did you mean server?"],
  [{ "hls.listSize": 5 }, "key-unknown", "hls.listSize", "write listSize below [hls]"],
  [{ xyzzy: 1 }, "key-unknown", "xyzzy", "`hlsctl explain` lists the keys."],
  [{ variants: [{ ...VARIANT, bitrat: "1k" }] }, "key-unknown", "variants.0.bitrat", "variants.0.bitrate?"],
  [
    { variants: [VARIANT, { ...VARIANT, name: "b", bitrat: 1 }] },
    "key-unknown",
    "variants.1.bitrat",
    "variants.1.bitrate?",
  ],
  [JSON.parse('{"__proto__":{"a":1}}'), "key-unknown", "__proto__", "a key of the configuration"],
  [JSON.parse('{"hls":{"constructor":1}}'), "key-unknown", "hls.constructor", "a key of the configuration"],
  [{ toString: 1 } as unknown as Table, "key-unknown", "toString", "a key of the configuration"],
  [{ hls: { listSize: "6" } }, "type-mismatch", "hls.listSize", "a number"],
  [{ hls: 5 }, "type-mismatch", "hls", "a table"],
  [{ multibitrate: "yes" }, "type-mismatch", "multibitrate", "true or false"],
  [{ testPattern: "smptebar" }, "type-mismatch", "testPattern", "Did you mean smptebars?"],
  [{ hls: { flags: ["delete_segment"] } }, "type-mismatch", "hls.flags.0", "Did you mean delete_segments?"],
  [{ hls: { flags: "temp_file" } }, "type-mismatch", "hls.flags", "a list"],
  [{ variants: { "0": { bitrate: "1k" } } }, "type-mismatch", "variants", "A list is replaced as a whole"],
  [{ hls: { listSize: null } }, "type-mismatch", "hls.listSize", "a number"],
  [{ variants: [{ name: "a" }] }, "key-missing", "variants.0.width", "a value"],
];

const SWARM: readonly Row[] = [
  [{ clients: 0 }, "clients-out-of-range", "clients", "from 1"],
  [{ clients: 1.5 }, "clients-out-of-range", "clients", "whole"],
  [{ rampRate: 0 }, "ramp-rate-out-of-range", "rampRate", "from 0.001"],
  [{ rampJitter: -1 }, "ramp-jitter-out-of-range", "rampJitter", "from 0"],
  [{ reconnectDelayMax: -1 }, "reconnect-delay-out-of-range", "reconnectDelayMax", "from 0"],
  [{ segMaxRetry: 1001 }, "retries-out-of-range", "segMaxRetry", "to 1000"],
  [{ timeout: 0 }, "timeout-out-of-range", "timeout", "from 0.1"],
  [{ variant: "hihgest" }, "type-mismatch", "variant", "Did you mean highest?"],
  [{ client: 5 }, "key-unknown", "client", "Did you mean clients?"],
];

function words({ expected, hint = "" }: { expected: string; hint?: string | undefined }): string {
  return `${expected} ${hint}`;
}

/** Whether the path, or the table or list it lies in, is among the settings. */
function isSet(settings: Table, path: string): boolean {
  const top = path.split(".").slice(0, path.startsWith("variants") ? 1 : undefined);
  return path in settings || lookupKeys(settings, top) !== undefined;
}

describe.each<[Component, readonly Row[]]>([
  ["origin", ORIGIN],
  ["swarm", SWARM],
])("%s", (component, rows) => {
  test.each(rows.map((row) => [JSON.stringify(row[0]), row[1], row[2], row[0], row[3]] as const))(
    "%s is %s at %s",
    (_, code, path, settings, text) => {
      const found = findingsOf(settings, component).filter((finding) => finding.code === code);
      expect(found.map((finding) => finding.path)).toContain(path);
      const told = found.find((finding) => finding.path === path);
      expect(words(told!)).toContain(text);
      expect(told?.source).toBe(isSet(settings, path) ? "--set" : "base");
    },
  );
});

test("the profiles' base has no finding at all", () => {
  expect(findingsOf({})).toEqual([]);
  expect(findingsOf({}, "swarm")).toEqual([]);
});

test("every code that a rule can give is in the tables", async () => {
  const root = join(import.meta.dir, "../../lib/derive");
  const files = ["shape.ts", ...new Bun.Glob("rules/*.ts").scanSync(root)];
  const sources = await Promise.all(files.map((file) => Bun.file(join(root, file)).text()));
  const written = sources.flatMap((text) => [
    ...text.matchAll(/(?:problem|doubt)\(\s*"([a-z-]+)"/g),
    ...text.matchAll(/code:[^,;]*?"([a-z-]+)"(?: : "([a-z-]+)")?/g),
  ]);
  const codes = new Set(written.flatMap(([, first, second]) => [first, second]).filter(Boolean));
  const tested = new Set([...ORIGIN, ...SWARM].map((row) => row[1]));
  expect(codes.size).toBeGreaterThan(35);
  expect([...codes].filter((code) => !tested.has(code!))).toEqual([]);
});

test.each([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN])(
  "%p is no number for any key, told once and without advice to set it",
  (value) => {
    const found = findingsOf({ hls: { segmentDuration: value }, encoder: { framerate: value } });
    expect(found.map(({ path, code, expected, hint }) => [path, code, expected, hint])).toEqual([
      ["hls.segmentDuration", "type-mismatch", "a finite number", undefined],
      ["encoder.framerate", "type-mismatch", "a finite number", undefined],
    ]);
  },
);

describe("problems are told together", () => {
  test("keys, types and rules of one configuration, whatever else is wrong", () => {
    const found = findingsOf({
      hls: { lstSize: 1, segmentDuration: 1.25, listSize: 2 },
      multibitrate: "yes",
      server: { port: 70_000 },
      encoder: { level: "3.0", prest: "fast" },
      variants: [VARIANT, VARIANT],
      networking: { staticIp: "192.168.0.1" },
    });
    expect(found.map((finding) => finding.code).sort()).toEqual([
      "gop-not-whole",
      "key-unknown",
      "key-unknown",
      "port-out-of-range",
      "subnet-misses-address",
      "type-mismatch",
      "variant-names-equal",
      "window-too-thin",
    ]);
  });

  test("every unknown and every missing key of one table", () => {
    const found = findingsOf({
      hls: { aaa: 1, bbb: 2, toString: 3 } as unknown as Table,
      ccc: 1,
      ddd: 2,
      variants: [{ name: "a", eee: 1, fff: 2 }],
    });
    const pathsOf = (code: string) =>
      found
        .filter((one) => one.code === code)
        .map((one) => one.path)
        .sort();
    expect(pathsOf("key-unknown")).toEqual([
      "ccc",
      "ddd",
      "hls.aaa",
      "hls.bbb",
      "hls.toString",
      "variants.0.eee",
      "variants.0.fff",
    ]);
    expect(pathsOf("key-missing")).toHaveLength(6);
  });

  test("an unknown key keeps no rule from looking", () => {
    const found = findingsOf({ encoder: { level: "3.0", prest: "fast" } });
    expect(found.map((finding) => finding.code).sort()).toEqual(["key-unknown", "level-too-low"]);
  });

  test("a level too low is told once, for the heaviest picture", () => {
    const found = findingsOf({ multibitrate: true, encoder: { level: "1.0" } });
    expect(found).toMatchObject([{ code: "level-too-low", hint: "--set encoder.level=3.1" }]);
  });
});
