// deno-lint-ignore-file no-control-regex -- terminals speak in control characters
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import {
  choosePaint,
  type ColourChoice,
  depthOf,
} from "../../../client/view/colours.ts";
import {
  colourOf,
  type Depth,
  luminanceOf,
  NAME_COLOURS,
  type Rgb,
  shadeOf,
} from "../../../client/view/palette.ts";
import { span } from "../../../client/view/span.ts";

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

Deno.test("colourOf() gives a person one colour in every spelling", () => {
  for (const depth of [16, 256, "true"] as const) {
    assertEquals(colourOf("Bob", depth), colourOf("bOB", depth));
  }
  assertNotEquals(colourOf("bob", 256), colourOf("ada", 256));
});

Deno.test("colourOf() spreads people over the colours", () => {
  const names = Array.from({ length: 2000 }, (_, n) => `person${n}`);
  const counts = Map.groupBy(names, (name) => colourOf(name, 256));

  assertEquals(counts.size, NAME_COLOURS.length);
  for (const group of counts.values()) assert(group.length > 50);
});

Deno.test("NAME_COLOURS stand out from black and from white", () => {
  for (const colour of NAME_COLOURS) {
    assertReadable(cubeColour(colour), 3.6, `${colour}`);
  }
});

Deno.test("shadeOf() gives every hue a shade that stands out from black and white", () => {
  for (let hue = 0; hue < 360; hue += 5) {
    assertReadable(shadeOf(hue), 4.4, `hue ${hue}`);
  }
});

Deno.test("luminanceOf() is the one of WCAG", () => {
  assertEquals(luminanceOf([0, 0, 0]), 0);
  assertEquals(luminanceOf([255, 255, 255]), 1);
  assertEquals(luminanceOf([0, 128, 0]).toFixed(3), "0.154");
});

function assertReadable(colour: Rgb, contrast: number, what: string): void {
  const luminance = luminanceOf(colour);
  assert((luminance + 0.05) / 0.05 >= contrast, `${what} on black`);
  assert(1.05 / (luminance + 0.05) >= contrast, `${what} on white`);
}

/** A colour of the 6x6x6 cube. */
function cubeColour(colour: number): Rgb {
  const index = colour - 16;
  const level = (step: number) => step === 0 ? 0 : step * 40 + 55;
  return [
    level(Math.floor(index / 36)),
    level(Math.floor(index / 6) % 6),
    level(index % 6),
  ];
}
