import { assert, assertEquals } from "@std/assert";
import { choosePaint, colourOf, NAME_COLOURS } from "../../client/colours.ts";
import { encode } from "../../client/message_parser.ts";
import { Renderer, type RendererOptions } from "../../client/render.ts";
import type { Event, MessageEvent } from "../../shared/event.ts";

const NOON = Date.UTC(2026, 10, 22, 12);
const DAY_MS = 86_400_000;
const ORIGIN = { timestamp: "", time: NOON, sender: "server" };

Deno.test("encode() makes one line of a request", () => {
  const bytes = encode({ request: "msg", content: "a\nb", id: "1" });

  assertEquals(
    new TextDecoder().decode(bytes),
    '{"request":"msg","content":"a\\nb","id":"1"}\n',
  );
});

Deno.test("Renderer.render() sets the lines of a message in below each other", () => {
  const event = said("bob", "one\r\n\ttwo\nthree");

  assertEquals(lines(event), [
    "12:00 bob: one",
    "          two",
    "      three",
  ]);
});

Deno.test("Renderer.render() shows every kind of event", () => {
  const events: readonly [Event, readonly string[]][] = [
    [{ kind: "info", ...ORIGIN, text: "Hello\nyou" }, ["* Hello", "  you"]],
    [{ kind: "info", ...ORIGIN, text: "" }, []],
    [{ kind: "error", ...ORIGIN, text: "No" }, ["! No"]],
    [{ kind: "error", ...ORIGIN, text: "" }, ["! Refused"]],
    [said("bob", "hi"), ["12:00 bob: hi"]],
    [
      {
        kind: "history",
        ...ORIGIN,
        messages: [said("bob", "a"), said("cyd", "b")],
        more: false,
      },
      ["12:00 bob: a", "12:00 cyd: b"],
    ],
    [
      { kind: "history", ...ORIGIN, messages: [], more: false },
      ["* Nothing found"],
    ],
    [
      { kind: "names", ...ORIGIN, text: "", names: ["ada", "bob"] },
      ["* 2 here: ada, bob"],
    ],
    [presence(["bob", "cyd"], ["dee"]), ["* bob, cyd joined", "* dee left"]],
    [presence(["Ada"], []), []],
    [{ ...presence([], []), count: 300 }, ["* 300 people are here"]],
    [{ kind: "ping", ...ORIGIN }, []],
    [{ kind: "pong", ...ORIGIN }, []],
    [{ kind: "ack", ...ORIGIN, id: "1", seq: 1, duplicate: false }, []],
  ];
  for (const [event, expected] of events) {
    assertEquals(lines(event), expected, event.kind);
  }
});

Deno.test("Renderer.render() lets nothing through that a terminal acts on", () => {
  const evil = "\x1b]0;x\x07\x9b2J\u202e\u2028";
  const events: readonly Event[] = [
    said(evil, evil),
    { ...said("bob", evil), timestamp: evil, time: NaN },
    { kind: "info", ...ORIGIN, text: evil },
    { kind: "error", ...ORIGIN, text: evil },
    { kind: "names", ...ORIGIN, text: "", names: [evil] },
    presence([evil], [evil]),
    { kind: "history", ...ORIGIN, messages: [said(evil, evil)], more: false },
  ];
  for (const event of events) {
    const text = lines(event).join("\n");
    // deno-lint-ignore no-control-regex -- they are what is looked for
    assert(!/[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]/.test(text), text);
  }
});

Deno.test("Renderer.render() puts a line where the day changes", () => {
  const renderer = new Renderer({
    me: "ada",
    days: true,
    today: NOON,
    timeZone: "UTC",
  });
  const yesterday = { ...said("bob", "old"), time: NOON - DAY_MS };

  assertEquals(renderer.render(said("bob", "hi")), ["12:00 bob: hi"]);
  assertEquals(renderer.render(yesterday), [
    "--- Saturday, 21 November 2026 ---",
    "12:00 bob: old",
  ]);
  assertEquals(renderer.render(yesterday), ["12:00 bob: old"]);
});

Deno.test({
  name:
    "Renderer.render() colours a person the same in every spelling, and oneself otherwise",
  ignore: Deno.noColor, // @std/fmt/colors then paints nothing, whoever asks
  fn: () => {
    const paint = choosePaint({
      environment: { FORCE_COLOR: "1" },
      isTerminal: false,
      noColor: false,
    });
    const own = lines(said("ADA", "x"), { me: "ada", paint });
    const colour = /38;5;(\d+)m/.exec(
      lines(said("Bob", "x"), { me: "ada", paint }).join(),
    )?.[1];

    assertEquals(colourOf("Bob"), colourOf("bOB"));
    assertEquals(Number(colour), colourOf("bob"));
    assert(own.join().includes("\x1b[1mADA\x1b[22m"), own.join());
  },
});

Deno.test({
  name: "choosePaint() gives no colours where nobody wants or sees them",
  ignore: Deno.noColor, // @std/fmt/colors then paints nothing, whoever asks
  fn: () => {
    const cases: readonly [
      Record<string, string>,
      boolean,
      boolean,
      boolean,
    ][] = [
      [{}, true, false, true],
      [{}, false, false, false],
      [{}, true, true, false],
      [{ NO_COLOR: "1" }, true, false, false],
      [{ NO_COLOR: "" }, true, false, true],
      [{ TERM: "dumb" }, true, false, false],
      [{ FORCE_COLOR: "1" }, false, false, true],
      [{ FORCE_COLOR: "0" }, true, false, false],
      [{ FORCE_COLOR: "1", NO_COLOR: "1" }, true, false, false],
    ];
    for (const [environment, isTerminal, noColor, expected] of cases) {
      const paint = choosePaint({ environment, isTerminal, noColor });
      const isColoured = paint.error("x") !== "x";
      assertEquals(
        isColoured,
        expected,
        JSON.stringify([environment, noColor]),
      );
    }
  },
});

Deno.test("NAME_COLOURS stand out from black and from white", () => {
  for (const colour of NAME_COLOURS) {
    const luminance = luminanceOf(colour);
    assert((luminance + 0.05) / 0.05 >= 3.6, `${colour} on black`);
    assert(1.05 / (luminance + 0.05) >= 3.6, `${colour} on white`);
  }
});

function lines(
  event: Event,
  options: RendererOptions = { me: "ada" },
): string[] {
  return new Renderer({ timeZone: "UTC", ...options }).render(event);
}

function said(sender: string, text: string): MessageEvent {
  return { kind: "message", ...ORIGIN, sender, text };
}

function presence(joined: readonly string[], left: readonly string[]) {
  return { kind: "presence" as const, ...ORIGIN, room: "lobby", joined, left };
}

/** As WCAG has it, for a colour of the 6x6x6 cube. */
function luminanceOf(colour: number): number {
  const index = colour - 16;
  const level = (step: number) => (step === 0 ? 0 : step * 40 + 55) / 255;
  const linear = (value: number) =>
    value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const [red = 0, green = 0, blue = 0] = [
    Math.floor(index / 36),
    Math.floor(index / 6) % 6,
    index % 6,
  ].map((step) => linear(level(step)));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
