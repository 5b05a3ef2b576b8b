/**
 * Which colour a person has: the same for every spelling of the name, on every
 * machine with as many colours.
 *
 * @module
 */

import { foldName } from "../../shared/names.ts";

/** How many colours a terminal has; `true` for 16 million of them. */
export type Depth = 16 | 256 | "true";

/**
 * Colours of the 256-colour cube that stand out from black and from white by
 * at least 3.6 to 1; red is kept for errors.
 */
export const NAME_COLOURS: readonly number[] = [
  ...[26, 28, 29, 30, 31, 32, 63, 64, 94, 97],
  ...[99, 100, 129, 130, 133, 134, 161, 162, 164, 166],
];

/**
 * Green, blue, magenta and cyan, which people's own themes keep readable;
 * yellow is not on white, and red is kept for errors.
 */
const FEW_COLOURS: readonly number[] = [32, 34, 35, 36];

/** Hues in degrees that can be told apart; those near red are left out. */
const HUES: readonly number[] = Array.from(
  { length: 20 },
  (_, n) => 30 + n * 15,
);
const SATURATION = 0.75;
/**
 * The relative luminance (WCAG 2) that stands out from black and from white
 * alike, by 4.58 to 1: the root of 1.05 * 0.05, less the 0.05 of flare.
 */
const LUMINANCE = Math.sqrt(1.05 * 0.05) - 0.05;
const BISECTIONS = 20;

/** A colour by the parts of red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** Returns the parameters of the SGR sequence that colours a person's name. */
export function colourOf(name: string, depth: Depth): string {
  const hash = hashOf(foldName(name));
  switch (depth) {
    case 16:
      return `${pick(FEW_COLOURS, hash)}`;
    case 256:
      return `38;5;${pick(NAME_COLOURS, hash)}`;
    case "true":
      return `38;2;${shadeOf(pick(HUES, hash)).join(";")}`;
  }
}

/** Returns the shade of a hue that is readable on black and on white. */
export function shadeOf(hue: number): Rgb {
  let low = 0;
  let high = 1;
  for (let step = 0; step < BISECTIONS; step++) {
    const lightness = (low + high) / 2;
    if (luminanceOf(fromHsl(hue, lightness)) < LUMINANCE) low = lightness;
    else high = lightness;
  }
  return fromHsl(hue, low);
}

/** Returns the relative luminance of a colour as WCAG 2 has it, 0 to 1. */
export function luminanceOf([red, green, blue]: Rgb): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function linear(part: number): number {
  const value = part / 255;
  return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** As CSS Color 3 has it. */
function fromHsl(hue: number, lightness: number): Rgb {
  const chroma = SATURATION * Math.min(lightness, 1 - lightness);
  const part = (offset: number) => {
    const at = (offset + hue / 30) % 12;
    const level = lightness -
      chroma * Math.max(-1, Math.min(at - 3, 9 - at, 1));
    return Math.round(level * 255);
  };
  return [part(0), part(8), part(4)];
}

/** FNV-1a, in 32 bits. */
function hashOf(text: string): number {
  let hash = 2166136261;
  for (const character of text) {
    hash ^= character.codePointAt(0) ?? 0;
    hash = Math.imul(hash, 16777619);
  }
  return hash >>> 0;
}

function pick(colours: readonly number[], hash: number): number {
  return colours[hash % colours.length] ?? 0;
}
