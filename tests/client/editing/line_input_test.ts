import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  MAX_UNASKED_BYTES,
  MAX_UNASKED_LINES,
} from "../../../client/editing/send_guard.ts";
import { SECOND_INTERRUPT_MS } from "../../../client/editing/line_input.ts";
import { MAX_LINE } from "../../../client/editing/line.ts";
import { MAX_LINES } from "../../../client/editing/line_history.ts";
import { MAX_TEXT_BYTES } from "../../../shared/text.ts";
import { EMPTY_DRAFT } from "../../../client/editing/line_editor.ts";
import { Typist } from "../../support/typist.ts";

const CTRL_C = "\x03";
const CTRL_G = "\x07";
const CTRL_R = "\x12";
const CTRL_S = "\x13";
const UP = "\x1b[A";
const DOWN = "\x1b[B";
const UNDO = "\x1f";
const LONG = Array.from(
  { length: MAX_UNASKED_LINES + 1 },
  (_, i) => `line ${i}`,
)
  .join("\n");

Deno.test("LineInput hands a line over with Enter, and begins an empty one", () => {
  const typist = new Typist().type("hello\r");

  assertEquals(typist.sent, ["hello"]);
  assertEquals(typist.shown, "|");
  assertEquals(typist.type(UNDO).shown, "|", "what was sent cannot be undone");
});

Deno.test("LineInput reads a line once, also when it asks before it sends", () => {
  assertEquals(new Typist().type("hello\r").reads, 1);
  assertEquals(new Typist().paste(LONG).type("\r").type("y").reads, 1);
});

Deno.test("LineInput hands a line over before anybody keeps it", () => {
  const typist = new Typist().type("hello\r");

  assertEquals(typist.order, ["sent", "kept"]);
});

Deno.test("LineInput goes through what was entered, and brings the draft back", () => {
  const typist = new Typist({ earlier: ["zero"] });
  for (const line of ["one", "two", "two"]) typist.type(`${line}\r`);
  typist.type("dra");

  assertEquals(typist.type(UP).shown, "two|");
  assertEquals(typist.type(UP).shown, "one|");
  assertEquals(typist.type(UP).shown, "zero|");
  assertEquals(typist.type(UP).shown, "zero|", "there is none before");
  assertEquals(typist.type("\x1b>").shown, "dra|");
  assertEquals(typist.type("\x1b<").shown, "zero|");
  assertEquals(typist.type("\x1b>ft").shown, "draft|");
  assertEquals(typist.type(DOWN).shown, "draft|");
  // Also what can be undone in it.
  assertEquals(typist.type(UP + DOWN + UNDO).shown, "dra|");
});

Deno.test("LineInput keeps the edits of an old line while others are looked at", () => {
  const typist = new Typist({ earlier: ["one", "two"] }).type("draft");

  assertEquals(typist.type(`${UP}!${UP}`).shown, "one|");
  assertEquals(typist.type(DOWN).shown, "two!|");
  assertEquals(typist.type("\r").sent, ["two!"]);
  assertEquals(typist.type(UP + UP).shown, "two|", "the old line is as it was");
});

Deno.test("LineInput remembers no more lines than its bound", () => {
  const earlier = Array.from({ length: MAX_LINES + 10 }, (_, i) => `${i}`);
  const typist = new Typist({ earlier }).type("\x1b<");

  assertEquals(typist.shown, "10|");
});

Deno.test("LineInput searches what was entered, and shows the search in the prompt", () => {
  const earlier = ["make tea", "drink tea", "drink tea", "wash up"];
  const typist = new Typist({ earlier }).type("dra");

  assertEquals(typist.type(CTRL_R).shown, 'search "": dra|');
  assertEquals(typist.type("TEA").shown, 'search "TEA": drink |tea');
  assertEquals(typist.type(CTRL_R).shown, 'search "TEA": make |tea');
  assertEquals(typist.type(CTRL_R).shown, 'not found "TEA": make |tea');
  assertEquals(typist.type(CTRL_S).shown, 'search "TEA": drink |tea');
  assertEquals(typist.type("x").shown, 'not found "TEAx": |drink tea');
  assertEquals(typist.type("\x7f").shown, 'search "TEA": drink |tea');
});

Deno.test("LineInput takes what a search found with Enter, and does not send it", () => {
  const typist = new Typist({ earlier: ["make tea"] }).type(`dra${CTRL_R}te`);
  typist.type("\r");

  assertEquals(typist.shown, "make |tea");
  assertEquals(typist.sent, []);
  assertEquals(typist.type(UNDO).shown, "dra|");
});

