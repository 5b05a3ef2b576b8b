// deno-lint-ignore-file no-control-regex -- terminals speak in control characters
import { assert, assertEquals } from "@std/assert";
import {
  choosePaint,
  type ColourChoice,
  depthOf,
} from "../../../client/view/colours.ts";
import {
  coloursOf,
  cubeColour,
  type Depth,
  NAME_COLOURS,
  NameColours,
  type Rgb,
} from "../../../client/view/palette.ts";
import { span } from "../../../client/view/span.ts";

type Matrix = readonly (readonly number[])[];

/** How colours are seen: Machado, Oliveira, Fernandes (2009), severity 1.0. */
const SIGHTS: readonly [
  readonly [string, Matrix],
  ...(readonly [string, Matrix])[],
] = [
  ["all colours", [[1, 0, 0], [0, 1, 0], [0, 0, 1]]],
  ["no green (deuteranopia)", [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.011820, 0.042940, 0.968881],
  ]],
  ["no red (protanopia)", [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ]],
];
/** From the primaries of sRGB. */
const TO_XYZ: Matrix = [
  [0.4124, 0.3576, 0.1805],
  [0.2126, 0.7152, 0.0722],
  [0.0193, 0.1192, 0.9505],
];

type Case = readonly [
  environment: Record<string, string>,
  isTerminal: boolean,
  color: ColourChoice,
  expected: Depth | undefined,
];

Deno.test("depthOf() gives colours where somebody wants and sees them", () => {
  const cases: readonly Case[] = [
    [{ TERM: "xterm" }, true, "auto", 16],
    [{ TERM: "xterm-256color" }, true, "auto", 256],
    [{ TERM: "xterm-256color", COLORTERM: "truecolor" }, true, "auto", "true"],
    [{ TERM: "xterm", COLORTERM: "24bit" }, true, "auto", "true"],
    [{ TERM: "xterm-direct" }, true, "auto", "true"],
    [{ TERM: "xterm" }, false, "auto", undefined],
    [{ TERM: "dumb" }, true, "auto", undefined],
    [{ TERM: "xterm", NO_COLOR: "1" }, true, "auto", undefined],
    [{ TERM: "xterm", NO_COLOR: "" }, true, "auto", 16],
    [{ TERM: "xterm" }, true, "never", undefined],
    [{ TERM: "xterm", FORCE_COLOR: "1" }, true, "never", undefined],
    [{ TERM: "xterm", NO_COLOR: "1" }, false, "always", 16],
    [{ TERM: "dumb" }, false, "always", 16],
    [{ TERM: "xterm", FORCE_COLOR: "1" }, false, "auto", 16],
    [{ TERM: "xterm", FORCE_COLOR: "2" }, false, "auto", 256],
    [{ TERM: "xterm", FORCE_COLOR: "3" }, false, "auto", "true"],
    [{ TERM: "xterm-256color", FORCE_COLOR: "yes" }, false, "auto", 256],
    [{ TERM: "xterm", FORCE_COLOR: "0" }, true, "auto", undefined],
    [{ TERM: "xterm", FORCE_COLOR: "" }, true, "auto", 16],
    [{ FORCE_COLOR: "1", NO_COLOR: "1" }, true, "auto", undefined],
  ];
  for (const [environment, isTerminal, color, expected] of cases) {
    assertEquals(
      depthOf({ environment, isTerminal, color }),
      expected,
      JSON.stringify([environment, isTerminal, color]),
    );
  }
});

Deno.test("choosePaint() writes nothing but text without colours", () => {
  const paint = choosePaint({
    environment: { NO_COLOR: "1" },
    isTerminal: true,
    color: "auto",
  });

  assertEquals(paint({ ...span("bob", "name"), who: "bob" }), "bob");
  assertEquals(paint(span("!", "error")), "!");
});

