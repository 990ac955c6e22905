import { COLOUR } from "./colour.ts";
import type { Grid } from "./h264-blocks.ts";

/** A band of a test picture: its last row as a fraction of the height, and its colours with relative widths. */
interface Band {
  until: number;
  colours: readonly (readonly [colour: number, width: number])[];
}

const {
  black,
  white,
  grey75,
  yellow75,
  cyan75,
  green75,
  magenta75,
  red75,
  blue75,
  yellow,
  cyan,
  green,
  magenta,
  red,
  blue,
  minusI,
  plusQ,
  aboveBlack,
} = COLOUR;

function even(...colours: number[]): readonly (readonly [number, number])[] {
  return colours.map((colour) => [colour, 1] as const);
}

/** Test pictures under FFmpeg's source names, as far as flat blocks can show them. */
const PATTERNS = {
  /** SMPTE EG 1: 75 % bars, castellations, −I / white / +Q and a PLUGE pulse. */
  smptebars: [
    { until: 2 / 3, colours: even(grey75, yellow75, cyan75, green75, magenta75, red75, blue75) },
    { until: 3 / 4, colours: even(blue75, black, magenta75, black, cyan75, black, grey75) },
    {
      until: 1,
      colours: [
        [minusI, 15],
        [white, 15],
        [plusQ, 15],
        [black, 23],
        [aboveBlack, 4],
        [black, 12],
      ],
    },
  ],
  /** EBU bars at 75 and 100 %. */
  pal75bars: [{ until: 1, colours: even(white, yellow75, cyan75, green75, magenta75, red75, blue75, black) }],
  pal100bars: [{ until: 1, colours: even(white, yellow, cyan, green, magenta, red, blue, black) }],
  rgbtestsrc: [
    { until: 1 / 3, colours: even(red) },
    { until: 2 / 3, colours: even(green) },
    { until: 1, colours: even(blue) },
  ],
} as const satisfies Record<string, readonly Band[]>;

export type SynthPattern = keyof typeof PATTERNS;

function isPattern(name: string): name is SynthPattern {
  return Object.hasOwn(PATTERNS, name);
}

/** The patterns `synthClip` paints; a caller refuses every other one. */
export const SYNTH_PATTERNS: readonly SynthPattern[] = Object.keys(PATTERNS).filter(isPattern);

/** Fills the whole grid with the pattern. */
export function paintPattern(grid: Grid, pattern: SynthPattern): void {
  let row = 0;
  for (const band of PATTERNS[pattern]) {
    const end = Math.round(band.until * grid.rows);
    for (; row < end; row++) paintRow(grid, row, band);
  }
}

function paintRow(grid: Grid, row: number, band: Band): void {
  const whole = band.colours.reduce((sum, [, width]) => sum + width, 0);
  const start = row * grid.columns;
  let from = 0;
  let reached = 0;
  for (const [colour, width] of band.colours) {
    reached += width;
    const to = Math.round((reached / whole) * grid.columns);
    grid.cells.fill(colour, start + from, start + to);
    from = to;
  }
}
