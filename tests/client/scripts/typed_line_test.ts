import { assertEquals } from "@std/assert";
import { describeKeys } from "../../../client/editing/key_bindings.ts";
import { type Key, KeyReader } from "../../../client/editing/keys.ts";
import { MAX_LINE } from "../../../client/editing/line.ts";
import {
  echoOf,
  pressIn,
  shownLine,
  TYPED_KEYS,
} from "../../../client/scripts/typed_line.ts";
import { ASCII, UNICODE } from "../../../client/view/charset.ts";
import { readProjectFile } from "../../support/source_files.ts";

const named = (name: string): Key => ({ kind: "key", name });
const typed = (text: string): Key => ({ kind: "text", text });

function after(text: string, bytes: string): string {
  const keys = new KeyReader().push(new TextEncoder().encode(bytes), 0);
  return keys.reduce((line, key) => {
    const step = pressIn(line, key);
    return step.kind === "edited" ? step.text : line;
  }, text);
}

Deno.test("pressIn() does what each key of its table says, by the bytes terminals send", () => {
  assertEquals(after("", "naïve 日本"), "naïve 日本");
  assertEquals(after("日本", "\x7f"), "日");
  assertEquals(after("ae\u0301", "\b"), "a");
  assertEquals(after("", "\x7f"), "");
  assertEquals(after("one two", "\x17"), "one ");
  assertEquals(after("one two", "\x15"), "");
  // No key of this line: as before, and nothing of it is text.
  assertEquals(after("one", "\x1b[A\x1b[D\x01\x1b[3~"), "one");
});

Deno.test("pressIn() ends a line with Enter, and all with Ctrl-D on an empty one", () => {
  assertEquals(pressIn("one", named("Enter")).kind, "entered");
  assertEquals(pressIn("", named("Ctrl-D")).kind, "ended");
  assertEquals(pressIn("one", named("Ctrl-D")).kind, "nothing");
  assertEquals(pressIn("one", named("Ctrl-R")).kind, "show");
});

Deno.test("pressIn() takes a marked paste as one line, and nothing that does not fit", () => {
  const paste: Key = { kind: "paste", text: "a\nb", left: 0 };
  assertEquals(pressIn("", paste), {
    kind: "edited",
    text: "a\nb",
    isFull: false,
  });
  const full = "x".repeat(MAX_LINE);
  assertEquals(pressIn(full, typed("y")), {
    kind: "edited",
    text: full,
    isFull: true,
  });
});

Deno.test("docs/terminal.md names every key of TYPED_KEYS as it is", async () => {
  const page = (await readProjectFile("docs/terminal.md")).replace(/ +/g, " ");
  const rows = TYPED_KEYS.map((key) =>
    `| ${describeKeys(key)} | ${key.summary} |`
  );
  assertEquals(rows.filter((row) => !page.includes(row)), []);
});

Deno.test("shownLine() is one row of what the terminal has", () => {
  assertEquals(shownLine("a\nb", UNICODE), "a⏎b");
  assertEquals(shownLine("a\nè", ASCII), "a\\ne");
});

Deno.test("echoOf() adds, takes back by cells, and never over the edge of a row", () => {
  assertEquals(echoOf("ab", "abc", 80), "c");
  assertEquals(echoOf("abc", "ab", 80), "\b \b");
  assertEquals(echoOf("a日", "a", 80), "\b \b\b \b");
  assertEquals(echoOf("e", "é", 80), "\b \bé");
  assertEquals(echoOf("0123456789a", "0123456789", 10), "\b \b");
  assertEquals(echoOf("0123456789a", "012345678", 10), undefined);
  // At the edge it is up to the terminal where the cursor is.
  assertEquals(echoOf("0123456789", "012345678", 10), undefined);
});
