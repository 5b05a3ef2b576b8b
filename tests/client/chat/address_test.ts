import { assertEquals } from "@std/assert";
import { addressesIn, webAddressesIn } from "../../../client/chat/address.ts";
import { NameFinder } from "../../../client/chat/mentions.ts";

const PAGE = "https://a.example/b";

Deno.test("webAddressesIn() finds addresses without what ends the sentence", () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["see https://a.example/b.", [PAGE]],
    ["(see http://a.example/b)", ["http://a.example/b"]],
    ["https://a.example/b_(c), really", ["https://a.example/b_(c)"]],
    ["HTTPS://A.EXAMPLE/?q=1&r=2#x!", ["HTTPS://A.EXAMPLE/?q=1&r=2#x"]],
    ["two: http://a.b http://c.d", ["http://a.b", "http://c.d"]],
    ["ftp://a.b xhttp://c.d http:/e.f", []],
    ["<https://a.example/>", ["https://a.example/"]],
    ["https://\u3002 https:// https://.", []],
  ];
  for (const [text, expected] of cases) {
    assertEquals(found(text), expected, text);
  }
});

Deno.test("webAddressesIn() ends an address before punctuation of East Asia, of typographers and of other scripts", () => {
  const signs = [
    ..."\u3002\u3001\u300c\u300d\u300e\u300f\u3010\u3011\u300a\u300b\u3008\u3009",
    ..."\uff0c\uff0e\uff01\uff1f\uff1a\uff1b\uff08\uff09\uff3b\uff3d\uff61\uff62\uff63\uff64",
    ..."\u2026\u201c\u201d\u2018\u2019\u201e\u201a\u00ab\u00bb\u2039\u203a\u2014\u061f\u060c\u0964",
  ];
  for (const sign of signs) {
    for (const after of ["", " and", "\u6b21\u306e\u6587", ")", "."]) {
      assertEquals(found(`see ${PAGE}${sign}${after}`), [PAGE], sign + after);
    }
  }
  assertEquals(found(`\u300c${PAGE}\u300d\u3068\uff08${PAGE}\uff09`), [
    PAGE,
    PAGE,
  ]);
  assertEquals(found(`\u201c${PAGE}\u201d, \u2018${PAGE}\u2019`), [PAGE, PAGE]);
  assertEquals(found(`${PAGE}\u2013 so`), [PAGE]);
});

Deno.test("webAddressesIn() keeps brackets that were opened in the address, and no other", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["https://en.wikipedia.example/wiki/Foo_(bar)", "(see X)"],
    ["https://en.wikipedia.example/wiki/Foo_(bar)", "see X."],
    ["https://en.wikipedia.example/wiki/Foo_(bar)_(baz)", "(X), really"],
    ["https://a.example/?q[0]=1&r={2}", "[X]"],
    ["https://a.example/b", "(X)\u3068"],
    ["https://a.example/b", "[a](X)"],
    ["https://a.example/b", "{X}."],
    ["https://a.example/b", "((X))"],
    ["https://a.example/(b", "X"],
    ["https://a.example/\u6771\u4eac_(x)", "X\u3002"],
    ["https://a.example/Rubik\u2019s", "X\u2019"],
    ["https://a.example/2001\u201302", "X"],
  ];
  for (const [address, around] of cases) {
    assertEquals(found(around.replace("X", address)), [address], around);
  }
});

Deno.test("a name behind an address of any kind is meant again", () => {
  const ada = new NameFinder("ada");
  assertEquals(ada.isIn(`${PAGE}/ada`), false);
  assertEquals(ada.isIn(`${PAGE}\u3002ada`), true);
  assertEquals(ada.isIn("www.a.example/x\u3001ada"), true);
  assertEquals(ada.isIn("mailto:ada@a.example"), false);
  assertEquals(addressesIn("git://a.b/c).").length, 1);
});

function found(text: string): readonly string[] {
  return webAddressesIn(text).map(({ start, end }) => text.slice(start, end));
}
