import { bad, good, type Parsed } from "./parsed.ts";
import { SYNTH_PATTERNS } from "./pattern.ts";
import { excerpt } from "./playlist-line.ts";
import { VERIFY_SCHEMA, type VerifyClip, type VerifyDescription, type VerifyRendition } from "./verify.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Reads what an origin tells under `VERIFY_PATH`; a problem names the first field that is not as it must be. */
export function parseVerifyDescription(text: string): Parsed<VerifyDescription> {
  const whole = fieldsOf(parseJson(text));
  if (whole === null) return bad(`is no JSON object but ${excerpt(text)}`);
  if (whole.schema !== VERIFY_SCHEMA) {
    return bad(`has the schema ${JSON.stringify(whole.schema)}; this version reads ${VERIFY_SCHEMA}`);
  }
  try {
    return good(read(whole));
  } catch (error) {
    if (error instanceof Misfit) return bad(error.message);
    throw error;
  }
}

/** Thrown and caught in this file only. */
class Misfit extends Error {}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function read(whole: Fields): VerifyDescription {
  const { problem, renditions } = whole;
  if (!Array.isArray(renditions)) throw new Misfit("renditions is no list");
  return {
    schema: VERIFY_SCHEMA,
    problem: problem === null ? null : text(whole, "problem"),
    segmentPattern: text(whole, "segmentPattern"),
    segmentDurationSec: positive(whole, "segmentDurationSec"),
    framerate: positive(whole, "framerate"),
    renditions: renditions.map((entry) => rendition(fieldsOf(entry) ?? {})),
  };
}

function rendition(fields: Fields): VerifyRendition {
  return {
    name: text(fields, "name"),
    directory: text(fields, "directory"),
    width: positive(fields, "width"),
    height: positive(fields, "height"),
    segmentSizeBytes: positive(fields, "segmentSizeBytes"),
    clip: clip(fieldsOf(fields.clip) ?? {}),
  };
}

function clip(fields: Fields): VerifyClip {
  if (fields.kind === "loop") {
    const audioSkipFrames = positive({ n: Number(fields.audioSkipFrames) + 1 }, "n") - 1;
    return { kind: "loop", video: text(fields, "video"), audio: text(fields, "audio"), audioSkipFrames };
  }
  if (fields.kind !== "synth") throw new Misfit(`clip.kind is ${JSON.stringify(fields.kind)}`);
  const pattern = SYNTH_PATTERNS.find((known) => known === fields.pattern);
  if (!pattern) throw new Misfit(`clip.pattern is ${JSON.stringify(fields.pattern)}`);
  return { kind: "synth", label: text(fields, "label"), pattern, levelIdc: positive(fields, "levelIdc") };
}

function fieldsOf(value: unknown): Fields | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== "string") throw new Misfit(`${name} is ${JSON.stringify(value)}, no text`);
  return value;
}

function positive(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== "number" || !(value > 0) || !Number.isFinite(value)) {
    throw new Misfit(`${name} is ${JSON.stringify(value)}, no positive number`);
  }
  return value;
}
