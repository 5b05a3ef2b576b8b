import { assert, assertEquals, assertMatch } from "@std/assert";
import { ASCII } from "../../../client/view/charset.ts";
import { FrameTimer } from "../../../client/terminal/frame_timer.ts";
import { type Line, lineOf } from "../../../client/editing/line.ts";
import type { Size } from "../../../client/view/picture.ts";
import {
  type DrawnChatOptions,
  openDrawnChat,
} from "../../support/drawn_chat.ts";
import { FakeTerminal } from "../../support/fake_terminal.ts";

const NOON = Date.UTC(2026, 10, 22, 12);
const SAID = {
  kind: "message",
  sender: "bob",
  time: NOON,
  timestamp: "",
} as const;
const SMALL: Size = { columns: 40, rows: 6 };

Deno.test("ChatView.draw() shows what was said, what is on its way, how things stand, and the line", () => {
  const { model, view, terminal, say, typing } = open({
    columns: 40,
    rows: 12,
  });
  say("one", "two");
  typing({ text: "typing", cursor: 3 }, "Send 9 lines? y/n");
  model.setPending(outgoing("a", "b"));
  model.setConnection({ state: { kind: "online" }, unsent: 0 });
  view.draw();

  assertEquals(terminal.lines, [
    "12:00 bob: one",
    "12:00 bob: two",
    "… a",
    "… b",
    "── online ──────────────────────────────",
    "Send 9 lines? y/n",
    "ada> typing",
  ]);
  assertEquals(terminal.rows.length, 12);
  assertEquals(terminal.cursorLine, "ada> typ|ing");
  assertEquals(terminal.writes, 1);
});

Deno.test("ChatView.draw() says how much is on its way where it is too much to show", () => {
  const { model, view, terminal } = open({ columns: 40, rows: 24 });
  model.setPending(outgoing("a", "b", "c\nd", "e"));
  view.draw();

  assertEquals(terminal.said, ["… and 2 more", "… c\\nd", "… e"]);
});

Deno.test("ChatView keeps its place when somebody has gone up, and says what is new below", () => {
  const { view, terminal, say } = open(SMALL);
  say(..."abcdefgh");
  view.draw();
  view.act("page-up", "PageUp");
  view.draw();
  const place = terminal.said;
  say("i", "j");
  view.draw();

  assertEquals(place, [..."cdef"].map((text) => `12:00 bob: ${text}`));
  assertEquals(terminal.said, place);
  assertMatch(terminal.status, / 2 new below ──$/);
  assertEquals(view.act("end-of-line", "Ctrl-E"), false);
  assertEquals(view.act("end-of-line", "End"), true);
  view.draw();
  assertEquals(terminal.said.at(-1), "12:00 bob: j");
  assertEquals(view.act("end-of-line", "End"), false);
  assert(!terminal.status.includes("below"));
});

Deno.test("ChatView counts as new only what others said and was not seen yet", () => {
  const { view, terminal, say, transcript } = open(SMALL);
  say(..."abcdefgh");
  view.draw();
  view.act("page-up", "PageUp");
  view.draw();
  assertMatch(terminal.status, / more below ──$/);
  transcript.note("Online again");
  transcript.apply({ ...SAID, sender: "ada", text: "mine" });
  view.draw();
  assertMatch(terminal.status, / more below ──$/);
  say("i");
  view.draw();

  assertMatch(terminal.status, / 1 new below ──$/);
});

Deno.test("ChatView goes to the mark and shows it until somebody who saw the end says so", () => {
  const { view, terminal, say, rooms } = open(SMALL);
  say("a");
  view.draw();
  view.act("focus-out", "FocusOut");
  say(..."bcdefg");
  view.draw();
  view.act("focus-in", "FocusIn");
  view.act("go-to-unread", "Alt-U");
  view.draw();

  assertEquals(terminal.said, [
    "─── new since 12:00 ────────────────────",
    "12:00 bob: b",
    "12:00 bob: c",
    "12:00 bob: d",
  ]);
  assertMatch(terminal.status, / 3 new below ──$/);
  view.act("go-to-newest", "Ctrl-End");
  view.draw();
  assert(rooms.current.scroll.unreadLine);
  view.act("go-to-newest", "Ctrl-End");
  assertEquals(rooms.current.scroll.unreadLine, undefined);
  view.close();
});

Deno.test("ChatView knows what was seen: not what is drawn while another window is chosen", () => {
  const { view, say, rooms } = open(SMALL);
  const seen: number[] = [];
  view.listen({
    onTop: () => {},
    onOldest: () => {},
    onBack: () => {},
    onSeen: () => seen.push(rooms.current.scroll.seenTo),
  });
  say("a");
  view.draw();
  view.act("focus-out", "FocusOut");
  say("b");
  view.draw();
  view.act("focus-in", "FocusIn");
  view.draw();

  assertEquals(seen, [1, 2]);
});

