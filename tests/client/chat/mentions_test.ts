import { assertEquals } from "@std/assert";
import { findPeople, NameFinder } from "../../../client/chat/mentions.ts";
import { markText } from "../../../client/view/text_marker.ts";

Deno.test("NameFinder.find() finds a name as a word, in any case", () => {
  const found = (name: string, text: string) =>
    new NameFinder(name).find(text).map(({ start }) => start);

  assertEquals(found("ada", "ada: hi"), [0]);
  assertEquals(found("ada", "hi ADA, and @ada!"), [3, 13]);
  assertEquals(found("ada", "adam, nevada, ada1, _ada, adä"), []);
  assertEquals(found("ada", "(ada) ada's ada-like"), [1, 6, 12]);
  assertEquals(found("a[b]^c", "is a[b]^c here? axb^c"), [3]);
  assertEquals(found("a.c", "abc"), []);
  assertEquals(found("", "anything"), []);
});

Deno.test("findPeople() finds those who are known", () => {
  const known = new Set(["bob", "cyd"]);
  const found = findPeople("Bob and cyd, bobby", (name) => known.has(name));

  assertEquals(found.map(({ name }) => name), ["Bob", "cyd"]);
});

Deno.test("markText() marks oneself, others and addresses, and no name within an address", () => {
  const me = new NameFinder("ada");
  const line = "Ada, ask bob at https://bob.example/ada now";
  const spans = markText(line, { me, isKnown: (name) => name === "bob" });

  assertEquals(spans.map(({ text, style }) => [text, style]), [
    ["Ada", "mention"],
    [", ask ", "plain"],
    ["bob", "name"],
    [" at ", "plain"],
    ["https://bob.example/ada", "link"],
    [" now", "plain"],
  ]);
  assertEquals(spans.map(({ text }) => text).join(""), line);
  assertEquals(me.isIn(line), true);
  assertEquals(me.isIn("adam"), false);
});
