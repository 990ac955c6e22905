import { expect, test } from "bun:test";
import type { Variant } from "../../lib/hls/playlist-shape.ts";
import { chooseProgrammes, listProgrammes } from "../../lib/viewer/choose-variants.ts";
import { RULES } from "../../lib/viewer/rules.ts";
import { audioLabels, variantLabels } from "../../lib/viewer/variant-labels.ts";

function variant(height: number | null, kbps: number): Variant {
  const resolution = height === null ? null : { width: 2 * height, height };
  const none = { averageBandwidth: null, framerate: null, codecs: null, audio: null, subtitles: null };
  return { uri: `${height}-${kbps}`, bandwidth: 1000 * kbps, resolution, ...none };
}

test.each([
  [
    [variant(720, 2500), variant(360, 500)],
    ["720p", "360p"],
  ],
  [
    [variant(720, 2500), variant(720, 4000), variant(360, 500)],
    ["720p-2500k", "720p-4000k", "360p"],
  ],
  [
    [variant(null, 64), variant(null, 128)],
    ["64k", "128k"],
  ],
  [
    [variant(null, 64), variant(null, 64)],
    ["64k", "64k-2"],
  ],
  [
    [variant(720, 2500), variant(720, 2500)],
    ["720p-2500k", "720p-2500k-2"],
  ],
])("variants are called by what tells them apart", (variants, labels) => {
  expect(variantLabels(variants)).toEqual(labels);
});

test("sound is called by its language, or by its name", () => {
  const entry = { type: "AUDIO", groupId: "a", uri: "x", isDefault: false, isAutoselect: false } as const;
  const names = [
    { ...entry, name: "English", language: "en-GB" },
    { ...entry, name: "Director's cut!", language: null },
    { ...entry, name: "日本語", language: null },
  ];
  expect(audioLabels(names)).toEqual(["audio-en-gb", "audio-director-s-cut", "audio-main"]);
});

function programmes(text: string) {
  const parsed = RULES.parse(`#EXTM3U\n${text}`, { url: "http://a/", imported: undefined });
  if (!parsed.ok || parsed.value.kind !== "multivariant") throw new Error("no multivariant playlist");
  return listProgrammes(parsed.value);
}

test("variants with the same playlist are one", () => {
  const twice = '#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO="a"\nx\n#EXT-X-STREAM-INF:BANDWIDTH=2,AUDIO="b"\nx\n';
  expect(programmes(twice).map(({ url }) => url)).toEqual(["x"]);
});

test.each([
  ['DEFAULT=NO,URI="1"', 'DEFAULT=YES,AUTOSELECT=YES,URI="2"', "2"],
  ['URI="1"', 'AUTOSELECT=YES,URI="2"', "2"],
  ['URI="1"', 'URI="2"', "1"],
  ["DEFAULT=YES", 'URI="2"', undefined],
])("of renditions %s and %s the sound is %p", (first, second, url) => {
  const media = (attributes: string, name: string) =>
    `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="${name}",${attributes}\n`;
  const text = `${media(first, "x")}${media(second, "y")}#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO="a"\nv\n`;
  expect(programmes(text)[0]?.audio?.url).toBe(url as string);
});

test("adaptive begins with the best variant within the estimate, or the lowest", () => {
  const ladder = programmes("#EXT-X-STREAM-INF:BANDWIDTH=900\na\n#EXT-X-STREAM-INF:BANDWIDTH=300\nb\n");
  expect(chooseProgrammes(ladder, "adaptive", 1000)[0]?.url).toBe("a");
  expect(chooseProgrammes(ladder, "adaptive", 500)[0]?.url).toBe("b");
  expect(chooseProgrammes(ladder, "adaptive", 100)[0]?.url).toBe("b");
});
