import { assert, assertEquals } from "@std/assert";
import { Output } from "../../../client/scripts/output.ts";
import {
  MAX_HELD_LINES,
  TypedLines,
} from "../../../client/scripts/typed_lines.ts";
import { UNICODE } from "../../../client/view/charset.ts";
import { until } from "../../support/until.ts";
import { within } from "../../support/within.ts";

/** Somebody at a keyboard, and what stands on the terminal. */
function open(holdMs?: number) {
  let screen = "";
  const output = new Output({
    writeSync: (bytes) => {
      screen += new TextDecoder().decode(bytes);
      return bytes.length;
    },
  });
  const keyboard = new TransformStream<Uint8Array, Uint8Array>();
  const writer = keyboard.writable.getWriter();
  const typed = new TypedLines({
    bytes: keyboard.readable,
    echo: output,
    charset: UNICODE,
    columns: () => 80,
    hint: ["* hint"],
    ...(holdMs === undefined ? {} : { holdMs }),
  });
  const others = typed.sink(output);
  const lines = typed.lines();
  return {
    typed,
    press: (keys: string) => writer.write(new TextEncoder().encode(keys)),
    end: () => writer.close(),
    say: (...said: string[]) => others.lines(said),
    screen: () => screen,
    shows: (text: string) => until(() => screen.includes(text), text),
    next: async () => (await within(lines.next(), "a line")).value,
  };
}

Deno.test("TypedLines keeps what comes away from what is typed, until that is sent", async () => {
  const ada = open();
  using _typed = ada.typed;
  ada.say("bob: one");
  await ada.press("hel");
  await ada.shows("hel");
  ada.say("bob: two", "bob: three");
  await ada.press("lo");
  await ada.shows("hello");
  assertEquals(ada.screen(), "bob: one\nhello");
  await ada.press("\r");
  assertEquals(await ada.next(), { number: 1, text: "hello" });
  assertEquals(
    ada.screen(),
    "bob: one\nhello\n* hint\nbob: two\nbob: three\n",
  );
  ada.say("bob: four");
  assert(ada.screen().endsWith("bob: three\nbob: four\n"));
});

Deno.test("TypedLines shows what waits when the line is empty again, and the hint but once", async () => {
  const ada = open();
  using _typed = ada.typed;
  for (const [text, hint] of [["one", "* hint\n"], ["two", ""]] as const) {
    await ada.press("x");
    await until(() => ada.screen().endsWith("x"), "the key");
    ada.say(text);
    await ada.press("\x7f");
    await ada.shows(text);
    assert(ada.screen().endsWith(`\b \b${hint}${text}\n`), ada.screen());
  }
});

Deno.test("TypedLines shows what waits above the line with Ctrl-R", async () => {
  const ada = open();
  using _typed = ada.typed;
  await ada.press("half");
  await ada.shows("half");
  ada.say("bob: one");
  await ada.press("\x12");
  await ada.shows("bob: one");
  assertEquals(ada.screen(), "half\n* hint\nbob: one\nhalf");
});

Deno.test("TypedLines holds back only so many lines, and only for so long", async () => {
  const many = open();
  using _many = many.typed;
  await many.press("half");
  await many.shows("half");
  for (let n = 0; n < MAX_HELD_LINES; n++) many.say("line");
  assert(!many.screen().includes("line"));
  many.say("last");
  assert(many.screen().endsWith("line\nlast\nhalf"));

  const long = open(20);
  using _long = long.typed;
  await long.press("half");
  await long.shows("half");
  long.say("bob: one");
  await long.shows("half\n* hint\nbob: one\nhalf");
});

Deno.test("TypedLines leaves nothing behind when it ends", async () => {
  const ada = open();
  await ada.press("half");
  await ada.shows("half");
  ada.say("! Gone");
  ada.typed[Symbol.dispose]();
  assertEquals(ada.screen(), "half\n* hint\n! Gone\n");
  assertEquals(await ada.next(), undefined);
});

Deno.test("TypedLines takes several lines in one read as lines, and keeps the rest", async () => {
  const ada = open();
  using _typed = ada.typed;
  await ada.press("one\rtwo\n/info\rha");
  for (const [index, text] of ["one", "two", "/info"].entries()) {
    assertEquals(await ada.next(), { number: index + 1, text });
  }
  await ada.press("lf\r");
  assertEquals(await ada.next(), { number: 4, text: "half" });
});

Deno.test("TypedLines ends with the keyboard and with Ctrl-D, after what was entered", async () => {
  for (const end of ["keyboard", "\x04"]) {
    const ada = open();
    using _typed = ada.typed;
    await ada.press("one\r");
    if (end === "keyboard") await ada.end();
    else await ada.press(end);
    assertEquals(await ada.next(), { number: 1, text: "one" });
    assertEquals(await ada.next(), undefined);
  }
});