Deno.test("LineInput leaves a search with the line as it was", () => {
  const leave: readonly ((typist: Typist) => void)[] = [
    (typist) => typist.escape(),
    (typist) => typist.type(CTRL_G),
    (typist) => typist.type(CTRL_C),
  ];
  for (const each of leave) {
    const typist = new Typist({ earlier: ["make tea"] });
    typist.type(`dra${CTRL_R}te`);
    each(typist);

    assertEquals(typist.shown, "dra|");
    assert(!typist.hasLeft);
  }
});

Deno.test("LineInput goes on editing what a search found with any other key", () => {
  const typist = new Typist({ earlier: ["make tea"] });

  assertEquals(typist.type(`${CTRL_R}tea\x05!`).shown, "make tea!|");
});

Deno.test("LineInput completes with Tab, goes back with Shift-Tab, and takes that back in one step", () => {
  const people = ["bob", "bea"];
  const typist = new Typist({ vocabulary: { people } }).type("b\t");

  assertEquals(typist.shown, "bob: |");
  assertEquals(typist.type("\t").shown, "bea: |");
  assertEquals(typist.type("\x1b[Z").shown, "bob: |");
  assertEquals(typist.type("hi").shown, "bob: hi|");
  assertEquals(typist.type("\t").shown, "bob: hi|", "a word of its own");
});

Deno.test("LineInput undoes a completion in one step, however often Tab was pressed", () => {
  const people = ["bob", "bea", "ben"];
  const typist = new Typist({ vocabulary: { people } }).type("b\t\t\t");

  assertEquals(typist.shown, "ben: |");
  assertEquals(typist.type(UNDO).shown, "b|");
});

Deno.test("LineInput takes a paste into the line and sends nothing by itself", () => {
  const typist = new Typist().type("> ").paste("one\r\ntwo\r\n");

  assertEquals(typist.shown, "> one\ntwo|");
  assertEquals(typist.sent, []);
  assertEquals(typist.type("\r").sent, ["> one\ntwo"]);
});

Deno.test("LineInput takes Enter in the same read as a paste for a key", () => {
  const typist = new Typist().type("\x1b[200~one\ntwo\n\x1b[201~\r");

  assertEquals(typist.sent, ["one\ntwo"]);
});

Deno.test("LineInput sends nothing of a paste that has no brackets", () => {
  const typist = new Typist().type("one\rtwo\rthree\r");

  assertEquals(typist.sent, []);
  assertEquals(typist.shown, "one\ntwo\nthree|");
});

Deno.test("LineInput asks before it sends many lines or bytes", () => {
  const texts = [LONG, "x".repeat(MAX_UNASKED_BYTES + 1)];
  for (const text of texts) {
    const typist = new Typist().paste(text).type("\r");

    assertEquals(typist.sent, []);
    assertStringIncludes(typist.hint, "y sends, n goes on editing");
    assertEquals(typist.type("y").sent, [text]);
    assertEquals(typist.hint, "");
  }
  const few = LONG.split("\n").slice(1).join("\n");
  assertEquals(new Typist().paste(few).type("\r").sent, [few]);
});

Deno.test("LineInput goes on editing when the answer is no, and takes other keys for what they are", () => {
  const no: readonly ((typist: Typist) => void)[] = [
    (typist) => typist.type("n"),
    (typist) => typist.type("\r"),
    (typist) => typist.type(CTRL_G),
    (typist) => typist.type(CTRL_C),
    (typist) => typist.escape(),
  ];
  for (const each of no) {
    const typist = new Typist().paste(LONG).type("\r");
    each(typist);

    assertEquals([typist.shown, typist.hint], [`${LONG}|`, ""]);
    assertEquals([typist.sent, typist.hasLeft], [[], false]);
  }
  const typist = new Typist().paste(LONG).type("\r").paste("yes");
  assertEquals([typist.shown, typist.sent], [`${LONG}yes|`, []]);
});

Deno.test("LineInput refuses a message that is too long, names the bound, and keeps the line", () => {
  const text = "é".repeat(MAX_TEXT_BYTES / 2) + "x";
  const typist = new Typist().paste(text).type("\r");

  assertEquals(typist.sent, []);
  assertEquals(typist.shown, `${text}|`);
  assertEquals(typist.warnings, [
    "Cannot send a text of 4097 bytes: at most 4096 fit",
  ]);
});

Deno.test("LineInput refuses a message of nothing but white space, and keeps the line", () => {
  const typist = new Typist().type(" \x1b\r \r");

  assertEquals(typist.warnings, [
    "Cannot send a message of nothing but white space",
  ]);
  assertEquals([typist.shown, typist.sent], [" \n |", []]);
  assertEquals(
    new Typist().type("\r").warnings,
    [],
    "Enter alone is no message",
  );
});

