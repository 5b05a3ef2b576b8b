/**
 * Bar charts as SVG. Knows nothing of what they show.
 *
 * @module
 */

/** One bar. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** The value as people read it. */
  readonly text: string;
  /** Whether it stands out. */
  readonly isOurs: boolean;
}

/** Bars that are compared with each other. */
export interface Panel {
  readonly title: string;
  readonly bars: readonly Bar[];
}

const WIDTH = 760;
const LABEL_WIDTH = 140;
const BAR_WIDTH = 480;
const ROW = 22;
const BAR = 15;
const TITLE = 34;
const GAP = 14;
const OURS = "#1f7a5c";
const THEIRS = "#9aa5b1";

/** Returns all panels, one below the other. */
export function chart(panels: readonly Panel[]): string {
  let top = GAP;
  const parts: string[] = [];
  for (const panel of panels) {
    parts.push(drawPanel(panel, top));
    top += TITLE + panel.bars.length * ROW + GAP;
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top}" font-family="sans-serif" font-size="13" fill="#333">`,
    `<rect width="${WIDTH}" height="${top}" fill="#fff" />`,
    ...parts,
    "</svg>\n",
  ].join("\n");
}

function drawPanel({ title, bars }: Panel, top: number): string {
  const most = Math.max(...bars.map(({ value }) => value));
  const heading = `<text x="${GAP}" y="${top + 18}" font-weight="bold">${
    escape(title)
  }</text>`;
  const rows = bars.map((bar, index) =>
    drawBar(bar, most, top + TITLE + index * ROW)
  );
  return [heading, ...rows].join("\n");
}

function drawBar(bar: Bar, most: number, top: number): string {
  const width = Math.max(1, bar.value / most * BAR_WIDTH).toFixed(1);
  const fill = bar.isOurs ? OURS : THEIRS;
  const base = top + 12;
  const end = LABEL_WIDTH + Number(width) + 6;
  return [
    `<text x="${LABEL_WIDTH - 6}" y="${base}" text-anchor="end">${
      escape(bar.label)
    }</text>`,
    `<rect x="${LABEL_WIDTH}" y="${top}" width="${width}" height="${BAR}" fill="${fill}" />`,
    `<text x="${end.toFixed(1)}" y="${base}">${escape(bar.text)}</text>`,
  ].join("\n");
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
