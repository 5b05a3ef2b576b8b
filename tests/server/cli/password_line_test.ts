import { assertEquals } from "@std/assert";
import {
  NO_PASSWORD,
  typePassword,
} from "../../../server/cli/password_line.ts";

/** Keys, and what is typed then. */
const TYPED: readonly (readonly [keys: string, text: string])[] = [
  ["pass word\r", "pass word"],
  ["pass\n", "pass"],
  ["pasx\x7fs\bs\r", "pass"],
  ["\x7f\x7fa\r", "a"],
  ["wrong\x15right\r", "right"],
  ["\u00e9\x7f\u00e4\r", "\u00e4"],
  ["a\x01\t\x1bb\r", "ab"],
  ["a\x04b\r", "ab"],
  ["done\rand more", "done"],
];

for (const [keys, text] of TYPED) {
  Deno.test(`typePassword() takes ${JSON.stringify(keys)} however it is cut`, () => {
    for (let cut = 0; cut <= keys.length; cut++) {
      const before = typePassword(NO_PASSWORD, keys.slice(0, cut));
      const typed = typePassword(before, keys.slice(cut));
      assertEquals(typed.kind === "done" ? typed.text : typed.kind, text);
    }
  });
}

Deno.test("typePassword() is cancelled by Ctrl-C, and by Ctrl-D where nothing is typed", () => {
  for (const keys of ["abc\x03", "\x04", "a\x7f\x04"]) {
    assertEquals(typePassword(NO_PASSWORD, keys).kind, "cancelled");
  }
  assertEquals(typePassword(NO_PASSWORD, "abc").kind, "open");
});
