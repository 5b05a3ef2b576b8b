import { assertEquals } from "@std/assert";
import {
  looksReserved,
  NameSkeletons,
  skeletonOf,
} from "../../../server/directory/name_skeletons.ts";

Deno.test("skeletonOf() is the same for what looks alike, as UTS 39 has it", () => {
  const alike = [
    ["paypal", "\u0440\u0430\u0443\u0440\u0430l"],
    ["scope", "\u0455\u0441\u043e\u0440\u0435"],
    ["modern", "rnodern"],
    ["\u00e9", "e\u0301"],
    ["l", "I"],
  ] as const;
  for (const [one, other] of alike) {
    assertEquals(skeletonOf(one), skeletonOf(other), `${one} ${other}`);
  }
  assertEquals(skeletonOf("ada") === skeletonOf("bob"), false);
});

Deno.test("NameSkeletons forgets a name, and no other that looks like it", () => {
  const names = new NameSkeletons();
  for (const name of ["l1", "I1"]) names.add(name);
  assertEquals(names.confusedWith("l-1"), undefined);
  assertEquals(names.confusedWith("\u0406l"), "l1");
  names.delete("l1");
  assertEquals(names.confusedWith("\u0406l"), "I1");
  names.delete("I1");
  assertEquals(names.confusedWith("\u0406l"), undefined);
});

Deno.test("NameSkeletons knows names of both grammars, whichever was added first, and which are gone", () => {
  const names = new NameSkeletons();
  for (const name of ["l1", "I1", "\u0430da"]) names.add(name);
  assertEquals(names.confusedWith("ll"), undefined);
  assertEquals(names.confusedWith("ada"), "\u0430da");
  names.delete("l1");
  assertEquals(names.confusedWith("\u0406l"), "I1");
  names.add("l1");
  names.delete("I1");
  assertEquals(names.confusedWith("\u0406l"), "l1");
  names.delete("l1");
  names.delete("\u0430da");
  for (const name of ["\u0406l", "ada"]) {
    assertEquals(names.confusedWith(name), undefined, name);
  }
});

Deno.test("looksReserved() is about names that old programs cannot choose", () => {
  assertEquals(looksReserved("\u03b1ll"), true);
  for (const name of ["a11", "alI", "\u0430\u0434\u0430"]) {
    assertEquals(looksReserved(name), false, name);
  }
});
