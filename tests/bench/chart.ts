/**
 * Bar charts as SVG, side by side so that all of them fit on one screen. Knows
 * nothing of what they show.
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
  /** What the values are. */
  readonly unit: string;
  readonly bars: readonly Bar[];
}

const PANELS_A_ROW = 3;
const PANEL_WIDTH = 320;
const GAP = 16;
const LABEL_WIDTH = 104;
/** Leaves room for the value behind it. */
const BAR_WIDTH = 138;
const ROW = 15;
const BAR = 11;
const TITLE_ROW = 15;
/** Most characters of a row of a title; letters are narrower than half of it. */
const TITLE_LENGTH = 46;

/** In light and in dark; the ground is the picture's own. */
const STYLE =
  `<style>.ground{fill:#fff}text{fill:#24292f}.unit{fill:#57606a}.ours{fill:#1a7f5a}.theirs{fill:#8c959f}@media (prefers-color-scheme:dark){.ground{fill:#14161a}text{fill:#e6edf3}.unit{fill:#9da7b3}.ours{fill:#3fb98a}.theirs{fill:#6e7681}}</style>`;

/** Returns all panels, some side by side. */
export function chart(panels: readonly Panel[]): string {
  const parts: string[] = [];
  let top = GAP;
  for (let at = 0; at < panels.length; at += PANELS_A_ROW) {
    const row = panels.slice(at, at + PANELS_A_ROW);
    const titleRows = Math.max(...row.map(({ title }) => rowsOf(title).length));
    row.forEach((panel, column) => {
      const left = GAP + column * (PANEL_WIDTH + GAP);
      parts.push(drawPanel(panel, { left, top, titleRows }));
    });
    const most = Math.max(...row.map(({ bars }) => bars.length));
    top += (titleRows + 1) * TITLE_ROW + most * ROW + GAP;
  }
  const width = PANELS_A_ROW * (PANEL_WIDTH + GAP) + GAP;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top}" font-family="sans-serif" font-size="11">`,
    STYLE,
    `<rect class="ground" width="${width}" height="${top}" rx="8" />`,
    ...parts,
    "</svg>\n",
  ].join("\n");
}

/** Where something is drawn. */
interface Place {
  readonly left: number;
  readonly top: number;
}

function drawPanel(
  { title, unit, bars }: Panel,
  { left, top, titleRows }: Place & { readonly titleRows: number },
): string {
  const most = Math.max(...bars.map(({ value }) => value));
  const heading = rowsOf(title).map((text, row) =>
    `<text x="${left}" y="${top + 11 + row * TITLE_ROW}" font-weight="bold">${
      escape(text)
    }</text>`
  );
  const below = top + titleRows * TITLE_ROW;
  return [
    ...heading,
    `<text class="unit" x="${left}" y="${below + 9}">${escape(unit)}</text>`,
    ...bars.map((bar, index) =>
      drawBar(bar, bar.value / most, {
        left,
        top: below + TITLE_ROW + index * ROW,
      })
    ),
  ].join("\n");
}

function drawBar(bar: Bar, part: number, { left, top }: Place): string {
  const width = Math.max(1, part * BAR_WIDTH);
  const start = left + LABEL_WIDTH;
  const base = top + 9;
  return [
    `<text x="${start - 6}" y="${base}" text-anchor="end">${
      escape(bar.label)
    }</text>`,
    `<rect class="${
      bar.isOurs ? "ours" : "theirs"
    }" x="${start}" y="${top}" width="${width.toFixed(1)}" height="${BAR}" />`,
    `<text x="${(start + width + 5).toFixed(1)}" y="${base}">${
      escape(bar.text)
    }</text>`,
  ].join("\n");
}

/** The last row takes what is left. */
function rowsOf(title: string): readonly string[] {
  if (title.length <= TITLE_LENGTH) return [title];
  const end = title.lastIndexOf(" ", TITLE_LENGTH);
  return [title.slice(0, end), title.slice(end + 1)];
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
