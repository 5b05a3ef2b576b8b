import { assert, assertEquals } from "@std/assert";
import { Calendar } from "../../../client/view/calendar.ts";
import { choosePaint } from "../../../client/view/colours.ts";
import {
  LineRenderer,
  type LineRendererOptions,
} from "../../../client/scripts/line_renderer.ts";
import { encode } from "../../../client/connection/message_parser.ts";
import { NameColours } from "../../../client/view/palette.ts";
import type { Event, MessageEvent } from "../../../shared/event.ts";

const NOON = Date.UTC(2026, 10, 22, 12);
const DAY_MS = 86_400_000;
const UTC = new Calendar({ timeZone: "UTC" });
const ORIGIN = { timestamp: "", time: NOON, sender: "server" };

Deno.test("encode() makes one line of a request", () => {
  const bytes = encode({ request: "msg", content: "a\nb", id: "1" });

  assertEquals(
    new TextDecoder().decode(bytes),
    '{"request":"msg","content":"a\\nb","id":"1"}\n',
  );
});

Deno.test("LineRenderer.render() sets the lines of a message in below each other", () => {
  const event = said("bob", "one\r\n\ttwo\nthree");

  assertEquals(lines(event), [
    "12:00 bob: one",
    "      |     two",
    "      | three",
  ]);
});

Deno.test("LineRenderer.render() says where something was said, but in the lobby", () => {
  const bob = said("bob", "hi");
  const places = [{ room: "lobby" }, { room: "tea" }, { to: "ada" }];

  assertEquals(places.flatMap((place) => lines({ ...bob, ...place })), [
    "12:00 bob: hi",
    "12:00 #tea bob: hi",
    "12:00 @ada bob: hi",
  ]);
});

Deno.test("LineRenderer.render() shows every kind of event", () => {
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
    [presence(["bob", "cyd"], ["dee"]), ["* bob, cyd joined; dee left"]],
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

Deno.test("LineRenderer.render() lets nothing through that a terminal acts on", () => {
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

Deno.test("LineRenderer.render() puts a line where the day changes", () => {
  const renderer = new LineRenderer({
    me: "ada",
    days: true,
    today: NOON,
    calendar: UTC,
  });
  const yesterday = { ...said("bob", "old"), time: NOON - DAY_MS };

  assertEquals(renderer.render(said("bob", "hi")), ["12:00 bob: hi"]);
  assertEquals(renderer.render(yesterday), [
    "--- Saturday, 21 November 2026 ---",
    "12:00 bob: old",
  ]);
  assertEquals(renderer.render(yesterday), ["12:00 bob: old"]);
});

Deno.test("LineRenderer.render() colours a person the same in every spelling, and oneself otherwise", () => {
  const paint = choosePaint({
    environment: { FORCE_COLOR: "2" },
    isTerminal: false,
    color: "auto",
  });
  const own = lines(said("ADA", "x"), { me: "ada", paint }).join();
  const other = lines(said("Bob", "x"), { me: "ada", paint }).join();

  assert(
    other.includes(`\x1b[${new NameColours(256).of("bob")}mBob\x1b[0m`),
    other,
  );
  assert(own.includes("\x1b[1mADA\x1b[0m"), own);
});

Deno.test("LineRenderer.render() words lines to be read aloud, without signs and columns", () => {
  const renderer = new LineRenderer({
    me: "ada",
    form: "spoken",
    days: true,
    today: NOON,
    calendar: UTC,
  });
  const yesterday = { ...said("bob", "ada: old\nnews"), time: NOON - DAY_MS };

  assertEquals(renderer.render(yesterday), [
    "ktn notice: Saturday, 21 November 2026",
    "bob names you: ada: old",
    "  bob continues: news",
  ]);
  assertEquals(renderer.render(said("ada", "hi")).at(-1), "ada: hi");
  assertEquals(renderer.render(presence(["bob"], [])), [
    "ktn notice: bob joined",
  ]);
  assertEquals(renderer.note("Hello\nyou"), ["ktn notice: Hello", "  you"]);
  assertEquals(renderer.warn("Oh"), ["ktn error: Oh"]);
});

Deno.test("LineRenderer.describeLast() tells the whole date of the message rendered last", () => {
  const renderer = new LineRenderer({ me: "ada", calendar: UTC });
  renderer.render(said("bob", "hi"));

  assertEquals(
    renderer.describeLast(),
    "The last message is by bob, Sunday, 22 November 2026, 12:00:00 UTC",
  );
});

function lines(
  event: Event,
  options: LineRendererOptions = { me: "ada" },
): string[] {
  return new LineRenderer({ calendar: UTC, ...options }).render(event);
}

function said(sender: string, text: string): MessageEvent {
  return { kind: "message", ...ORIGIN, sender, text };
}

function presence(joined: readonly string[], left: readonly string[]) {
  return { kind: "presence" as const, ...ORIGIN, room: "lobby", joined, left };
}
