import { assertEquals } from "@std/assert";
import { foldText } from "../../../server/log/folded_text.ts";
import { indexTerms, tokensOf } from "../../../server/log/tokenizer.ts";

/** A text, and its pieces. */
const CASES: readonly (readonly [string, string])[] = [
  ["", ""],
  [" \t\n.,;\"'()*", ""],
  ["Hello, WORLD!", "hello world"],
  ["it's snake_case and kebab-case", "it s snake case and kebab case"],
  ["version 2.10", "version 2 10"],
  ["ﬁle ①", "file 1"],
  ["привет Мир", "привет мир"],
  ["日本語です ok", "日本語です ok"],
  ["サーバーdown", "サーバー down"],
  ["down中", "down 中"],
  ["한국어 말", "한국어 말"],
  ["नमस्ते", "नमस्ते"],
  ["good👍🏽morning ❤️", "good 👍 morning ❤"],
  ["🇩🇪🇫🇷", "🇩🇪 🇫🇷"],
  ["§mark ¶mark", "mark mark"],
];

for (const [text, pieces] of CASES) {
  Deno.test(`tokensOf() finds "${pieces}" in ${JSON.stringify(text)}`, () => {
    const tokens = tokensOf(foldText(text));
    assertEquals(tokens.map(({ text }) => text).join(" "), pieces);
  });
}

Deno.test("tokensOf() takes an asterisk for any end where a word ends with it", () => {
  const kinds = (text: string) =>
    tokensOf(foldText(text)).map(({ kind, text }) => `${kind} ${text}`);
  assertEquals(kinds("rele* next"), ["beginning rele", "word next"]);
  assertEquals(kinds("ｒｅｌｅ＊"), ["beginning rele"]);
  assertEquals(kinds("*rele"), ["word rele"]);
  assertEquals(kinds("rel*ease"), ["word rel", "word ease"]);
  assertEquals(kinds("上海*"), ["run 上海"]);
});

Deno.test("indexTerms() has words, signs, and the pairs of scripts without blanks", () => {
  const terms = [...indexTerms(foldText("Say 上海海 to a, A and 👍"))];
  assertEquals(terms, [
    "say",
    "上海",
    "海海",
    "海",
    "to",
    "a",
    "and",
    "👍",
  ]);
});
