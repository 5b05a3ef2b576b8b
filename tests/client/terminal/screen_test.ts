import { assert, assertEquals } from "@std/assert";
import { ASCII, UNICODE } from "../../../client/view/charset.ts";
import {
  type InputRows,
  layOutInput,
} from "../../../client/view/input_rows.ts";
import type { Picture, Size } from "../../../client/view/picture.ts";
import { Screen } from "../../../client/terminal/screen.ts";
import { MODES_OFF, MODES_ON } from "../../../client/terminal/terminal.ts";
import { FakeTerminal } from "../../support/fake_terminal.ts";

const SIZE: Size = { columns: 10, rows: 3 };

Deno.test("Screen.draw() writes a picture in one write, and only once", () => {
  const { terminal, screen } = open();
  screen.draw(picture(["one", "two", "three"]));
  assertEquals(terminal.rows, ["one", "two", "three"]);
  screen.draw(picture(["one", "two", "three"]));

  assertEquals(terminal.writes, 1);
});

Deno.test("Screen.draw() writes only rows that differ, and what is gone disappears", () => {
  const { terminal, screen } = open();
  screen.draw(picture(["one", "two", "three"]));
  const before = terminal.written.length;
  screen.draw(picture(["one", "2"]));

  assertEquals(terminal.rows, ["one", "2", ""]);
  assertEquals(terminal.written.slice(before).includes("one"), false);
});

Deno.test("Screen.draw() puts the cursor where it belongs, also when nothing else changes", () => {
  const { terminal, screen } = open();
  screen.draw(picture(["one"], { row: 0, column: 3 }));
  assertEquals(terminal.cursorLine, "one|");
  screen.draw(picture(["one"], { row: 0, column: 1 }));

  assertEquals(terminal.cursorLine, "o|ne");
});

Deno.test("Screen.draw() fills a row to its last cell and leaves that there", () => {
  const { terminal, screen } = open();
  screen.draw(picture(["0123456789"]));

  assertEquals(terminal.rows[0], "0123456789");
});

Deno.test("Screen.draw() leaves nothing of a row before, however the terminal counts", () => {
  const { terminal, screen } = open();
  screen.draw(picture(["0123456789", "abcdefghij"]));
  const rows = [{ text: "1\ufe0f\u20e32\ufe0f\u20e3" }, { text: "世" }];
  screen.draw({ ...picture([]), rows });

  assertEquals(terminal.rows.slice(0, 2), [
    "1\ufe0f\u20e32\ufe0f\u20e3",
    "世",
  ]);
});

Deno.test("Screen.draw() draws everything in a window of another size", () => {
  const { terminal, screen } = open();
  screen.draw(picture(["one", "two", "three"]));
  const size = { columns: 5, rows: 2 };
  terminal.resize(size);
  screen.draw({ ...picture(["one", "two"]), size });

  assertEquals(terminal.rows, ["one", "two"]);
});

Deno.test("Screen.draw() draws everything when something else was written", () => {
  const { terminal, screen } = open();
  screen.draw(picture(["one", "two"]));
  terminal.resize(SIZE); // wiped
  screen.forget();
  screen.draw(picture(["one", "two"]));

  assertEquals(terminal.rows, ["one", "two", ""]);
});

Deno.test("Screen.ring() rings once with the next picture, in the same write", () => {
  const { terminal, screen } = open();
  screen.ring();
  screen.ring();
  assertEquals(terminal.bells, 0);
  screen.draw(picture(["one"]));
  screen.draw(picture(["two"]));

  assertEquals([terminal.bells, terminal.writes], [1, 2]);
});

Deno.test("a terminal that knows it shows each picture at once, without a cursor that runs about", () => {
  const { terminal, screen } = open();
  screen.draw(picture(["one"]));

  assertEquals(terminal.written.startsWith("\x1b[?2026h\x1b[?25l"), true);
  assertEquals(terminal.written.endsWith("\x1b[?25h\x1b[?2026l"), true);
});

Deno.test("every mode of the terminal that is switched on is switched off", () => {
  const modes = (text: string, suffix: string) =>
    [...text.matchAll(/\?(\d+)([hl])/g)]
      .filter(([, , end]) => end === suffix).map(([, mode]) => mode);

  assert(MODES_ON.includes("\x1b[>4;0m"), "modifyOtherKeys");
  assert(MODES_ON.includes("\x1b[=0u"), "CSI u");
  assertEquals(modes(MODES_OFF, "l"), ["1004", "2004", "1049"]);
  assertEquals(modes(MODES_ON, "h"), ["1049", "1007", "2004", "1004"]);
  assertEquals(modes(MODES_ON, "l"), ["7"]);
  assertEquals(modes(MODES_OFF, "h"), ["25", "7"]);
});

Deno.test("layOutInput() breaks the typed line by cells, and knows where the cursor is", () => {
  assertEquals(typed("one two three| four", 10), [
    "> one two",
    " three| fo",
    "ur",
  ]);
  assertEquals(typed("世界|世界", 8), ["> 世界", "|世界"]);
  assertEquals(typed("", 8), ["> |"]);
});

Deno.test("layOutInput() shows line breaks as such, and controls as text", () => {
  assertEquals(typed("a\nb\u202ec|", 20), ["> a⏎", "b\\u202ec|"]);
  assertEquals(typed("ä\n世|", 20, ASCII), ["> a\\n", "?|"]);
});

Deno.test("layOutInput() shows the rows around the cursor when there are too many", () => {
  assertEquals(typed("aaabbbbbcccccddddd|", 6, UNICODE, 2), [
    "ccccc",
    "ddddd|",
  ]);
  assertEquals(typed("aaa|bbbbbcccccddddd", 6, UNICODE, 2), [
    "> aaa",
    "|bbbbb",
  ]);
});

Deno.test("layOutInput() gives the line more room than a long prompt, and takes a window of one cell", () => {
  const line = { text: "abc", cursor: 3 };
  const shown = [40, 16, 10, 3, 1].map((columns) => {
    const options = { columns, maxRows: 1, charset: UNICODE };
    const { rows, cursor } = layOutInput("somebody> ", line, options);
    return [rows[0]?.text, cursor.column];
  });

  assertEquals(shown, [
    ["somebody> abc", 13],
    ["…ebody> abc", 11],
    ["> abc", 5],
    ["c", 1],
    [
      "c",
      0,
    ],
  ]);
});

function open() {
  const terminal = new FakeTerminal(SIZE);
  return { terminal, screen: new Screen((text) => terminal.write(text)) };
}

function picture(
  rows: readonly string[],
  cursor = { row: 0, column: 0 },
): Picture {
  const painted = rows.map((text) => ({ text }));
  return { size: SIZE, rows: painted, cursor };
}

/** Lays out a line in which `|` is the cursor, and shows that again. */
function typed(
  text: string,
  columns: number,
  charset = UNICODE,
  maxRows = 10,
): readonly string[] {
  const line = { text: text.replace("|", ""), cursor: text.indexOf("|") };
  const cursor = line.cursor === -1 ? 0 : line.cursor;
  const options = { columns, maxRows, charset };
  return withCursor(layOutInput("> ", { ...line, cursor }, options));
}

function withCursor({ rows, cursor }: InputRows): readonly string[] {
  return rows.map(({ text }, row) => {
    if (row !== cursor.row) return text.trimEnd();
    const terminal = new FakeTerminal({ columns: 40, rows: 1 });
    terminal.write(text + `\x1b[1;${cursor.column + 1}H`);
    return terminal.cursorLine;
  });
}
