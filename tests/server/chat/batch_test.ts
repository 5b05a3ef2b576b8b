import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { Batch, type Recipient } from "../../../server/chat/batch.ts";
import { encodeMessage } from "../../../server/chat/entry_json.ts";
import type { Entry } from "../../../server/log/log.ts";
import {
  identityOf,
  ownEntriesOf as entriesOf,
  ownEntryOf as entryOf,
  SAID_AT,
} from "../../support/entries.ts";

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const ALL = [1, 2, 3];

/** Somebody who has sent these messages itself. */
function reader(name: string, sent: readonly number[] = []): Recipient {
  const identity = identityOf(name);
  return { identity, sent, knowsOwnIds: false, dialect: "rooms" };
}

/** Entries of a few people in some order, with texts of any length in bytes. */
const ENTRIES = fc.array(
  fc.record({
    author: fc.constantFrom("Ada", "ada", "bob", "eve", "toString"),
    text: fc.string({ unit: "grapheme" }),
  }),
  { minLength: 1, maxLength: 12 },
).map((all) => all.map((fields, n) => entryOf(n + 1, fields)));

function expected(entries: readonly Entry[], key: string): string {
  return entries.filter(({ author }) => author.toLowerCase() !== key)
    .map((entry) => encodeMessage(entry) + "\n").join("");
}

Deno.test("Batch gives every reader all messages but those it sent, in lines and one by one", () => {
  fc.assert(
    fc.property(ENTRIES, (entries) => {
      const batch = new Batch(entries);
      const sent = entries.map(({ seq }) => seq);
      for (const key of ["ada", "bob", "eve", "tostring", "nobody", ""]) {
        const lines = batch.linesFor(reader(key, sent)).map(decode).join("");
        assertEquals(lines, expected(entries, key), key);
        const texts = batch.textsFor(reader(key, sent), "lines").map((text) =>
          text + "\n"
        )
          .join("");
        assertEquals(texts, expected(entries, key), key);
      }
    }),
    { numRuns: 1000 },
  );
});

Deno.test("Batch gives the same bytes to all who said nothing in it", () => {
  const batch = new Batch(entriesOf(1, 3));
  const [one] = batch.linesFor(reader("bob"));
  const [other] = batch.linesFor(reader("eve"));
  assert(one === other);
  assert(one !== undefined && one.length > 0);
});

Deno.test("Batch gives the authors pieces of the same bytes, not copies", () => {
  const entries = [entryOf(1), entryOf(2, { author: "bob" }), entryOf(3)];
  const batch = new Batch(entries);
  const [whole] = batch.linesFor(reader("eve"));
  const pieces = batch.linesFor(reader("bob", ALL));
  assertEquals(pieces.length, 2);
  assert(pieces.every(({ buffer }) => buffer === whole?.buffer));
  assertEquals(batch.linesFor(reader("ada", ALL)).length, 1);
});

Deno.test("Batch cuts lines where they end, however many bytes more than characters they have", () => {
  for (const text of ["a", "å", "åb\u{1f600}"]) {
    const entries = [entryOf(1, { text }), entryOf(2, { author: "bob" })];
    const batch = new Batch([...entries, entryOf(3)]);
    const pieces = batch.linesFor(reader("bob", [2])).map(decode);
    const expected = [entryOf(1, { text }), entryOf(3)]
      .map((entry) => `${encodeMessage(entry)}\n`);
    assertEquals(pieces, expected);
  }
});

Deno.test("Batch gives nothing to who said all of it", () => {
  const batch = new Batch(entriesOf(1, 3));
  assertEquals([
    batch.linesFor(reader("ada", ALL)),
    batch.textsFor(reader("ada", ALL), "bare"),
  ], [
    [],
    [],
  ]);
});

Deno.test("Batch.textsFor() leaves out for legacy readers what is no string, for all alike", () => {
  const batch = new Batch([entryOf(7, { text: "æ" })]);
  const [text = ""] = batch.textsFor(reader("bob"), "legacy");
  assertEquals(JSON.parse(text), {
    timestamp: new Date(SAID_AT).toISOString(),
    sender: "ada",
    response: "message",
    content: "æ",
    room: "lobby",
  });
  assert(/^[\x20-\x7e]+$/.test(text), text);
  assert(
    batch.textsFor(reader("bob"), "legacy") ===
      batch.textsFor(reader("eve"), "legacy"),
  );
});

Deno.test("Batch shows what the same person sent over another connection, with its id to programs that know", () => {
  const entries = [
    entryOf(1, { author: "Bob", id: "here" }),
    entryOf(2, { author: "bob", id: "else.where" }),
    entryOf(3),
  ];
  const batch = new Batch(entries);
  const bob = { ...reader("bob", [1]), knowsOwnIds: true };
  const own = encodeMessage(entryOf(2, { author: "bob" }))
    .replace(/}$/, ',"own_id":"else.where"}');
  const rest = encodeMessage(entryOf(3));
  assertEquals(
    batch.linesFor(bob).map(decode).join(""),
    `${own}\n${rest}\n`,
  );
  assertEquals(batch.textsFor(bob, "bare"), [own, rest]);
  const old = reader("bob", [1]);
  assertEquals(
    batch.textsFor(old, "bare"),
    batch.textsFor(reader("eve"), "bare").slice(1),
  );
  const eve = { ...reader("eve"), knowsOwnIds: true };
  assert(!batch.linesFor(eve).map(decode).join("").includes("own_id"));
});

Deno.test("Batch knows its oldest and its newest seq", () => {
  const { first, last } = new Batch(entriesOf(5, 9));
  assertEquals([first, last], [5, 9]);
});
