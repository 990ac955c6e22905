import type { Palette } from "./h264-blocks.ts";

/** 75 % of full range. */
const SOFT = 0.75 * 255;

/** Colours by number, as the painters name them. R′G′B′ of 0..255 full range. */
const RGB = [
  [0, 0, 0],
  [255, 255, 255],
  [SOFT, SOFT, SOFT],
  [SOFT, SOFT, 0],
  [0, SOFT, SOFT],
  [0, SOFT, 0],
  [SOFT, 0, SOFT],
  [SOFT, 0, 0],
  [0, 0, SOFT],
  [255, 255, 0],
  [0, 255, 255],
  [0, 255, 0],
  [255, 0, 255],
  [255, 0, 0],
  [0, 0, 255],
  [0, 33, 76],
  [50, 0, 106],
  [9, 9, 9],
] as const;

export const COLOUR = {
  black: 0,
  white: 1,
  grey75: 2,
  yellow75: 3,
  cyan75: 4,
  green75: 5,
  magenta75: 6,
  red75: 7,
  blue75: 8,
  yellow: 9,
  cyan: 10,
  green: 11,
  magenta: 12,
  red: 13,
  blue: 14,
  minusI: 15,
  plusQ: 16,
  aboveBlack: 17,
} as const;

/** Luma weights of red and blue: ITU-R BT.709 and BT.601. */
const REC709 = { red: 0.2126, blue: 0.0722 };
const REC601 = { red: 0.299, blue: 0.114 };

/** The palette in limited-range 8-bit Y′CbCr of the picture's colour space. */
export function palette(isHighDefinition: boolean): Palette {
  const { red, blue } = isHighDefinition ? REC709 : REC601;
  const luma = RGB.map(([r, g, b]) => (red * r + (1 - red - blue) * g + blue * b) / 255);
  return {
    luma: Uint8Array.from(luma, (y) => Math.round(16 + 219 * y)),
    cb: Uint8Array.from(luma, (y, i) => difference(RGB[i]?.[2] ?? 0, y, blue)),
    cr: Uint8Array.from(luma, (y, i) => difference(RGB[i]?.[0] ?? 0, y, red)),
  };
}

function difference(component: number, luma: number, weight: number): number {
  return Math.round(128 + (112 * (component / 255 - luma)) / (1 - weight));
}
