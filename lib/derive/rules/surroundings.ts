import type { Finding } from "../../schema/finding.ts";
import type { OriginConfig } from "../../schema/origin.ts";
import { numberRule, problem, type Rule, textRule } from "./rule.ts";

/** The sampling rates AAC has (ISO/IEC 14496-3 table 1.18). */
const SAMPLE_RATES = [8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 64000, 88200, 96000];

const FILE_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;
const ABSOLUTE = { code: "path-not-absolute", pattern: /^\/[^\0\n]*$/, expected: "an absolute path" };

/** Sound, folders and logs. */
export const SURROUNDINGS_RULES: readonly Rule<OriginConfig>[] = [
  { reads: ["audio"], check: toneIsPossible },
  textRule("server.hlsDir", (c) => c.server.hlsDir, ABSOLUTE),
  textRule("logging.directory", (c) => c.logging.directory, ABSOLUTE),
  textRule("logging.buffer", (c) => c.logging.buffer, {
    code: "size-invalid",
    pattern: /^[1-9]\d{0,8}[kKmM]?$/,
    expected: "a size such as 512k",
  }),
  textRule("logging.flushInterval", (c) => c.logging.flushInterval, {
    code: "interval-invalid",
    pattern: /^[1-9]\d{0,6}(ms|s|m|h)$/,
    expected: "an interval such as 10s",
  }),
  numberRule("logging.gzip", (c) => c.logging.gzip, { code: "gzip-out-of-range", least: 0, most: 9 }),
  { reads: ["logging.files"], check: logFilesDiffer },
];

function toneIsPossible({ audio }: OriginConfig): Finding[] {
  if (!SAMPLE_RATES.includes(audio.sampleRate)) {
    const expected = `a rate AAC has: ${SAMPLE_RATES.join(", ")}`;
    return [problem("sample-rate-unknown", "audio.sampleRate", audio.sampleRate, expected)];
  }
  if (audio.frequency > 0 && audio.frequency < audio.sampleRate / 2) return [];
  const expected = `above 0 and below half the sampling rate, ${audio.sampleRate / 2}`;
  return [problem("tone-out-of-range", "audio.frequency", audio.frequency, expected)];
}

function logFilesDiffer({ logging }: OriginConfig): Finding[] {
  const entries = Object.entries(logging.files);
  return entries.flatMap(([name, file], index) => {
    const path = `logging.files.${name}`;
    if (!FILE_NAME.test(file))
      return [problem("file-name-invalid", path, file, "a file name without a folder")];
    const twin = entries.slice(0, index).find(([, other]) => other === file);
    return twin ? [problem("log-files-equal", path, file, `another name than logging.files.${twin[0]}`)] : [];
  });
}