Deno.test("ChatView.isWatched is false while another window is chosen or the terminal is elsewhere", () => {
  const { view } = open(SMALL);
  const seen = [view.isWatched];
  view.act("focus-out", "FocusOut");
  seen.push(view.isWatched);
  view.act("focus-in", "FocusIn");
  seen.push(view.isWatched);
  view.pause();
  seen.push(view.isWatched);
  view.resume();
  view.close();

  assertEquals(seen, [true, false, true, false]);
});

Deno.test("ChatView counts nothing as seen after a standstill, until all is here that was said meanwhile", () => {
  const { view, say, rooms, terminal } = open(SMALL);
  let back = 0;
  view.listen({
    onTop: () => {},
    onOldest: () => {},
    onBack: () => back++,
    onSeen: () => {},
  });
  say("before");
  view.draw();
  view.comeBack();
  assertEquals([back, view.isWatched], [1, false]);
  say("meanwhile");
  view.draw();
  assertEquals(rooms.current.scroll.seenTo, 1);
  view.caughtUp();
  assertEquals(view.isWatched, true);
  say("after");
  view.draw();
  view.close();

  assertMatch(
    terminal.rows.join("\n"),
    /before\n[-─]+ new since .*\n.*meanwhile/,
  );
});

Deno.test("ChatView asks for more where somebody goes up at the top", () => {
  const { view, say } = open(SMALL);
  let asked = 0;
  let askedForAll = 0;
  view.listen({
    onTop: () => asked++,
    onOldest: () => askedForAll++,
    onBack: () => {},
    onSeen: () => {},
  });
  say(..."abcdefgh");
  view.draw();
  view.act("page-up", "PageUp");
  assertEquals(asked, 0);
  view.act("page-up", "PageUp");
  assertEquals(asked, 1);
  view.act("go-to-oldest", "Ctrl-Home");
  view.olderLoaded();
  assertEquals([asked, askedForAll], [1, 2]);
  // Who goes elsewhere meanwhile is not taken back.
  view.act("page-down", "PageDown");
  view.olderLoaded();
  assertEquals([asked, askedForAll], [1, 2]);
  view.close();
});

Deno.test("ChatView draws in a window of any size", () => {
  const { model, view, terminal, say, typing } = open(SMALL);
  say("some words and a long-long-long-word 世界", "b");
  typing(lineOf("typing 世界\nmore"), "question");
  model.setPending(outgoing("a", "b", "c", "d", "e"));
  for (let columns = 1; columns < 30; columns++) {
    for (let rows = 1; rows < 15; rows++) {
      terminal.resize({ columns, rows });
      view.act("page-up", "PageUp");
      view.draw();
      view.act("page-down", "PageDown");
      view.draw();
      assertEquals(terminal.rows.length, rows);
    }
  }
  terminal.resize(SMALL);
  view.act("go-to-newest", "Ctrl-End");
  view.draw();
  assertEquals(terminal.rows.at(-3), "question");
  view.close();
});

Deno.test("ChatView reflows what was said in a window of another width", () => {
  const { view, terminal, say } = open(SMALL);
  say("one two three four five");
  view.draw();
  assertEquals(terminal.said, ["12:00 bob: one two three four five"]);
  terminal.resize({ columns: 22, rows: 6 });
  view.draw();

  assertEquals(terminal.said, [
    "12:00 bob: one two",
    "           three four",
    "           five",
  ]);
});

Deno.test("ChatView keeps its place in a window that gets larger and smaller again", () => {
  for (const columns of [40, 60, 120]) {
    const small = { columns, rows: 12 };
    const { view, terminal, say } = open(small);
    say(
      ...Array.from({ length: 25 }, (_, n) => `line ${n} ${"word ".repeat(n)}`),
    );
    view.draw();
    view.act("page-up", "PageUp");
    view.draw();
    const place = terminal.said;
    for (
      const size of [{ columns, rows: 140 }, { columns: 30, rows: 50 }, small]
    ) {
      terminal.resize(size);
      view.redraw();
      view.draw();
    }
    assertEquals(terminal.said, place);
    view.close();
  }
});

Deno.test("ChatView shows what waits to be sent in the room it was typed in", () => {
  const { model, rooms, view, terminal } = open({ columns: 40, rows: 24 });
  const lobby = rooms.named("lobby");
  const ops = rooms.named("ops");
  model.setPending([
    { text: "to lobby", target: { room: "lobby" } },
    { text: "to ops", target: { room: "OPS" } },
    { text: "to bob", target: { to: "bob" } },
    { text: "to a room that is gone", target: { room: "gone" } },
  ]);
  const shown = () => {
    view.draw();
    return terminal.said;
  };
  const always = ["… to bob", "… to a room that is gone"];
  assertEquals(shown(), ["… to lobby", ...always]);
  model.goToRoom(ops);
  assertEquals(shown(), ["… to ops", ...always]);
  model.goToRoom(lobby);
  model.setPending([{ text: "to ops", target: { room: "ops" } }]);
  assertEquals(shown(), []);
});

