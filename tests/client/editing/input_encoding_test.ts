import { assertEquals } from "@std/assert";
import { encodingOf } from "../../../client/editing/input_encoding.ts";

Deno.test("encodingOf() is what the locale names, the strongest variable first", () => {
  const named: readonly [locale: string, encoding: string][] = [
    ["de_DE.UTF-8", "utf-8"],
    ["C.utf8", "utf-8"],
    ["de_DE.ISO-8859-1", "windows-1252"],
    ["de_DE.iso88591", "windows-1252"],
    ["de_DE.ISO-8859-15@euro", "iso-8859-15"],
    ["de_DE@euro", "iso-8859-15"],
    ["ru_RU.KOI8-R", "koi8-r"],
    ["ru_RU.CP1251", "windows-1251"],
    ["ja_JP.eucJP", "euc-jp"],
    ["ko_KR.eucKR", "euc-kr"],
    ["zh_CN.GB18030", "gb18030"],
    ["th_TH.TIS-620", "windows-874"],
  ];
  for (const [locale, encoding] of named) {
    assertEquals(encodingOf({ LANG: locale }), encoding, locale);
    assertEquals(encodingOf({ LC_ALL: locale, LANG: "C.UTF-8" }), encoding);
    assertEquals(encodingOf({ LC_CTYPE: locale, LANG: "C.UTF-8" }), encoding);
  }
});

Deno.test("encodingOf() is UTF-8 where no encoding is named, or none that a terminal can have", () => {
  for (const LANG of ["", "C", "POSIX", "de_DE", "de_DE.xyzzy", "."]) {
    assertEquals(encodingOf({ LANG }), "utf-8", LANG);
  }
  assertEquals(encodingOf({}), "utf-8");
  assertEquals(encodingOf({ LANG: "ja_JP.ISO-2022-JP" }), "utf-8");
  assertEquals(encodingOf({ LANG: "en_US.UTF-16LE" }), "utf-8");
});
