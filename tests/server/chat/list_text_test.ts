import { assertEquals } from "@std/assert";
import { countThatFit, joinFirst } from "../../../server/chat/list_text.ts";

const NAMES = ["ada", "bob", "eve"];
const lengthOf = (name: string) => name.length + 2;

Deno.test("countThatFit() takes all that fit exactly, and counts the rest in otherwise", () => {
  assertEquals(countThatFit(NAMES, 15, lengthOf), 3);
  assertEquals(countThatFit(NAMES, 14, lengthOf), 0);
  const many = Array.from({ length: 10 }, () => "abc");
  assertEquals(countThatFit(many, 49, lengthOf), 5);
  assertEquals(countThatFit([], 0, lengthOf), 0);
});

Deno.test("joinFirst() says how many more there are, when there are", () => {
  assertEquals(joinFirst(NAMES, 3, ", "), "ada, bob, eve");
  assertEquals(joinFirst(NAMES, 1, ", "), "ada, and 2 more");
  assertEquals(joinFirst(NAMES, 0, ", "), "and 3 more");
  assertEquals(joinFirst([], 0, ", "), "");
});