Deno.test("choosePaint() tells names, oneself and mentions apart, and ends what it begins", () => {
  for (const depth of ["1", "2", "3"]) {
    const paint = choosePaint({
      environment: { FORCE_COLOR: depth },
      isTerminal: true,
      color: "auto",
    });
    const looks = [
      paint({ ...span("x", "name"), who: "bob" }),
      paint(span("x", "own")),
      paint(span("x", "mention")),
      paint(span("x", "error")),
      paint(span("x")),
    ];
    assertEquals(new Set(looks).size, looks.length);
    for (const look of looks) assert(/^x$|^\x1b\[[\d;]+mx\x1b\[0m$/.test(look));
  }
});

Deno.test("NameColours gives a person one colour in every spelling, in every order", () => {
  for (const depth of [16, 256, "true"] as const) {
    const colours = new NameColours(depth);
    assertEquals(colours.of("Bob"), colours.of("bOB"));
    assertEquals(new NameColours(depth).of("bob"), colours.of("bob"));
  }
});

Deno.test("NameColours tells people apart as long as there are colours, and then spreads them", () => {
  for (const depth of [16, 256, "true"] as const) {
    const count = coloursOf(depth).length;
    for (let trial = 0; trial < 50; trial++) {
      const colours = new NameColours(depth);
      const people = Array.from({ length: count }, (_, n) => `p${trial}x${n}`);
      const given = people.map((name) => colours.of(name));
      assertEquals(new Set(given).size, count);
      const more = Array.from({ length: 9 * count }, (_, n) => `q${n}`);
      const all = [...given, ...more.map((name) => colours.of(name))];
      for (const group of Map.groupBy(all, (each) => each).values()) {
        assertEquals(group.length, 10);
      }
      assertEquals(people.map((name) => colours.of(name)), given, "they stay");
    }
  }
});

Deno.test("NameColours remembers a bounded number of people", () => {
  const colours = new NameColours(256);
  for (let n = 0; n < 2000; n++) colours.of(`person${n}`);
  const last = Array.from({ length: 60 }, (_, n) => colours.of(`new${n}`));
  const sizes = Map.groupBy(last, (each) => each).values()
    .map(({ length }) => length).toArray();

  assert(Math.max(...sizes) - Math.min(...sizes) <= 12, sizes.join());
});

Deno.test("NAME_COLOURS stand out from black and from white", () => {
  for (const colour of NAME_COLOURS) {
    const luminance = luminanceOf(cubeColour(colour));
    assert((luminance + 0.05) / 0.05 >= 3.6, `${colour} on black`);
    assert(1.05 / (luminance + 0.05) >= 3.6, `${colour} on white`);
  }
});

for (const [sight, matrix] of SIGHTS) {
  Deno.test(`NAME_COLOURS are told apart: ${sight}`, () => {
    const seen = NAME_COLOURS.map((colour) =>
      labOf(cubeColour(colour), matrix)
    );
    const pairs = seen.flatMap((a, index) =>
      seen.slice(index + 1).map((b) =>
        Math.hypot(...a.map((part, at) => part - (b[at] ?? 0)))
      )
    );
    assert(Math.min(...pairs) >= 23, pairs.join());
  });
}

Deno.test("luminanceOf() is the one of WCAG, and labOf() that of CIE", () => {
  assertEquals(luminanceOf([255, 255, 255]).toFixed(3), "1.000");
  assertEquals(luminanceOf([0, 128, 0]).toFixed(3), "0.154");
  const [, matrix] = SIGHTS[0];
  const lab = labOf([255, 0, 0], matrix).map((part) => part.toFixed(0));
  assertEquals(lab, ["53", "80", "67"]);
});

function linearOf(colour: Rgb): readonly number[] {
  return colour.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
}

function luminanceOf(colour: Rgb): number {
  return sumOf([0.2126, 0.7152, 0.0722], linearOf(colour));
}

/** What is seen of a colour, in CIE 1976 L*a*b* for daylight (D65). */
function labOf(colour: Rgb, matrix: Matrix): readonly number[] {
  const linear = linearOf(colour);
  const seen = matrix.map((row) =>
    Math.min(1, Math.max(0, sumOf(row, linear)))
  );
  const [x = 0, y = 0, z = 0] = TO_XYZ.map((row) => {
    const part = sumOf(row, seen) / sumOf(row, [1, 1, 1]);
    return part > 216 / 24389
      ? Math.cbrt(part)
      : (24389 / 27 * part + 16) / 116;
  });
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function sumOf(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, part, at) => sum + part * (b[at] ?? 0), 0);
}
