/**
 * A screen of a terminal as a picture: text with SGR sequences, as
 * `tmux capture-pane -p -e` writes it, into SVG. Knows nothing of what is on the
 * screen.
 *
 * @module
 */

import {
  characterWidth,
  graphemes,
  textWidth,
} from "../client/view/cell_width.ts";

/** Size of a screen, in cells. */
export interface PictureSize {
  readonly columns: number;
  readonly rows: number;
}

/** How a piece of text looks. */
interface Look {
  readonly colour?: string;
  readonly isBold?: boolean;
  readonly isFaint?: boolean;
  readonly isUnderlined?: boolean;
  readonly isReversed?: boolean;
}

/** Text of one look, and the cell it begins at. */
interface Piece {
  readonly text: string;
  readonly column: number;
  readonly width: number;
  readonly look: Look;
}

const CELL = { width: 8.4, height: 18 } as const;
const MARGIN = 12;
const BACKGROUND = "#14161a";
const FOREGROUND = "#d6d9de";
const FONT = "ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace";

/** The sixteen colours, in shades that stand out from the background. */
const SIXTEEN: readonly string[] = [
  ...["#14161a", "#e06c75", "#98c379", "#d7b56d"],
  ...["#61afef", "#c678dd", "#56b6c2", "#d6d9de"],
  ...["#7f848e", "#f08a93", "#b5e08f", "#eed08a"],
  ...["#7fc4ff", "#dd9af0", "#79d6e0", "#ffffff"],
];

// deno-lint-ignore no-control-regex -- terminals speak in control characters
const SGR = /\x1b\[([\d;]*)m/g;
// deno-lint-ignore no-control-regex -- terminals speak in control characters
const OTHERS = /\x1b\][^\x1b\x07]*(?:\x07|\x1b\\)|[\x0e\x0f]/g;

/** Returns a picture of a screen. */
export function pictureOf(screen: string, size: PictureSize): string {
  const width = size.columns * CELL.width + 2 * MARGIN;
  const height = size.rows * CELL.height + 2 * MARGIN;
  const pen = new Pen();
  const rows = screen.split("\n").slice(0, size.rows);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${
      round(width)
    } ${height}" width="${
      round(width)
    }" height="${height}" font-family="${FONT}" font-size="14">`,
    `<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>`,
    ...rows.flatMap((row, index) =>
      pen.cut(row).flatMap((piece) => draw(piece, MARGIN + index * CELL.height))
    ),
    "</svg>",
    "",
  ].join("\n");
}

function draw({ text, column, width, look }: Piece, y: number): string[] {
  const x = round(MARGIN + column * CELL.width);
  const wide = round(width * CELL.width);
  const colour = look.colour ?? FOREGROUND;
  const ground = look.isReversed
    ? [
      `<rect x="${x}" y="${y}" width="${wide}" height="${CELL.height}" fill="${colour}"/>`,
    ]
    : [];
  if (text.trim() === "") return ground;
  const attributes = [
    `fill="${look.isReversed ? BACKGROUND : colour}"`,
    ...(look.isBold ? ['font-weight="bold"'] : []),
    ...(look.isFaint ? ['opacity="0.6"'] : []),
    ...(look.isUnderlined ? ['text-decoration="underline"'] : []),
  ].join(" ");
  const label = `<text x="${x}" y="${
    y + 13
  }" textLength="${wide}" lengthAdjust="spacingAndGlyphs" xml:space="preserve" ${attributes}>${
    escaped(text)
  }</text>`;
  return [...ground, label];
}

/** What is written looks as the last sequence said, also rows before. */
class Pen {
  #look: Look = {};

  /** Cuts a row where the look changes, and around wide characters. */
  cut(row: string): readonly Piece[] {
    const text = row.replace(OTHERS, "");
    const pieces: Piece[] = [];
    let at = 0;
    for (const { 0: whole, 1: parameters = "", index } of text.matchAll(SGR)) {
      pieces.push(...this.#write(text.slice(at, index), endOf(pieces)));
      this.#look = lookAfter(this.#look, parameters.split(";").map(Number));
      at = index + whole.length;
    }
    return [...pieces, ...this.#write(text.slice(at), endOf(pieces))];
  }

  #write(text: string, from: number): readonly Piece[] {
    let column = from;
    return runsOf(text).map((run) => {
      const piece = {
        text: run,
        column,
        width: textWidth(run),
        look: this.#look,
      };
      column += piece.width;
      return piece;
    });
  }
}

function endOf(pieces: readonly Piece[]): number {
  const last = pieces.at(-1);
  return last ? last.column + last.width : 0;
}

function runsOf(text: string): readonly string[] {
  const runs: string[] = [];
  let isWide = false;
  for (const character of graphemes(text)) {
    const wide = characterWidth(character) !== 1;
    if (runs.length === 0 || wide || isWide) runs.push(character);
    else runs[runs.length - 1] += character;
    isWide = wide;
  }
  return runs;
}

function lookAfter(look: Look, parameters: readonly number[]): Look {
  const [first = 0, ...rest] = parameters;
  if (parameters.length === 0) return look;
  if (first === 38) return extended(look, rest);
  return lookAfter(simple(look, first), rest);
}

function simple(look: Look, parameter: number): Look {
  if (parameter === 0) return {};
  if (parameter === 1) return { ...look, isBold: true };
  if (parameter === 2) return { ...look, isFaint: true };
  if (parameter === 4) return { ...look, isUnderlined: true };
  if (parameter === 7) return { ...look, isReversed: true };
  if (parameter === 39) return { ...look, colour: FOREGROUND };
  const colour = parameter >= 90
    ? SIXTEEN[parameter - 82]
    : SIXTEEN[parameter - 30];
  return parameter >= 30 && colour ? { ...look, colour } : look;
}

/** `5;N` of 256 colours, or `2;R;G;B`. */
function extended(look: Look, parameters: readonly number[]): Look {
  const [kind, ...values] = parameters;
  if (kind === 5) {
    const [index = 0, ...rest] = values;
    return lookAfter({ ...look, colour: colourAt(index) }, rest);
  }
  const [red, green, blue, ...rest] = values;
  return lookAfter({ ...look, colour: `rgb(${red},${green},${blue})` }, rest);
}

function colourAt(index: number): string {
  const basic = SIXTEEN[index];
  if (basic) return basic;
  if (index >= 232) return grey(8 + (index - 232) * 10);
  const cube = index - 16;
  const level = (step: number) => step === 0 ? 0 : step * 40 + 55;
  const parts = [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6];
  return `rgb(${parts.map(level).join(",")})`;
}

function grey(level: number): string {
  return `rgb(${level},${level},${level})`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

if (import.meta.main) {
  const [columns = 80, rows = 24] = Deno.args.map(Number);
  const screen = await new Response(Deno.stdin.readable).text();
  Deno.stdout.writeSync(
    new TextEncoder().encode(pictureOf(screen, { columns, rows })),
  );
}
