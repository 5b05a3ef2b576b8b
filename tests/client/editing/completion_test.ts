import { assert, assertEquals } from "@std/assert";
import {
  beginCompletion,
  completed,
  cycle,
  type Vocabulary,
} from "../../../client/editing/completion.ts";
import { NickCompletion } from "../../../client/editing/nick_completion.ts";

const WORDS: Vocabulary = {
  me: "bo",
  people: ["bob", "ben", "Cyd"],
  rooms: ["lobby", "ops"],
};

Deno.test("NickCompletion knows who is in a room that was joined, and forgets nobody who leaves one of several", () => {
  const people = new NickCompletion("ada");
  const origin = { timestamp: "", text: "" };
  people.apply({
    kind: "joined",
    ...{ ...origin, room: "ops", topic: "", role: "member", history: "all" },
    ...{ count: 2, seq: 1, duplicate: false, names: ["ada", "bob"] },
  });
  const left = { kind: "presence", timestamp: "", joined: [] } as const;
  people.apply({ ...left, room: "ops", left: ["bob"] });
  assertEquals(people.names(), ["bob"]);
  people.apply({ ...left, room: "Lobby", left: ["bob"] });
  assertEquals(people.names(), []);
});

Deno.test("NickCompletion.names() has who spoke last first, then the others by name, and never oneself", () => {
  const people = new NickCompletion("ada");
  people.present(["bea", "Ada", "bob", "cyd"]);
  people.spoke("ben");
  people.spoke("bob");
  people.left(["bea"]);

  assertEquals(people.names(), ["bob", "ben", "cyd"]);
});

Deno.test("beginCompletion() has a colon after a name at the start, and a blank elsewhere", () => {
  assertEquals(all("b"), ["bob: |", "ben: |", "bo: |"]);
  assertEquals(all("hi B"), ["hi bob |", "hi ben |", "hi bo |"]);
  assertEquals(all("hi,\nc"), ["hi,\nCyd |"]);
  assertEquals(all("@c"), ["@Cyd |"]);
  assertEquals(all("look at @b"), [
    "look at @bob |",
    "look at @ben |",
    "look at @bo |",
  ]);
});

Deno.test("beginCompletion() proposes oneself last", () => {
  assertEquals(all("bo").at(-1), "bo: |");
  assertEquals(all("bo").at(0), "bob: |");
});

Deno.test("beginCompletion() first fills in what all candidates have in common", () => {
  const words = { ...WORDS, people: ["annika", "Anna", "bob"] };

  assertEquals(all("a", words), ["ann|", "annika: |", "Anna: |"]);
  assertEquals(all("hi an", words), ["hi ann|", "hi annika |", "hi Anna |"]);
  assertEquals(all("ann", words), ["annika: |", "Anna: |"]);
});

Deno.test("cycle() goes around in both directions", () => {
  const words = { ...WORDS, people: ["annika", "anna"] };
  const prefix = beginCompletion(typed("a"), words);
  assert(prefix);

  assertEquals(completed(cycle(prefix, -1)).text, "anna: ");
  assertEquals(completed(cycle(prefix, 1)).text, "annika: ");
  assertEquals(completed(cycle(cycle(prefix, 1), -1)).text, "anna: ");
});

Deno.test("beginCompletion() completes rooms and commands", () => {
  assertEquals(all("#"), ["#lobby |", "#ops |"]);
  assertEquals(all("see #o"), ["see #ops |"]);
  assertEquals(all("/he"), ["/help |"]);
  assertEquals(all("/H"), ["/help |", "/history |"]);
  assertEquals(all("say /he"), []);
  assertEquals(all("//he"), []);
});

Deno.test("beginCompletion() knows from the table what the arguments of a command are", () => {
  assertEquals(all("/help hi"), ["/help history |"]);
  assertEquals(all("/history 1"), []);
  assertEquals(all("/names b"), []);
  assertEquals(all("/search b").at(0), "/search bob |");
  assertEquals(all("/search many words and c"), [
    "/search many words and Cyd |",
  ]);
  assertEquals(all("/unknown c"), ["/unknown Cyd |"]);
});

Deno.test("beginCompletion() has nothing for nothing, and for what nobody is called", () => {
  assertEquals(all(""), []);
  assertEquals(all("hi "), []);
  assertEquals(all("x"), []);
  assertEquals(all("https://b"), []);
});

Deno.test("completed() leaves what stands behind the cursor, and puts no second blank", () => {
  const line = { text: "hi c you", cursor: 4 };
  const completion = beginCompletion(line, WORDS);
  assert(completion);

  assertEquals(completed(completion), { text: "hi Cyd you", cursor: 6 });
});

function typed(text: string) {
  return { text, cursor: text.length };
}

/** What Tab gives, one after the other until it is around. */
function all(text: string, words: Vocabulary = WORDS): string[] {
  const first = beginCompletion(typed(text), words);
  if (!first) return [];
  const found = [];
  let each = first;
  const count = first.candidates.length - Math.min(0, first.at);
  for (let at = 0; at < count; at++, each = cycle(each, 1)) {
    const { text, cursor } = completed(each);
    found.push(`${text.slice(0, cursor)}|${text.slice(cursor)}`);
  }
  return found;
}