Deno.test("LineInput asks before it sends what the keyboard sent in another encoding", () => {
  const latin1 = new Uint8Array([0x63, 0x61, 0x66, 0xe9, 0x0d]);
  const typist = new Typist().send(latin1);
  assertEquals(typist.sent, []);
  assertEquals(
    typist.hint,
    "Send U+FFFD for what cannot be read (is LANG right)? y sends, n edits",
  );
  assertEquals(typist.type("n").shown, "caf\ufffd|");
  assertEquals(typist.type("\r").type("y").sent, ["caf\ufffd"]);

  const right = new Typist({ encoding: "windows-1252" }).send(latin1);
  assertEquals([right.sent, right.hint], [["café"], ""]);
});

Deno.test("LineInput refuses what does not fit in the line, and says so", () => {
  const typist = new Typist().type("ab").paste("x".repeat(MAX_LINE));

  assertEquals(typist.shown, "ab|");
  assertEquals(typist.warnings, [
    `Cannot paste ${MAX_LINE} characters: ${MAX_LINE - 2} more fit in the line`,
  ]);
  typist.paste("x".repeat(MAX_LINE - 2)).type("y");
  assertEquals(typist.hint, `The line is full: ${MAX_LINE} characters`);
});

Deno.test("LineInput never sends a mistyped command, and keeps it to be put right", () => {
  for (const line of ["/hlep", " /help", " /hlep me", "/usr/bin/env", "/"]) {
    const typist = new Typist().type(`${line}\r`);

    assertEquals(typist.sent, [], line);
    assertEquals(typist.shown, `${line}|`, line);
    assertEquals(typist.warnings.length, 1, line);
  }
  assertEquals(new Typist().type("//shrug\r").sent, ["//shrug"]);
});

Deno.test("LineInput remembers no line that begins with a blank, nor one that is refused", () => {
  const typist = new Typist().type(" secret\r").type("/hlep\r");
  typist.type("\x15").type("open\r").type("\r");

  assertEquals(typist.kept, ["open"]);
  assertEquals(typist.type(UP + UP).shown, "open|");
});

Deno.test("LineInput clears the line with Ctrl-C, and leaves with another soon after", () => {
  const typist = new Typist().type("half a line").type(CTRL_C);

  assertEquals([typist.shown, typist.hasLeft], ["|", false]);
  assertEquals(typist.hint, "Ctrl-C again leaves the chat");
  assertEquals(typist.type(UNDO).shown, "half a line|", "it can be undone");

  typist.type(CTRL_C);
  typist.now += SECOND_INTERRUPT_MS + 1;
  typist.type(CTRL_C);
  assert(!typist.hasLeft, "too late");
  typist.type("x").type("\x7f").type(CTRL_C);
  assert(!typist.hasLeft, "something else came between");
  typist.now += SECOND_INTERRUPT_MS;
  typist.type(CTRL_C);
  assert(typist.hasLeft);
});

Deno.test("LineInput leaves with Ctrl-D on an empty line only", () => {
  const typist = new Typist().type("ab\x01\x04");

  assertEquals([typist.shown, typist.hasLeft], ["|b", false]);
  assert(typist.type("\x04\x04").hasLeft);
});

Deno.test("LineInput leaves to others what they take, and does the rest", () => {
  const typist = new Typist({
    actions: ["page-up", "edit-in-editor", "focus-out", "go-to-room"],
  }).type("b\x1b[5~\x1be\x18\x05\x1b3\x18x");

  assertEquals(typist.acted, [
    "page-up PageUp",
    "edit-in-editor Alt-E",
    "edit-in-editor Ctrl-E",
    "go-to-room Alt-3",
  ]);
  assertEquals(typist.shown, "bx|");
});

Deno.test("LineInput is not disturbed by a window that is left and chosen", () => {
  const people = ["bob", "bea"];
  const actions = ["focus-in", "focus-out"] as const;
  const typist = new Typist({ vocabulary: { people }, actions });
  typist.type("b\t").type("\x1b[O\x1b[I");

  assertEquals(typist.type("\t").shown, "bea: |", "the completion goes on");
  typist.type(CTRL_C).type("\x1b[O\x1b[I").type(CTRL_C);
  assert(typist.hasLeft);
});

Deno.test("LineInput changes drafts with all that belongs to them", () => {
  const typist = new Typist({ earlier: ["old"] }).type("first");
  typist.type(UP); // which is looked at, and not the draft
  const first = typist.input.exchange(EMPTY_DRAFT);
  typist.type("second");
  const second = typist.input.exchange(first);

  assertEquals(typist.shown, "first|");
  assertEquals(typist.type(UNDO).shown, "|", "undo is the draft's own");
  assertEquals(second.text, "second");
  assertEquals(typist.type(UP).shown, "old|", "history is everybody's");
});

Deno.test("LineInput.giveBack() gives a text back unless something else is being typed", () => {
  const typist = new Typist();
  typist.input.giveBack("refused");
  assertEquals(typist.shown, "refused|");

  typist.input.giveBack("another");
  assertEquals(typist.shown, "refused|");
});
