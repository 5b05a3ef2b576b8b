import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { countEdits, didYouMean, nearest } from "../../shared/suggestion.ts";

const WORDS = ["serve", "connect", "send", "tail", "completions", "check"];
const FLAGS = ["--port", "--host", "--history", "--history-form", "--timeout"];

/** What is typed, and what is meant; "" for nothing that is near. */
const TYPED: readonly (readonly [typed: string, meant: string])[] = [
  ["serv", "serve"],
  ["sevre", "serve"],
  ["SERVE", "serve"],
  ["conect", "connect"],
  ["conncet", "connect"],
  ["tial", "tail"],
  ["sned", "send"],
  ["comp", "completions"],
  ["--prot", "--port"],
  ["--hist", "--history"],
  ["--histroy", "--history"],
  ["--time", "--timeout"],
  ["", ""],
  ["-", ""],
  ["c", ""],
  ["co", ""],
  ["xyz", ""],
  ["dance", ""],
  ["sail the seas", ""],
  ["server-of-mine", ""],
  ["--nonsense", ""],
  ["--p", ""],
];

for (const [typed, meant] of TYPED) {
  Deno.test(`nearest() takes "${typed}" for ${meant || "nothing"}`, () => {
    const words = typed.startsWith("--") ? FLAGS : WORDS;
    assertEquals(nearest(typed, words) ?? "", meant);
  });
}

Deno.test("didYouMean() asks, or says nothing", () => {
  assertEquals(didYouMean("/quti", ["/quit"]), ': did you mean "/quit"?');
  assertEquals(didYouMean("/dance", ["/quit"]), "");
  assertEquals(didYouMean("serve", []), "");
});

Deno.test("countEdits() counts what is added, dropped, changed and swapped", () => {
  const cases: readonly (readonly [string, string, number])[] = [
    ["", "", 0],
    ["", "abc", 3],
    ["abc", "abc", 0],
    ["abc", "abxc", 1],
    ["abc", "ac", 1],
    ["abc", "axc", 1],
    ["abc", "acb", 1],
    ["ca", "abc", 3],
    ["kitten", "sitting", 3],
  ];
  for (const [a, b, edits] of cases) {
    assertEquals(countEdits(a, b), edits, `${a} ${b}`);
  }
});

Deno.test("countEdits() is a distance: none to itself, the same both ways, bounded", () => {
  const word = fc.string({ maxLength: 12 });
  fc.assert(fc.property(word, word, (a, b) => {
    const edits = countEdits(a, b);
    assertEquals(edits, countEdits(b, a));
    assertEquals(edits === 0, a === b);
    const least = Math.abs(a.length - b.length);
    const isBounded = edits >= least && edits <= Math.max(a.length, b.length);
    assertEquals(isBounded, true);
  }));
});
