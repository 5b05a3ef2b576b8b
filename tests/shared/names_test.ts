import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { checkName, foldName, MAX_NAME_LENGTH } from "../../shared/names.ts";
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
