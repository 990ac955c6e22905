import { parseBitrateKbps } from "../../schema/bitrate.ts";
import type { Finding } from "../../schema/finding.ts";
import type { OriginConfig } from "../../schema/origin.ts";
import { LEVEL_NAMES, leastLevel, levelRank } from "../level.ts";
import { isWholeInRange, numberRule, problem, type Rule } from "./rule.ts";

type Picture = Omit<OriginConfig["variants"][number], "name">;

interface PicturePlace {
  at: string;
  picture: Picture;
}

/** What an encoder and a decoder can make of the pictures and their bit rates. */
export const PICTURE_RULES: readonly Rule<OriginConfig>[] = [
  numberRule("encoder.framerate", (c) => c.encoder.framerate, {
    code: "framerate-out-of-range",
    least: 1,
    most: 120,
    whole: false,
  }),
  { reads: ["encoder.level"], check: levelIsKnown },
  { reads: ["video"], check: ({ video }) => checkPicture({ at: "video", picture: video }) },
  { reads: ["variants"], check: (config) => ladderOf(config).flatMap(checkPicture) },
  { reads: ["variants"], check: ladderNames },
  { reads: ["video", "variants", "multibitrate", "encoder"], check: levelFits },
];

function ladderOf(config: OriginConfig): PicturePlace[] {
  return config.variants.map((picture, index) => ({ at: `variants.${index}`, picture }));
}

function levelIsKnown({ encoder }: OriginConfig): Finding[] {
  if (levelRank(encoder.level) >= 0) return [];
  return [
    problem("level-unknown", "encoder.level", encoder.level, `an H.264 level: ${LEVEL_NAMES.join(", ")}`),
  ];
}

function checkPicture(place: PicturePlace): Finding[] {
  return [...checkSize(place, "width"), ...checkSize(place, "height"), ...checkRates(place)];
}

/** 4:2:0 chroma has half the size, so pictures have even sides. */
function checkSize({ at, picture }: PicturePlace, side: "width" | "height"): Finding[] {
  const value = picture[side];
  if (isWholeInRange(value, 16, 8192) && value % 2 === 0) return [];
  return [problem("picture-size-invalid", `${at}.${side}`, value, "an even number from 16 to 8192")];
}

function checkRates({ at, picture }: PicturePlace): Finding[] {
  const rates = (["bitrate", "maxrate", "bufsize", "audioBitrate"] as const).map((name) => ({
    path: `${at}.${name}`,
    text: picture[name],
    kbps: parseBitrateKbps(picture[name]),
  }));
  const [video, peak, buffer, audio] = rates.map((rate) => rate.kbps);
  const unreadable = rates
    .filter((rate) => rate.kbps === undefined)
    .map(({ path, text }) =>
      problem("bitrate-invalid", path, text, "a bit rate such as 2000k or 1.5M", unitHint(text)),
    );
  const tests: [boolean, string, string][] = [
    [isBelow(video, 16), "bitrate", "at least 16k of video"],
    [isBelow(1_000_000, video), "bitrate", "at most 1G of video"],
    [isBelow(peak, video), "maxrate", `at least the bit rate, ${picture.bitrate}`],
    [isBelow(buffer, 1), "bufsize", "at least 1k"],
    [isBelow(audio, 8) || isBelow(512, audio), "audioBitrate", "an AAC bit rate from 8k to 512k"],
  ];
  const impossible = tests
    .filter(([isWrong]) => isWrong)
    .map(([, name, expected]) =>
      problem("bitrate-impossible", `${at}.${name}`, picture[name as "bitrate"], expected),
    );
  return [...unreadable, ...impossible];
}

function unitHint(text: string): string | undefined {
  const meant = text.replace(/\s*m$/, "M").replace(/\s*g$/, "G");
  return meant !== text && parseBitrateKbps(meant) !== undefined
    ? `FFmpeg's mega is M and its giga is G: ${meant}`
    : undefined;
}

function isBelow(left: number | undefined, right: number | undefined): boolean {
  return left !== undefined && right !== undefined && left < right;
}

const RESERVED_NAMES = ["files", "health", "metrics", "nginx_status", "assets"];
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

function ladderNames({ multibitrate, variants }: OriginConfig): Finding[] {
  if (multibitrate && variants.length === 0) {
    return [problem("ladder-empty", "variants", variants, "at least one variant when multibitrate is true")];
  }
  return variants.flatMap(({ name }, index) => {
    const path = `variants.${index}.name`;
    const first = variants.findIndex((variant) => variant.name.toLowerCase() === name.toLowerCase());
    if (first < index)
      return [problem("variant-names-equal", path, name, `another name than variants.${first}.name`)];
    if (NAME.test(name) && !RESERVED_NAMES.includes(name)) return [];
    const expected = `letters, digits, dots, dashes; none of ${RESERVED_NAMES.join(", ")}`;
    return [problem("variant-name-invalid", path, name, expected)];
  });
}

/** ITU-T H.264 table A-1: the level bounds picture size, macroblock rate and bit rate. Told of the heaviest picture. */
function levelFits(config: OriginConfig): Finding[] {
  const { level } = config.encoder;
  if (levelRank(level) < 0) return [];
  const needs = (config.multibitrate ? config.variants : [config.video])
    .map((picture) => ({ picture, least: leastLevelOf(config, picture) }))
    .filter(({ least }) => least === undefined || levelRank(least) > levelRank(level))
    .sort((a, b) => rankOrTop(b.least) - rankOrTop(a.least));
  return needs.slice(0, 1).map(({ picture: { width, height, maxrate }, least }) => {
    const what = `${width}×${height} at ${config.encoder.framerate} fps and ${maxrate}`;
    const [expected, hint] = least
      ? [`${least} or higher for ${what}`, `--set encoder.level=${least}`]
      : [`a picture some level carries; none does ${what}`, "Lower the size, frame rate or bit rate."];
    return problem("level-too-low", "encoder.level", level, expected, hint);
  });
}

function leastLevelOf({ encoder }: OriginConfig, { width, height, maxrate }: Picture): string | undefined {
  const { framerate, profile } = encoder;
  return leastLevel({ width, height, framerate, profile, kbps: parseBitrateKbps(maxrate) ?? 0 });
}

function rankOrTop(level: string | undefined): number {
  return level === undefined ? LEVEL_NAMES.length : levelRank(level);
}
