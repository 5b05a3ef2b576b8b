/**
 * What every log promises about a search in the scripts of the world.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { foundIn } from "../support/found_in.ts";
import type { LogTest } from "./log_contract.ts";

/** A text, what finds it, and what does not. */
export interface ScriptCase {
  readonly text: string;
  readonly found: readonly string[];
  readonly others?: readonly string[];
}

/** Each says what a person of that script expects. */
export const SCRIPT_CASES: readonly ScriptCase[] = [
  // No blanks between words: any part is found, in its order.
  { text: "ฉันกินข้าวแล้ว", found: ["กิน", "ข้าว", "กินข้าว"], others: ["ข้าวกิน"] },
  { text: "ຂ້ອຍກິນເຂົ້າແລ້ວ", found: ["ກິນ", "ເຂົ້າ"] },
  { text: "ကျွန်တော်ထမင်းစားပြီးပြီ", found: ["ထမင်း", "စား"] },
  { text: "ខ្ញុំញ៉ាំបាយហើយ", found: ["បាយ", "ញ៉ាំ"] },
  {
    text: "안녕하세요 여러분",
    found: ["안녕", "여러분", "세요"],
    others: ["요하"],
  },
  { text: "サーバーdownしました", found: ["down", "サーバー", "ｻｰﾊﾞｰ", "DOWN"] },
  { text: "明天去上海", found: ["上海", "海", "明天 上海", "上海 明天"] },
  { text: "海上有船", found: ["海上", "有船"], others: ["上海"] },
  { text: "𠮷野家で", found: ["𠮷野家", "𠮷", "野家"], others: ["家野"] },
  { text: "がっこう", found: ["が", "がっこう"], others: ["か", "かっこう"] },
  // Spellings of one word.
  { text: "café au lait", found: ["cafe", "CAFÉ", "cafe\u0301"] },
  { text: "cafe noir", found: ["café"] },
  { text: "die Straße", found: ["strasse", "STRASSE", "straße", "STRAẞE"] },
  { text: "große Strasse", found: ["straße"] },
  { text: "İstanbul", found: ["istanbul", "ISTANBUL", "İSTANBUL"] },
  { text: "istanbul", found: ["İstanbul"] },
  { text: "ISPARTA", found: ["ısparta", "isparta"] },
  { text: "ΟΔΟΣ ΟΔΥΣΣΕΥΣ", found: ["οδός", "οδοσ", "Οδυσσεύς"] },
  { text: "Łódź, Ærø", found: ["lodz", "aero", "łódź"] },
  { text: "ёлка", found: ["елка", "Ёлка"] },
  { text: "мой", found: ["МОЙ"], others: ["мои"] },
  { text: "كِتَابٌ جَدِيد", found: ["كتاب", "جديد", "كتـاب"] },
  { text: "שָׁלוֹם", found: ["שלום"] },
  { text: "हिन्दी में लिखो", found: ["हिन्दी", "में"], others: ["ह", "हन"] },
  { text: "ＡＢＣ １２３", found: ["abc", "123"] },
  { text: "soft\u00adhyphen and ﬁle", found: ["softhyphen", "file"] },
  { text: "good 👍🏽 ❤️ 🇩🇪🇫🇷", found: ["👍", "❤", "🇫🇷"], others: ["🇪🇫"] },
];

/** Registers them. */
export function testLogScripts(test: LogTest): void {
  for (const { text, found, others = [] } of SCRIPT_CASES) {
    test(`finds ${found.join(", ")} in ${text}`, async (log, witness) => {
      await witness.say(log, { text });
      const find = async (words: string) => {
        const conversations = [{ key: "lobby" }];
        return (await foundIn(log, { words, conversations, limit: 9 })).length;
      };
      for (const words of [text, ...found]) {
        assertEquals(await find(words), 1, words);
      }
      for (const words of others) assertEquals(await find(words), 0, words);
    });
  }

  test(
    "finds words by their beginnings, which an asterisk says",
    async (log, witness) => {
      const texts = [
        "release on Friday",
        "Relevé",
        "relay",
        "the bare release",
      ];
      await witness.sayAll(log, texts.map((text) => ({ text })));
      const find = async (words: string) => {
        const conversations = [{ key: "lobby" }];
        const found = await foundIn(log, { words, conversations, limit: 9 });
        return found.map(({ seq }) => seq);
      };
      assertEquals(await find("rele*"), [1, 2, 4]);
      assertEquals(await find("RELE* fri*"), [1]);
      assertEquals(await find("r*"), [1, 2, 3, 4]);
      assertEquals(await find("rele"), []);
      assertEquals(await find("*lease"), []);
      assertEquals(await find("*"), []);
      assertEquals(await find("release*"), [1, 4]);
    },
  );
}
