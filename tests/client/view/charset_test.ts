import { assertEquals } from "@std/assert";
import { ASCII, charsetOf, UNICODE } from "../../../client/view/charset.ts";

Deno.test("charsetOf() is Unicode where the locale says UTF-8", () => {
  assertEquals(charsetOf({ LANG: "sv_SE.UTF-8" }, "linux"), UNICODE);
  assertEquals(charsetOf({ LANG: "C.utf8" }, "linux"), UNICODE);
  assertEquals(charsetOf({ LC_ALL: "C", LANG: "C.UTF-8" }, "linux"), ASCII);
  assertEquals(charsetOf({ LC_CTYPE: "sv_SE.UTF-8" }, "linux"), UNICODE);
  assertEquals(charsetOf({ LANG: "sv_SE.ISO-8859-1" }, "linux"), ASCII);
  assertEquals(charsetOf({}, "linux"), ASCII);
  assertEquals([charsetOf({}, "darwin"), charsetOf({}, "windows")], [
    UNICODE,
    UNICODE,
  ]);
});

Deno.test("ASCII lets nothing else through, since bytes of UTF-8 are controls there", () => {
  assertEquals(ASCII.safe("Åsa är här: 世 👍 ½"), "Asa ar har: ? ? 1/2");
  assertEquals(
    ASCII.safe("a – b — c… “d” ‘e’ «f» → g • h · i ≠ “ß” €5 don’t −1"),
    'a - b -- c... "d" \'e\' "f" -> g * h * i != "ss" EUR5 don\'t -1',
  );
  assertEquals(
    ASCII.safe("Łódź smørrebrød ﬁne №5"),
    "Lodz smorrebrod fine No5",
  );
  assertEquals(ASCII.safe("\x1b[2J\u009b"), "\\x1b[2J\\x9b");
  assertEquals(ASCII.safeName("b\u200döb"), "b\\u200dob");
  const own = [ASCII.ellipsis, ASCII.rule, ASCII.dot, ASCII.lineBreak];
  assertEquals(own.every((sign) => /^[ -~]+$/.test(sign)), true);
});

Deno.test("UNICODE keeps what people write, and shows what cannot be seen in names", () => {
  const text = "Åsa 👩‍👩‍👧 नमस्ते";

  assertEquals(UNICODE.safe(text), text);
  assertEquals(UNICODE.safe("a\u202eb\u200bc"), "a\\u202eb\\u200bc");
  assertEquals(UNICODE.safeName("b\u200do\u3164b"), "b\\u200do\\u3164b");
});
