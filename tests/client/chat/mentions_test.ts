import { assertEquals } from "@std/assert";
import { findPeople, NameFinder } from "../../../client/chat/mentions.ts";
import { markText } from "../../../client/view/text_marker.ts";

Deno.test("NameFinder.find() finds a name as a word, in any case", () => {
  const found = (name: string, text: string) =>
    new NameFinder(name).find(text).map(({ start }) => start);

  assertEquals(found("ada", "ada: hi"), [0]);
  assertEquals(found("ada", "hi ADA, and @ada!"), [3, 13]);
  assertEquals(found("ada", "adam, nevada, ada1, _ada, adä"), []);
  assertEquals(found("ada", "(ada) ada's ada-like"), [1, 6]);
  assertEquals(found("a[b]^c", "is a[b]^c here? axb^c"), [3]);
  assertEquals(found("a.c", "abc"), []);
  assertEquals(found("", "anything"), []);
});

Deno.test("NameFinder.find() finds nobody in addresses, paths, values and longer words", () => {
  const texts = [
    "https://github.com/ada/tool",
    "see https://example.org/?q=1,ada and ssh://x,ada",
    "www.example.org/,ada",
    "ada@example.org",
    "ada.lovelace@example.org",
    "me+ada@example.org",
    "x@ada",
    "ada-lovelace, anna-ada",
    "ada.md, foo.ada, node/ada, /home/ada, ~ada, C:\\ada\\x, ada/tool",
    "user=ada ada=1 #ada $ada ada:8080",
    "ada\u0308",
  ];
  for (const text of texts) {
    assertEquals(new NameFinder("ada").find(text), [], text);
    assertEquals(findPeople(text, (name) => name === "ada"), [], text);
  }
  assertEquals(new NameFinder("t").find("don't, don\u2019t"), []);
  assertEquals(new NameFinder("l").find("l'eau"), []);
});

Deno.test("NameFinder.find() finds a name that is called, whatever stands beside it", () => {
  const texts = [
    "ada, ada: ada. ada! ada? ada's",
    '@ada (ada) [ada] "ada" *ada* ada...',
    "well...ada d'ada -ada ada; ada,bob:ada",
  ];
  for (const text of texts) {
    const count = text.split("ada").length - 1;
    assertEquals(new NameFinder("ada").find(text).length, count, text);
    assertEquals(findPeople(text, (name) => name === "ada").length, count);
  }
});

Deno.test("markText() marks nobody where nobody is rung", () => {
  const me = new NameFinder("ada");
  const line = "git@host:ada/tool, bob-cat, https://bob.example, ada";
  const spans = markText(line, { me, isKnown: (name) => name === "bob" });

  assertEquals(
    spans.filter(({ style }) => style !== "plain").map(({ text }) => text),
    ["https://bob.example", "ada"],
  );
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
