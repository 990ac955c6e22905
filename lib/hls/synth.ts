import { palette } from "./colour.ts";
import { AccessUnits, NAL } from "./h264-nal.ts";
import {
  avcCodec,
  CONSTRAINT_FLAGS,
  isHighDefinition,
  PROFILE_IDC_BASELINE,
  pictureParameters,
  sequenceParameters,
} from "./h264-params.ts";
import { layOut } from "./layout.ts";
import type { Clip } from "./media.ts";
import { paintBox, paintText } from "./overlay.ts";
import { paintPattern, type SynthPattern } from "./pattern.ts";
import { encodeSegment, type Studio } from "./synth-segment.ts";
import { framesPerSegment } from "./time.ts";
import { tone } from "./tone-loop.ts";

export interface SynthSpec {
  /** Pixels, even. */
  width: number;
  height: number;
  framerate: number;
  segmentDurationSec: number;
  /** Painted above the clock: `720P`. */
  label: string;
  pattern: SynthPattern;
  /** level_idc (ITU-T H.264 table A-1) that fits the picture and rate: 31 for level 3.1. */
  levelIdc: number;
}

/**
 * A clip that is painted and encoded on demand: test pattern, label, UTC clock, media sequence number, a progress
 * bar, and a 1 kHz tone. Needs no asset and no encoder, at any even picture size.
 */
export function synthClip(spec: SynthSpec): Clip {
  const studio = openStudio(spec);
  const video = avcCodec(PROFILE_IDC_BASELINE, CONSTRAINT_FLAGS, spec.levelIdc);
  return {
    codecs: `${video},mp4a.40.2`,
    video: (n) => ({ units: encodeSegment(studio, n), first: 0 }),
    ...tone(),
  };
}

function openStudio(spec: SynthSpec): Studio {
  const columns = Math.ceil(spec.width / 16);
  const rows = Math.ceil(spec.height / 16);
  const backdrop = { columns, rows, cells: new Uint8Array(columns * rows) };
  const layout = layOut(columns, rows, spec.label);
  paintPattern(backdrop, spec.pattern);
  paintBox(backdrop, layout);
  if (layout.label !== null) paintText(backdrop, layout.label, spec.label);
  const parameters = new AccessUnits(0, 64);
  parameters.nal(NAL.sps, sequenceParameters(spec));
  parameters.nal(NAL.pps, pictureParameters());
  return {
    segmentDurationSec: spec.segmentDurationSec,
    frames: framesPerSegment(spec),
    layout,
    palette: palette(isHighDefinition(spec.height)),
    backdrop,
    parameters: parameters.pieces().bytes,
  };
}
