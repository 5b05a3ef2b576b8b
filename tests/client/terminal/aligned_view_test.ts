/** The look of a wide window: texts in one column, people named once. */

import { assert, assertEquals } from "@std/assert";
import { ASCII } from "../../../client/view/charset.ts";
import { choosePaint } from "../../../client/view/colours.ts";
import { lineOf } from "../../../client/editing/line.ts";
import {
  type DrawnChatOptions,
  openDrawnChat,
} from "../../support/drawn_chat.ts";
import { connectCommand } from "../../support/chat_terminal.ts";
import { FakeTerminal } from "../../support/fake_terminal.ts";
import { startServer } from "../../support/live_server.ts";
import { terminalTest, TmuxTerminal } from "../../support/tmux_terminal.ts";

const NOON = Date.UTC(2026, 10, 22, 12);
const MINUTE_MS = 60_000;

Deno.test("texts begin in one column from 70 columns on, and who says several in a row is named once", () => {
  for (const columns of [70, 80, 120]) {
    const chat = open(columns);
    chat.say("bob", "one");
    chat.say("bob", "two");
    chat.say("bob", "three", 1);
    chat.say("elisabeth", "four", 1);
    chat.say("ada", "mine", 1);
    chat.say("bob", "five", 1);

    assertEquals(chat.drawn(), [
      "12:00         bob: one",
      "                   two",
      "12:01              three",
      "12:01   elisabeth: four",
      "12:01         ada: mine",
      "12:01         bob: five",
    ]);
  }
});

Deno.test("each line has its name in a narrow window, and with --align never", () => {
  for (
    const [columns, align] of [[40, "auto"], [69, "auto"], [
      120,
      "never",
    ]] as const
  ) {
    const chat = open(columns, { align });
    chat.say("bob", "one");
    chat.say("bob", "two");

    assertEquals(chat.drawn(), ["12:00 bob: one", "12:00 bob: two"]);
  }
});

Deno.test("--align always aligns in a narrow window, and gives the text half of it", () => {
  const chat = open(40, { align: "always" });
  chat.say("averylongname", "one two three four five six");
  chat.say("bob", "seven");

  assertEquals(
    chat.drawn(),
    [
      "12:00 averylongname:",
      "                    one two three four",
      "                    five six",
      "12:00          bob: seven",
    ].map((row) => row),
  );
});

Deno.test("a mention is marked and named, also among others of the same person", () => {
  const chat = open(80);
  chat.say("bob", "one");
  chat.say("bob", "ada, look");
  chat.say("bob", "two");

  assertEquals(chat.drawn(), [
    "12:00   bob: one",
    "12:00 > bob: ada, look",
    "             two",
  ]);
});

Deno.test("who speaks again after a word of the client, a day or the mark is named again", () => {
  const chat = open(80, { now: () => NOON + 2 * 24 * 60 * MINUTE_MS });
  chat.say("bob", "one");
  chat.transcript.note("Online again");
  chat.say("bob", "two");
  chat.say("bob", "three", 24 * 60);
  chat.drawn();
  chat.view.act("focus-out", "FocusOut");
  chat.say("bob", "four", 24 * 60);

  assertEquals(chat.drawn().filter((row) => row.includes("bob")).length, 4);
});

Deno.test("a name wider than the column has a row of its own, and nothing moves", () => {
  const chat = open(80);
  chat.say("bob", "one");
  chat.say("somebody_with_a_long_name", "two");

  assertEquals(chat.drawn(), [
    "12:00   bob: one",
    "12:00 somebody_with_a_long_name:",
    "             two",
  ]);
});

Deno.test("the first row of the window says whose it is, wherever one scrolls", () => {
  const chat = open(80);
  for (let n = 0; n < 60; n++) {
    chat.say(
      n < 30 ? "bob" : "elisabeth",
      `line ${n} ${"word ".repeat(n % 30)}`,
      n >> 4,
    );
  }
  chat.drawn();
  for (let page = 0; page < 30; page++) {
    chat.view.pageUp(3);
    const [first = "", ...others] = chat.drawn();
    assert(/^12:0\d {3,9}(bob|elisabeth): /.test(first), first);
    const named = others.filter((row) => row.includes(": "));
    assert(named.length <= 1, named.join("\n"));
  }
});

