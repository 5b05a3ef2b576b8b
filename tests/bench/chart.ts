/**
 * One picture of many comparisons, as SVG: a row each, and in it how many times
 * better ours is than each of the others. Knows nothing of what is compared.
 *
 * @module
 */

/** One of the others in a row. */
export interface Mark {
  /** One letter; the legend says whose. */
  readonly letter: string;
  /** How many times better ours is; below 1 it is behind. */
  readonly times: number;
}

/** What is compared. */
export interface Row {
  readonly title: string;
  /** What ours did. */
  readonly value: string;
  readonly marks: readonly Mark[];
}

/** Whom a letter stands for. */
export interface LegendEntry {
  readonly letter: string;
  readonly name: string;
}

const WIDTH = 960;
const GAP = 16;
/** Where the scale is. */
const LEFT = 400;
const RIGHT = 770;
const ROW = 22;
const HEAD = 62;
const RADIUS = 7;
/** Marks that are nearer lie at two heights. */
const NEAR = 2 * RADIUS - 1;
const STEP = 6;
/** What is off the scale is at its end. */
const TICKS = [0.2, 0.5, 1, 2, 5, 10, 20, 50, 100];
const LEAST = 0.15;
const MOST = 150;

/** In light and in dark; the ground is the picture's own. */
const STYLE =
  `<style>.ground{fill:#fff}text{fill:#24292f}.soft{fill:#57606a}.behind{fill:#f6e7e3}.line{stroke:#d0d7de}.one{stroke:#1a7f5a;stroke-width:2}.better{fill:#1a7f5a}.worse{fill:#b35900}.letter{fill:#fff}@media (prefers-color-scheme:dark){.ground{fill:#14161a}text{fill:#e6edf3}.soft{fill:#9da7b3}.behind{fill:#2b1f1b}.line{stroke:#30363d}.one{stroke:#3fb98a}.better{fill:#3fb98a}.worse{fill:#f0a35e}.letter{fill:#14161a}}</style>`;

/** Returns the picture. */
export function chart(
  rows: readonly Row[],
  legend: readonly LegendEntry[],
): string {
  const height = HEAD + rows.length * ROW + GAP;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">`,
    STYLE,
    `<rect class="ground" width="${WIDTH}" height="${height}" rx="8" />`,
    drawHead(legend),
    drawScale(height - GAP),
    ...rows.map((row, index) => drawRow(row, HEAD + index * ROW + ROW / 2)),
    "</svg>\n",
  ].join("\n");
}

function drawHead(legend: readonly LegendEntry[]): string {
  const names = legend.map(({ letter, name }) => `${letter} ${name}`);
  return [
    text(GAP, 24, "How many times better ktn, durable, is than", "bold"),
    text(LEFT, 24, names.join(" · ")),
    text(WIDTH - GAP, HEAD - 12, "ktn", "soft end"),
  ].join("\n");
}

function drawScale(bottom: number): string {
  const one = placeOf(1);
  const left = placeOf(LEAST) - RADIUS;
  return [
    `<rect class="behind" x="${left}" y="${HEAD}" width="${
      one - left
    }" height="${bottom - HEAD}" />`,
    ...TICKS.map((times) => {
      const x = placeOf(times);
      const kind = times === 1 ? "one" : "line";
      return [
        text(x, HEAD - 12, `${times}x`, "soft middle"),
        `<line class="${kind}" x1="${x}" x2="${x}" y1="${
          HEAD - 6
        }" y2="${bottom}" />`,
      ].join("\n");
    }),
  ].join("\n");
}

function drawRow({ title, value, marks }: Row, middle: number): string {
  const sorted = marks.toSorted((a, b) => a.times - b.times);
  let last = -Infinity;
  let side = -1;
  const drawn = sorted.map(({ letter, times }) => {
    const x = placeOf(times);
    const isNear = x - last < NEAR;
    side = isNear ? -side : -1;
    last = x;
    const isAlone = !isNear &&
      !sorted.some((other) =>
        other.letter !== letter && Math.abs(placeOf(other.times) - x) < NEAR
      );
    const y = isAlone ? middle : middle + side * STEP;
    return drawMark(letter, times >= 1 ? "better" : "worse", x, y);
  });
  return [
    text(LEFT - GAP - RADIUS, middle + 4, title, "end"),
    ...drawn,
    text(WIDTH - GAP, middle + 4, value, "end"),
  ].join("\n");
}

function drawMark(letter: string, kind: string, x: number, y: number): string {
  return `<circle class="${kind}" cx="${x}" cy="${y}" r="${RADIUS}" /><text class="letter" x="${x}" y="${
    y + 4
  }" font-size="10" text-anchor="middle">${escape(letter)}</text>`;
}

/** Where on the scale a number of times is. */
function placeOf(times: number): number {
  const bounded = Math.min(Math.max(times, LEAST), MOST);
  const share = Math.log(bounded / LEAST) / Math.log(MOST / LEAST);
  return Math.round(LEFT + share * (RIGHT - LEFT));
}

/** @param kind Of `soft`, `bold`, `middle` and `end` those that hold. */
function text(x: number, y: number, content: string, kind = ""): string {
  const kinds = kind.split(" ");
  const anchor = kinds.find((one) => one === "middle" || one === "end");
  return `<text x="${x}" y="${y}"${
    kinds.includes("soft") ? ' class="soft"' : ""
  }${kinds.includes("bold") ? ' font-weight="bold"' : ""}${
    anchor ? ` text-anchor="${anchor}"` : ""
  }>${escape(content)}</text>`;
}

function escape(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
