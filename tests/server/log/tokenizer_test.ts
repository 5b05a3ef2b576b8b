import { assertEquals } from "@std/assert";
import { tokenize } from "../../../server/log/tokenizer.ts";

const CASES: readonly (readonly [string, string])[] = [
  ["", ""],
  [" \t\n.,;\"'()*", ""],
  ["Hello, WORLD!", "hello world"],
  ["it's snake_case and kebab-case", "it s snake case and kebab case"],
  ["version 2.10", "version 2 10"],
  ["Straße ÉCOLE e\u0301cole", "straße école école"],
  ["ﬁle ①", "file 1"],
  ["привет Мир", "привет мир"],
  ["日本語です ok", "日 本 語 で す ok"],
  ["한국어 말", "한국어 말"],
  ["नमस्ते", "नमस्ते"],
  ["good👍🏽morning ❤️", "good 👍 morning ❤"],
  ["🇩🇪🇫🇷", "🇩🇪 🇫🇷"],
  ["§mark ¶mark", "mark mark"],
];

for (const [text, words] of CASES) {
  Deno.test(`tokenize() finds "${words}" in ${JSON.stringify(text)}`, () => {
    assertEquals(tokenize(text).join(" "), words);
  });
}
