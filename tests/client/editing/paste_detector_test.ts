import { assertEquals } from "@std/assert";
import { PasteDetector } from "../../../client/editing/paste_detector.ts";

Deno.test("PasteDetector takes what follows a paste within 50 ms for more of it", () => {
  const paste = new PasteDetector();
  assertEquals(paste.read("one\ntwo\n", 1000)?.text, "one\ntwo\n");
  assertEquals(paste.read("three", 1050)?.text, "\nthree");
  assertEquals(paste.read("four", 1100)?.text, "four");
  assertEquals(paste.read("five", 1151), undefined);
});

Deno.test("PasteDetector takes a key, or a line that was typed, for no paste", () => {
  const paste = new PasteDetector();
  assertEquals(paste.read("one\r", 0), undefined);
  assertEquals(paste.read("one\ntwo\x1b[A", 0), {
    read: "one\ntwo",
    text: "one\ntwo",
  });
  assertEquals(paste.read("\x1b[A", 1), undefined);
  assertEquals(paste.read("a", 2), undefined);
});
