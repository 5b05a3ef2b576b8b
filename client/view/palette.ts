/**
 * Which colour a person has: the same for every spelling of the name, and
 * another one than the other people have, as far as there are colours.
 *
 * @module
 */

import { foldName } from "../../shared/names.ts";

/** How many colours a terminal has; `true` for 16 million of them. */
export type Depth = 16 | 256 | "true";

/**
 * Colours of the 256-colour cube that stand out from black and from white by
 * at least 3.6 to 1 (relative luminance, WCAG 2.2). Any two are at least 23
 * apart (CIE 1976 colour difference), also for those who see no red or no green,
 * by the model of Machado, Oliveira and Fernandes (2009) at full severity: the
 * six with the greatest least difference that a search found; of eight it was
 * 14. Reds are left out, they are kept for errors.
 */
export const NAME_COLOURS: readonly number[] = [31, 129, 100, 66, 98, 101];

/**
 * Blue, cyan, magenta and green, which people's own themes keep readable;
 * yellow is not on white, and red is kept for errors.
 */
const FEW_COLOURS: readonly number[] = [34, 36, 35, 32];

/** Most people whose colours are remembered; the first go first. */
const MAX_PEOPLE = 500;

/** A colour by the parts of red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** Gives people colours; who comes later gets one that fewer people have. */
export class NameColours {
  readonly #colours: readonly string[];
  /** By folded name, the place of the colour. */
  readonly #people = new Map<string, number>();
  /** How many people have each colour. */
  readonly #counts: number[];

  /** Begins with nobody. */
  constructor(depth: Depth) {
    this.#colours = coloursOf(depth);
    this.#counts = this.#colours.map(() => 0);
  }

  /** Returns the parameters of the SGR sequence that colours a name. */
  of(name: string): string {
    const key = foldName(name);
    const place = this.#people.get(key) ?? this.#give(key);
    return this.#colours[place] ?? "";
  }

  /** The one that the name asks for, or the next that fewest people have. */
  #give(key: string): number {
    const fewest = Math.min(...this.#counts);
    const { length } = this.#colours;
    const wanted = hashOf(key) % length;
    const places = this.#counts.map((_, step) => (wanted + step) % length);
    const place = places.find((each) => this.#counts[each] === fewest) ?? 0;
    this.#note(key, place);
    return place;
  }

  #note(key: string, place: number): void {
    this.#people.set(key, place);
    this.#count(place, 1);
    if (this.#people.size <= MAX_PEOPLE) return;
    const [[oldest, old] = ["", 0]] = this.#people;
    this.#people.delete(oldest);
    this.#count(old, -1);
  }

  #count(place: number, change: number): void {
    this.#counts[place] = (this.#counts[place] ?? 0) + change;
  }
}

/** Returns the parameters of the SGR sequences for so many colours. */
export function coloursOf(depth: Depth): readonly string[] {
  switch (depth) {
    case 16:
      return FEW_COLOURS.map(String);
    case 256:
      return NAME_COLOURS.map((colour) => `38;5;${colour}`);
    case "true":
      // By their parts, since themes may change the cube.
      return NAME_COLOURS.map((colour) =>
        `38;2;${cubeColour(colour).join(";")}`
      );
  }
}

/** Returns a colour of the 6x6x6 cube, 16 to 231. */
export function cubeColour(colour: number): Rgb {
  const index = colour - 16;
  const level = (step: number) => step === 0 ? 0 : step * 40 + 55;
  return [
    level(Math.floor(index / 36)),
    level(Math.floor(index / 6) % 6),
    level(index % 6),
  ];
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
