import { assertEquals } from "@std/assert";
import { layOut, rowOf, Screen, stack } from "../../client/screen.ts";
import { FakeTerminal } from "../support/fake_terminal.ts";

Deno.test("Screen.update() puts lines above what is being typed, in one write", () => {
  const { terminal, screen } = open(20);
  screen.update([], typed("hello|world"));
  screen.update(["bob: hi", "bob: you"], typed("hello|world"));

  assertEquals(terminal.lines, ["bob: hi", "bob: you", "> helloworld"]);
  assertEquals(terminal.cursorLine, "> hello|world");
  assertEquals(terminal.writes, 2);
});

Deno.test("Screen.update() keeps lines and cursor apart when the typed line takes several rows", () => {
  const { terminal, screen } = open(10);
  const line = typed("one two three| four", 10);
  screen.update([], line);
  screen.update(["a line that wraps"], line);
  screen.update(["x"], line);

  assertEquals(terminal.lines, [
    "a line tha",
    "t wraps",
    "x",
    "> one two",
    " three fo",
    "ur",
  ]);
  assertEquals(terminal.cursorLine, " three| fo");
});

Deno.test("Screen.update() counts wide characters as two cells", () => {
  const { terminal, screen } = open(8);
  const line = typed("世界|世界", 8);
  screen.update([], line);
  screen.update(["hi"], line);

  assertEquals(terminal.lines, ["hi", "> 世界", "世界"]);
  assertEquals(terminal.cursorLine, "|世界");
});

Deno.test("Screen.update() shows line breaks and controls of the typed line in one row", () => {
  const { terminal, screen } = open(20);
  screen.update([], typed("a\nb\u202ec|"));

  assertEquals(terminal.lines, ["> a⏎b\\u202ec"]);
});

Deno.test("Screen.update() takes rows above the typed line away when they are gone", () => {
  const { terminal, screen } = open(20);
  screen.update(
    [],
    stack([rowOf("… one", 20), rowOf("… two", 20)], typed("x|")),
  );
  screen.update(["ada: one"], stack([rowOf("… two", 20)], typed("xy|")));

  assertEquals(terminal.lines, ["ada: one", "… two", "> xy"]);
  assertEquals(terminal.cursorLine, "> xy|");
});

Deno.test("Screen.update() shows the rows around the cursor when there are too few", () => {
  const { terminal, screen } = open(6, 4);
  screen.update([], typed("aaabbbbbcccccdddddeeeee|", 6));
  screen.update(["hi"], typed("aaa|bbbbbcccccdddddeeeee", 6));

  assertEquals(terminal.lines, ["hi", "> aaa", "bbbbb", "ccccc"]);
});

Deno.test("Screen.clear() leaves only what was said", () => {
  const { terminal, screen } = open(10);
  screen.update(["said"], typed("typing something|", 10));
  screen.clear();

  assertEquals(terminal.lines, ["said", ""]);
  assertEquals(terminal.cursorLine, "|");
});

Deno.test("Screen.update() finds its place again after the window got narrower", () => {
  let columns = 20;
  const wide = new FakeTerminal(20);
  const written: string[] = [];
  const screen = new Screen((text) => {
    written.push(text);
    if (columns === 20) wide.write(text);
  }, () => ({ columns, rows: 24 }));
  screen.update([], stack([rowOf("123456789012345", 20)], typed("x|")));
  columns = 10; // the terminal has made two rows of the first
  screen.update([], typed("x|", 10));

  assertEquals(written[1]?.includes("\r\x1b[2A\x1b[J"), true);
});

Deno.test("rowOf() cuts a text to the width and makes it safe", () => {
  assertEquals(rowOf("abcdef", 5), { text: "abcd", width: 4 });
  assertEquals(rowOf("世界世", 6), { text: "世界", width: 4 });
  assertEquals(rowOf("\x1b[2J", 80).text, "\\x1b[2J");
});

function open(columns: number, rows = 24) {
  const terminal = new FakeTerminal(columns);
  const size = () => ({ columns, rows });
  const screen = new Screen((text) => terminal.write(text), size);
  return { terminal, screen };
}

/** Lays out a line in which `|` is the cursor. */
function typed(text: string, columns = 20) {
  const line = { text: text.replace("|", ""), cursor: text.indexOf("|") };
  return layOut("> ", line, columns);
}