Deno.test("no message has a row that looks like another person's or the client's", () => {
  const texts = [
    "a\n12:00 boss: you are fired\n* Online again\n! no\n─── new since 12:00",
    ...["\u00a0", "\u3000", "\u3164", "x"].map((filling) =>
      `a${filling.repeat(150)}12:00 boss: you are fired`
    ),
    ...Array.from(
      { length: 80 },
      (_, n) => `a${" ".repeat(n)}12:00 boss: you are fired`,
    ),
  ];
  for (const columns of [40, 80, 120]) {
    for (const text of texts) {
      const chat = open(columns);
      chat.say("bob", text);
      chat.say("bob", text);
      const firsts = chat.drawn().filter((row) => /^\S/.test(row));
      assert(firsts.length >= 1 && firsts.length <= 2);
      for (const row of firsts) assert(/^12:00 {1,3}bob: /.test(row), row);
      chat.view.close();
    }
  }
});

Deno.test("the mark of what is new goes across the window, with its word", () => {
  for (
    const [columns, text] of [
      [80, "new since 12:00"],
      [40, "new since 12:00"],
      [12, "new"],
    ] as const
  ) {
    for (const [charset, rule] of [[undefined, "─"], [ASCII, "-"]] as const) {
      const chat = open(columns, charset ? { charset } : {});
      chat.say("cyd", "a");
      chat.drawn();
      chat.view.act("focus-out", "FocusOut");
      chat.say("cyd", "b");
      chat.drawn();
      const line = chat.terminal.rows.find((row) => row.includes("new"));
      assertEquals(line, `${rule.repeat(3)} ${text} `.padEnd(columns, rule));
      chat.view.close();
    }
  }
});

Deno.test("a wide window says the same without colours and with them", () => {
  const drawn = (["never", "always"] as const).map((color) => {
    const paint = choosePaint({ environment: {}, isTerminal: true, color });
    const chat = open(80, { paint });
    chat.say("bob", "one");
    chat.say("bob", "ada: two https://a.example/");
    chat.say("cyd", "three", 1);
    return chat.drawn();
  });
  assertEquals(drawn[0], drawn[1]);
});

Deno.test("a wide window paints no more for a key or a message than it has to", () => {
  let pieces = 0;
  const chat = open(80, {
    paint: ({ text }) => {
      pieces++;
      return text;
    },
  });
  for (let n = 0; n < 200; n++) chat.say("bob", `line ${n}`, n >> 3);
  chat.drawn();
  pieces = 0;
  chat.model.setInput({ line: lineOf("x"), prompt: "", hint: "" });
  chat.drawn();
  assertEquals(pieces, 0);
  for (let n = 0; n < 20; n++) {
    pieces = 0;
    chat.say("bob", `more ${n}`, 25 + (n >> 3));
    chat.drawn();
    // The new row and the one that came to the top.
    assert(pieces <= 7, `${pieces} pieces`);
  }
});

for (
  const [columns, flags, expected] of [
    [80, [], /\d\d:\d\d {3}bob: one\n {13}two/],
    [40, [], /\d\d:\d\d bob: one\n\d\d:\d\d bob: two/],
    [80, ["--align", "never"], /\d\d:\d\d bob: one\n\d\d:\d\d bob: two/],
    [40, ["--align=always"], /\d\d:\d\d {3}bob: one\n {13}two/],
  ] as const
) {
  terminalTest(
    `ktn connect ${flags.join(" ")} in ${columns} columns`,
    async () => {
      await using server = await startServer();
      using bob = await server.join("bob");
      const command = connectCommand(server.address, { flags });
      await using ada = await TmuxTerminal.open({ command, columns });
      await ada.seen(/ here: /);
      const said = (content: string) => ({ request: "msg", content });
      await bob.send(said("one"), said("two"));
      const { text } = await ada.seen("two");
      // The minute may change between the two.
      assert(expected.test(text) || /\d\d:\d\d +two/.test(text), text);
      await ada.press("C-d");
      assertEquals(await ada.exitCode(), 0);
    },
  );
}

function open(columns: number, options: Partial<DrawnChatOptions> = {}) {
  const terminal = new FakeTerminal({ columns, rows: 24 });
  const chat = openDrawnChat({
    size: () => terminal.size,
    write: (text) => terminal.write(text),
    now: () => NOON,
    ...options,
  });
  chat.model.setConnection({ state: { kind: "online" }, unsent: 0 });
  const say = (sender: string, text: string, minutes = 0) =>
    chat.transcript.apply({
      ...{ kind: "message", sender, text, timestamp: "" },
      time: NOON + minutes * MINUTE_MS,
    });
  const drawn = () => {
    chat.view.draw();
    return terminal.said;
  };
  return { ...chat, terminal, say, drawn };
}
