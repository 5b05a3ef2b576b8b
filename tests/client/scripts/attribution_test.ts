/**
 * Nobody can write what looks as if it were another person's, or the client's
 * own, wherever lines are only added: every row of a message says whose it is.
 */

import { assert, assertEquals } from "@std/assert";
import { LineRenderer } from "../../../client/scripts/line_renderer.ts";
import { textLines } from "../../../client/scripts/message_lines.ts";
import { Calendar } from "../../../client/view/calendar.ts";
import { graphemes } from "../../../client/view/cell_width.ts";
import type { MessageEvent } from "../../../shared/event.ts";
import { rowsOnTerminal } from "../../support/wrapping_terminal.ts";

const NOON = Date.UTC(2026, 10, 22, 12);
const WIDTHS = [20, 40, 80, 120];
const FALSE_ROW = "01:40 boss: you are fired";
/** What pads a row, seen or not. */
const FILLINGS = [
  ...[" ", "\t", "\u00a0", "\u2003", "\u3000", "\u3164", "\u2800"],
  ...["\u200b", "\u200d", "\u202e", "\u2066", "\ufe0f", "\u0301", "x"],
  ...["x ", "\u4e16", "\u{1f389}", "\u0e33", "\n", "\r", "\r\n", "\u2028"],
];
/** What a row begins with that is the first of a message by bob. */
const FIRST = {
  lines: /^12:00 bob: /,
  spoken: /^bob: /,
  tail: /^2026-11-22 12:00:00 bob:/,
} as const;
/** And every further one. */
const FURTHER = {
  lines: /^ {1,6}\| ?|^$/,
  spoken: /^ {1,2}|^$/,
  tail: /^ {1,4}\| ?|^$/,
} as const;

/** Messages that try to look like several. */
function* attacks(columns: number): Iterable<string> {
  for (const filling of FILLINGS) {
    for (let count = 0; count <= columns; count += 1 + count % 7) {
      yield `a${filling.repeat(count)}${FALSE_ROW}`;
    }
  }
  yield `a\n* Online again\n! Gone\n--- Monday ---\nktn error: no`;
}

for (const form of ["lines", "spoken"] as const) {
  Deno.test(`every row of a message is marked as its author's, on a terminal and in a pipe (${form})`, () => {
    for (const columns of WIDTHS) {
      const options = { me: "ada", form, calendar: utc() };
      const onTerminal = new LineRenderer({
        ...options,
        columns: () => columns,
      });
      const inPipe = new LineRenderer(options);
      for (const text of attacks(columns)) {
        const rows = rowsOnTerminal(onTerminal.render(said(text)), columns);
        assertMarked(rows, form, columns);
        assertMarked(inPipe.render(said(text)), form, Infinity);
      }
    }
  });
}

Deno.test("every row of a message that tail writes on a terminal is marked", () => {
  for (const columns of WIDTHS.slice(1)) {
    const toLines = textLines({ timeZone: "UTC", columns: () => columns });
    for (const text of attacks(columns)) {
      const event = said(text);
      assertMarked(
        rowsOnTerminal(toLines(event, {}), columns),
        "tail",
        columns,
      );
      const [line, ...others] = textLines({ timeZone: "UTC" })(event, {});
      assert(FIRST.tail.test(line ?? "") && others.length === 0, line);
    }
  }
});

Deno.test("a row that is broken for the terminal loses nothing but blanks", () => {
  const text = "one two three " + "word".repeat(30) + " end";
  const renderer = new LineRenderer({ me: "ada", columns: () => 40 });
  const joined = renderer.render(said(text))
    .map((row) => row.replace(/^ {6}\| |^12:00 bob: /, "")).join("");

  assertEquals(
    graphemes(joined).filter((each) => each !== " ").join(""),
    [
      ..."onetwothree" + "word".repeat(30) + "end",
    ].join(""),
  );
});

Deno.test("no name looks like a mark of the client, a time or two people", () => {
  const render = (sender: string, form: "lines" | "spoken") =>
    new LineRenderer({ me: "ada", form, calendar: utc() })
      .render({ ...said("hi"), sender })[0];
  for (
    const name of ["***", "*", "!", "---", "13:05", "a: b", "a b", "|"]
  ) {
    assertEquals(render(name, "lines"), `12:00 ${JSON.stringify(name)}: hi`);
    assertEquals(render(name, "spoken"), `${JSON.stringify(name)}: hi`);
  }
  assertEquals(render('a" b', "lines"), '12:00 "a\\" b": hi');
  for (
    const name of ["bob", "J\u00f6rg", "[a]", "a_b", "x-y", "1305", "Error"]
  ) {
    assertEquals(render(name, "lines"), `12:00 ${name}: hi`);
  }
});

Deno.test("words of the client cannot be what somebody says, whatever that person is called", () => {
  const renderer = new LineRenderer({ me: "ada", form: "spoken" });
  const own = [renderer.note("x"), renderer.warn("x")].flat();
  for (const sender of ["ktn", "Error", "Notice", "ktn notice", "ktn error"]) {
    for (const line of renderer.render({ ...said("x"), sender })) {
      assert(!own.includes(line), line);
    }
  }
});

Deno.test("a time that is none is not shown where times are", () => {
  const renderer = new LineRenderer({ me: "ada" });
  const event = { ...said("hi"), time: NaN, timestamp: "* Online again" };

  assertEquals(renderer.render(event), ["--:-- bob: hi"]);
});

function assertMarked(
  rows: readonly string[],
  form: keyof typeof FIRST,
  columns: number,
): void {
  const [first = "", ...others] = rows;
  const what = `${columns}: ${JSON.stringify(rows)}`;
  // The text may begin in the next row of a narrow window.
  assert(FIRST[form].test(`${first} `), what);
  for (const row of others) assert(FURTHER[form].test(row), what);
}

function utc(): Calendar {
  return new Calendar({ timeZone: "UTC" });
}

function said(text: string): MessageEvent {
  return { kind: "message", timestamp: "", time: NOON, sender: "bob", text };
}
