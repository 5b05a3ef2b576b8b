import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Entry } from "../../../server/log/log.ts";
import {
  Batch,
  encode,
  encodeBare,
  encodeLine,
  encodeMessage,
  type Payload,
  toAscii,
} from "../../../server/chat/payload.ts";
import { entriesOf, entryOf, SAID_AT } from "../../support/entries.ts";

const NOW = SAID_AT + 5;
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Payloads, and what a client reads. */
const PAYLOADS: readonly (readonly [payload: Payload, read: object])[] = [
  [{ response: "info", content: "x" }, { response: "info", content: "x" }],
  [
    { response: "error", content: "no", code: "rate", id: "1" },
    { response: "error", content: "no", code: "rate", id: "1" },
  ],
  [
    { response: "info", content: "å 🎉 \u2028", fields: { seq: 1, a: null } },
    { response: "info", content: "å 🎉 \u2028", seq: 1, a: null },
  ],
  [{ response: "info" }, { response: "info" }],
  [
    {
      response: "history",
      page: { json: '["å"]', bytes: new TextEncoder().encode('["å"]') },
      fields: { more: true },
      id: "h",
    },
    { response: "history", content: ["å"], more: true, id: "h" },
  ],
];

for (const [payload, read] of PAYLOADS) {
  Deno.test(`encode() and encodeLine() say ${JSON.stringify(read)}`, () => {
    const head = { timestamp: "2026-11-22T13:00:00.005Z", sender: "server" };
    const json = encode(payload, NOW);
    assertEquals(JSON.parse(json), { ...head, ...read });
    assertEquals(decode(encodeLine(payload, NOW)), json + "\n");
  });
}

Deno.test("encodeMessage() is the JSON of a message payload, whatever is in it", () => {
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.string());
  const time = fc.integer({ min: 0, max: 4e12 });
  fc.assert(
    fc.property(text, text, text, time, (text, author, room, time) => {
      const entry = entryOf(7, { text, author, target: { room }, time });
      assertEquals(JSON.parse(encodeMessage(entry)), {
        timestamp: new Date(time).toISOString(),
        sender: author,
        response: "message",
        content: text,
        seq: 7,
        room,
      });
    }),
  );
});

Deno.test("toAscii() changes how JSON is written, not what it says", () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.string({ unit: "binary" }),
      (value, text) => {
        const json = JSON.stringify([value, text]);
        const ascii = toAscii(json);
        // deno-lint-ignore no-control-regex -- all of ASCII is meant
        assert(/^[\x00-\x7f]*$/.test(ascii));
        assertEquals(JSON.parse(ascii), JSON.parse(json));
      },
    ),
  );
  assertEquals(toAscii('"å🎉\x7f"'), '"\\u00e5\\ud83c\\udf89\x7f"');
});

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

Deno.test("Batch gives every reader all messages but its own, in lines and one by one", () => {
  fc.assert(
    fc.property(ENTRIES, (entries) => {
      const batch = new Batch(entries, 0);
      for (const key of ["ada", "bob", "eve", "tostring", "nobody", ""]) {
        const lines = batch.linesFor(key).map(decode).join("");
        assertEquals(lines, expected(entries, key), key);
        const texts = batch.textsFor(key, "lines").map((text) => text + "\n")
          .join("");
        assertEquals(texts, expected(entries, key), key);
      }
    }),
    { numRuns: 1000 },
  );
});

Deno.test("Batch gives the same bytes to all who said nothing in it", () => {
  const batch = new Batch(entriesOf(1, 3), 0);
  const [one] = batch.linesFor("bob");
  const [other] = batch.linesFor("eve");
  assert(one === other);
  assert(one !== undefined && one.length > 0);
});

Deno.test("Batch gives the authors pieces of the same bytes, not copies", () => {
  const entries = [entryOf(1), entryOf(2, { author: "bob" }), entryOf(3)];
  const batch = new Batch(entries, 0);
  const [whole] = batch.linesFor("eve");
  const pieces = batch.linesFor("bob");
  assertEquals(pieces.length, 2);
  assert(pieces.every(({ buffer }) => buffer === whole?.buffer));
  assertEquals(batch.linesFor("ada").length, 1);
});

Deno.test("Batch gives nothing to who said all of it", () => {
  const batch = new Batch(entriesOf(1, 3), 0);
  assertEquals([batch.linesFor("ada"), batch.textsFor("ada", "bare")], [
    [],
    [],
  ]);
});

Deno.test("Batch.textsFor() leaves out for legacy readers what is no string, for all alike", () => {
  const batch = new Batch([entryOf(7, { text: "æ" })], 0);
  const [text = ""] = batch.textsFor("bob", "legacy");
  assertEquals(JSON.parse(text), {
    timestamp: new Date(SAID_AT).toISOString(),
    sender: "ada",
    response: "message",
    content: "æ",
    room: "lobby",
  });
  assert(/^[\x20-\x7e]+$/.test(text), text);
  assert(batch.textsFor("bob", "legacy") === batch.textsFor("eve", "legacy"));
});

Deno.test("encodeBare() leaves out for legacy readers what is no string, but not from an answer with an id", () => {
  const payload = {
    response: "info",
    fields: { seq: 1, room: "a", x: null },
  } as const;
  const keysOf = (text: string) => Object.keys(JSON.parse(text)).slice(3);
  assertEquals(keysOf(encodeBare(payload, "legacy", NOW)), ["room"]);
  assertEquals(keysOf(encodeBare(payload, "bare", NOW)), ["seq", "room", "x"]);
  assertEquals(keysOf(encodeBare({ ...payload, id: "1" }, "legacy", NOW)), [
    "id",
    "seq",
    "room",
    "x",
  ]);
});
