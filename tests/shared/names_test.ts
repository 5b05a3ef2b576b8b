import { assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  checkName,
  checkWideName,
  foldName,
  MAX_NAME_LENGTH,
} from "../../shared/names.ts";
import { codeOf } from "../support/refused.ts";

const isLegal = (name: string) => codeOf(() => checkName(name)) === undefined;
const UNITS = [
  ..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
  ..."[\\]^_`",
];

Deno.test("checkName() takes the seed's [A-z0-9]+ to the letter", () => {
  for (let code = 0; code < 0x250; code++) {
    const name = `x${String.fromCharCode(code)}`;
    assertEquals(isLegal(name), /^[A-z0-9]+$/.test(name), JSON.stringify(name));
  }
});

Deno.test("checkName() refuses what is empty, too long, odd or reserved with bad_name", () => {
  const bad = [
    "",
    " ",
    "a b",
    "a\n",
    "\na",
    "a-b",
    "a.b",
    "å",
    "ада",
    "a\u200b",
    "a\u0301",
    "🎉",
    "a".repeat(33),
    "server",
    "Server",
    "SYSTEM",
    "admin",
    "operator",
    "ktn",
    "all",
    "everyone",
    "here",
  ];
  for (const name of bad) {
    assertEquals(codeOf(() => checkName(name)), "bad_name", name);
  }
});

Deno.test("checkName() takes names that only contain a reserved one", () => {
  const good = ["server1", "_server", "admin_", "allan", "heres", "__proto__"];
  for (const name of good) assertEquals(isLegal(name), true, name);
});

Deno.test("checkName() takes one to 32 characters", () => {
  assertEquals(MAX_NAME_LENGTH, 32);
  assertEquals([1, 32, 33].map((n) => isLegal("a".repeat(n))), [
    true,
    true,
    false,
  ]);
});

Deno.test("checkName() takes any legal characters, and nothing with another one", () => {
  const legal = fc.string({
    unit: fc.constantFrom(...UNITS),
    minLength: 9,
    maxLength: 32,
  });
  fc.assert(fc.property(legal, (name) => assertEquals(isLegal(name), true)));
  const other = fc.string({ unit: "binary", minLength: 1, maxLength: 2 })
    .filter((text) => !/^[A-z0-9]*$/.test(text));
  fc.assert(
    fc.property(legal, other, fc.nat(), (name, odd, place) => {
      const at = place % (name.length + 1);
      const spoilt = name.slice(0, at) + odd + name.slice(at);
      assertEquals(isLegal(spoilt), false, JSON.stringify(spoilt));
    }),
  );
});

Deno.test("foldName() makes case not count, and nothing else", () => {
  const name = fc.string({ unit: fc.constantFrom(...UNITS), maxLength: 32 });
  fc.assert(
    fc.property(name, name, (one, two) => {
      assertEquals(foldName(one.toUpperCase()), foldName(one));
      assertEquals(foldName(foldName(one)), foldName(one));
      const isSame = one.toLowerCase() === two.toLowerCase();
      assertEquals(foldName(one) === foldName(two), isSame);
    }),
  );
  // The pairs that IRC folds are different names here.
  assertEquals(foldName("a[") === foldName("a{"), false);
  assertEquals(new Set(["[", "\\", "]", "^", "_", "`"].map(foldName)).size, 6);
});

const isWide = (name: string) =>
  codeOf(() => checkWideName(name)) === undefined;

Deno.test("checkWideName() takes names in the scripts that people write in", () => {
  const good = [
    ...["Zo\u00eb", "\u042e\u043b\u0438\u044f", "\u674e\u96f7"],
    ...["\u3055\u304f\u3089\u3055\u3093", "\uae40\ucca0\uc218"],
    ...[
      "\u0e2a\u0e21\u0e0a\u0e32\u0e22",
      "\u0928\u092e\u0938\u094d\u0924\u0947",
    ],
    ...["\u0645\u062d\u0645\u062f", "\u05d3\u05d5\u05d3"],
    ...["\u65e5\u672ctokyo", "\ud842\udfb7\u7530", "\u0660\u0661"],
    ...["ada-l", "a.b", "a_b-c.d", "_", "__proto__", "[x]", "O\u2019Neil"],
    ...["\u674e".repeat(32), "ab\u0301c"],
  ];
  for (const name of good) assertEquals(isWide(name), true, name);
});

Deno.test("checkWideName() refuses mixed scripts, what is not in NFC, invisible or no identifier", () => {
  const bad = [
    ...["", "a b", "a\n", "server", "SERVER", "a".repeat(33)],
    ...["\u674e".repeat(33), "\u0430da", "ad\u0430", "\u03a9mega"],
    ...["\u674e\u042e", "a\u0660", "e\u0301", "\uff21da", "\u2167"],
    ...["a\u200bb", "a\u200db", "a\u00adb", "a\u202eb", "\ud83c\udf89"],
    ...["-a", "a-", ".a", "a.", "-", "'", "\u0301a", "x\u0301\u0302\u0303"],
    ...["[\u0437\u043e\u044f]", "a/b", "a@b", "a#b", "a,b", "\ud800"],
    ...["\u13a0\u13c2", "\u16a0"],
  ];
  for (const name of bad) {
    assertEquals(codeOf(() => checkWideName(name)), "bad_name", name);
  }
});

Deno.test("checkWideName() takes every name that checkName() takes", () => {
  const name = fc.string({
    unit: fc.constantFrom(...UNITS),
    minLength: 1,
    maxLength: 32,
  });
  fc.assert(
    fc.property(name, (name) => assertEquals(isWide(name), isLegal(name))),
  );
});

Deno.test("foldName() makes case not count in any script, and is what it makes", () => {
  const same = [
    ["ZO\u00cb", "zo\u00eb"],
    ["\u042e\u041b\u0418\u042f", "\u044e\u043b\u0438\u044f"],
    ["\u039f\u0394\u039f\u03a3", "\u03bf\u03b4\u03bf\u03c2"],
    ["Wei\u00df", "WEISS"],
  ] as const;
  for (const [one, other] of same) {
    assertEquals(foldName(one), foldName(other), one);
    assertEquals(foldName(foldName(one)), foldName(one), one);
  }
  assertEquals(foldName("zo\u00eb") === foldName("zoe"), false);
});
