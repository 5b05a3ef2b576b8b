import { assert, assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import {
  encode,
  encodeBare,
  encodeLine,
  type Payload,
  toAscii,
} from "../../../server/chat/payload.ts";
import { encodeMessage } from "../../../server/chat/entry_json.ts";
import { entryOf, SAID_AT } from "../../support/entries.ts";

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

Deno.test("encodeLine() encodes once what many get at the same time, and anew later", () => {
  const payload = { response: "info", content: "two joined" } as const;
  const line = encodeLine(payload, NOW);
  assert(encodeLine(payload, NOW) === line);
  assertNotEquals(encodeLine(payload, NOW + 1), line);
  assertNotEquals(encodeLine({ ...payload, content: "one" }, NOW), line);
});