Deno.test("ChatView loses nothing at the right edge in any script, wherever it stands", () => {
  const sentences = [
    "मैं आज बाज़ार जा रहा हूँ और कुछ सब्ज़ियाँ ख़रीदूँगा",
    "நான் இன்று சந்தைக்குச் செல்கிறேன் காய்கறிகள் வாங்க",
    "วันนี้ฉันจะไปตลาดเพื่อซื้อผักและทำอาหารกลางวันให้ทุกคน",
    "ﾊﾟｿｺﾝﾃﾞｶﾞｿﾞｳｦﾋﾞｭｰｱｰﾃﾞﾋﾗｸﾌﾟﾛｸﾞﾗﾑ",
    "မြန်မာဘာသာစကားကို သင်ယူနေပါတယ်",
  ];
  for (const sentence of sentences) {
    const { view, terminal, say, typing } = open({ columns: 40, rows: 24 });
    say(sentence);
    typing({ text: sentence, cursor: sentence.length });
    view.draw();
    const letters = (text: string) => text.replace(/[\s|]/g, "");
    const status = terminal.rows.findIndex((row) => row.startsWith("─"));
    const above = terminal.rows.slice(0, status).join("");
    const below = terminal.rows.slice(status + 1).join("");
    assertEquals(letters(above), letters(`12:00 bob: ${sentence}`));
    assertEquals(letters(below), letters(`ada> ${sentence}`));
    view.close();
  }
});

Deno.test("ChatView paints no row again that did not change: a key costs nothing but the line being typed", () => {
  let painted = 0;
  const { view, typing, say, model } = open({ columns: 80, rows: 24 }, {
    paint: ({ text }) => {
      painted++;
      return text;
    },
  });
  say(...Array.from({ length: 40 }, (_, at) => `line ${at}`));
  model.setPending(outgoing("a", "b"));
  view.draw();
  assert(painted >= 22, `${painted} pieces at first`);
  painted = 0;
  typing(lineOf("x"));
  view.draw();
  assertEquals(painted, 0);
  say("one more");
  view.draw();

  assert(painted <= 5, `${painted} pieces of one row`);
});

Deno.test("ChatView draws the same picture of the same state", () => {
  const { view, terminal, say } = open(SMALL);
  say(..."abcdefgh");
  view.draw();
  const { written } = terminal;
  view.draw();

  assertEquals(terminal.written, written, "nothing is written twice");
});

Deno.test("ChatView writes nothing but ASCII where the terminal has nothing else", () => {
  const { model, view, terminal, say, typing } = open(SMALL, {
    charset: ASCII,
  });
  say("Åsa 世界 👍");
  typing(lineOf("ö"));
  model.setPending(outgoing("ä"));
  model.setConnection({ state: { kind: "online" }, unsent: 0 });
  view.draw();

  // deno-lint-ignore no-control-regex -- the screen's own sequences
  assertMatch(terminal.written, /^[\x1b -~]*$/);
});

Deno.test("ChatView draws nothing while the terminal is elsewhere, and all of it afterwards", () => {
  const { view, terminal, say } = open(SMALL);
  say("a");
  view.draw();
  view.pause();
  say("b");
  view.draw();
  view.drawSoon();
  assertEquals([terminal.writes, view.isWatched], [1, false]);
  view.resume();
  view.draw();

  assertEquals(terminal.said, [
    "12:00 bob: a",
    "─── new since 12:00 ────────────────────",
    "12:00 bob: b",
  ]);
});

Deno.test("FrameTimer draws once for whatever happens in a frame", async () => {
  let drawn = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = new FrameTimer(() => {
    drawn++;
    resolve();
  });
  for (let n = 0; n < 1000; n++) timer.soon();
  await promise;

  assertEquals(drawn, 1);
});

Deno.test("FrameTimer leaves a frame between two pictures", async () => {
  const drawn: number[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = new FrameTimer(() => {
    drawn.push(performance.now());
    if (drawn.length === 4) resolve();
    else timer.soon();
  });
  timer.soon();
  await promise;
  const [first = 0] = drawn;

  assert((drawn.at(-1) ?? 0) - first >= 3 * 15, drawn.join());
});

Deno.test("FrameTimer.afterQuiet() waits for the last of many", async () => {
  let drawn = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = new FrameTimer(() => {
    drawn++;
    resolve();
  });
  timer.soon();
  for (let n = 0; n < 10; n++) timer.afterQuiet(1);
  await promise;

  assertEquals(drawn, 1);
});

function open(size: Size, options: Partial<DrawnChatOptions> = {}) {
  const terminal = new FakeTerminal(size);
  const chat = openDrawnChat({
    size: () => terminal.size,
    write: (text) => terminal.write(text),
    now: () => NOON,
    ...options,
  });
  const say = (...texts: readonly string[]) => {
    for (const text of texts) chat.transcript.apply({ ...SAID, text });
  };
  const typing = (line: Line, hint = "") =>
    chat.model.setInput({ line, prompt: "", hint });
  return { ...chat, terminal, say, typing };
}

function outgoing(...texts: readonly string[]) {
  return texts.map((text) => ({ id: text, text, time: NOON }));
}
