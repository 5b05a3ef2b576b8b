/** How rooms and talks look on a terminal. */

import { assert, assertEquals } from "@std/assert";
import { lineOf } from "../../../client/editing/line.ts";
import type { Paint } from "../../../client/view/colours.ts";
import { openDrawnChat } from "../../support/drawn_chat.ts";
import { FakeTerminal } from "../../support/fake_terminal.ts";

/** Styles that matter here, as signs that take no cells of their own. */
const marked: Paint = ({ text, style }) =>
  style === "private" ? text.toUpperCase() : text;

Deno.test("what one types in a talk looks unlike what one types in a room, with colours and without", () => {
  const { model, rooms, view, terminal } = open(80, marked);
  const talk = rooms.talkWith("bob");
  model.setInput({ line: lineOf("hello"), prompt: "", hint: "" });
  view.draw();
  assertEquals(terminal.cursorLine, "ada> hello|");
  model.goToRoom(talk);
  view.draw();
  assertEquals(terminal.cursorLine, "ADA TO BOB> HELLO|");
  assert(terminal.status.startsWith("── ONLY TO BOB "), terminal.status);
  model.setInput({ line: lineOf("hello"), prompt: "(search) ", hint: "" });
  view.draw();
  assertEquals(terminal.cursorLine, "(SEARCH) HELLO|");
});

Deno.test("in a narrow window the line says to whom rather than by whom", () => {
  const shown = [80, 24, 20].map((columns) => {
    const { model, rooms, view, terminal } = open(columns);
    model.goToRoom(rooms.talkWith("robert"));
    view.draw();
    assert(terminal.status.includes("only to"), terminal.status);
    return terminal.cursorLine;
  });
  assertEquals(shown, ["ada to robert> |", "to robert> |", "… robert> |"]);
});

Deno.test("the list of rooms stands beside what was said, in whatever height, and its width is not the chat's", () => {
  const { model, rooms, view, terminal, say } = open(100);
  rooms.named("ops").setUnread(3, 1);
  say("a word ".repeat(14).trim());
  view.draw();
  const [first = "", ...others] = terminal.rows;
  assertEquals(first, ">1 lobby          │");
  assertEquals(others[0], " 2 ops       3 @1 │");
  const said = terminal.rows.filter((row) => /a word/.test(row));
  assertEquals(said.map((row) => row.slice(0, 20)), [
    "                  │ ",
    "                  │ ",
  ]);
  assert(said.every((row) => row.length <= 100));
  assertEquals(terminal.status.includes("#ops"), false);
  model.setPending([{ text: "on its way ".repeat(20) }]);
  view.draw();
  const pending = terminal.rows.find((row) => row.includes("on its way"));
  assertEquals([pending?.slice(18, 22), pending?.length], ["│ … ", 100]);
});

Deno.test("the list of rooms paints nothing again for a key or a message elsewhere", () => {
  let painted: string[] = [];
  const { model, rooms, view } = open(100, ({ text }) => {
    painted.push(text);
    return text;
  });
  const ops = rooms.named("ops");
  view.draw();
  painted = [];
  model.setInput({ line: lineOf("x"), prompt: "", hint: "" });
  view.draw();
  assertEquals(painted, []);
  ops.countUnread(false);
  view.draw();
  assert(painted.length > 0);
});

function open(columns: number, paint?: Paint) {
  const size = { columns, rows: 12 };
  const terminal = new FakeTerminal(size);
  const chat = openDrawnChat({
    size: () => size,
    write: (text) => terminal.write(text),
    ...(paint ? { paint } : {}),
  });
  chat.rooms.named("lobby");
  const say = (text: string) =>
    chat.transcript.apply({
      kind: "message",
      ...{ sender: "bob", room: "lobby", timestamp: "", text, time: 0 },
    });
  return { ...chat, terminal, say };
}
