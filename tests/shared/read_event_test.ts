import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Event } from "../../shared/event.ts";
import { readEvent } from "../../shared/read_event.ts";

const TIME = "2026-11-22T13:00:00.000Z";
const AT = Date.parse(TIME);
const HEAD = { timestamp: TIME, sender: "server" };
const ORIGIN = { timestamp: TIME, time: AT, sender: "server" };
const MESSAGE = { ...HEAD, sender: "ada", response: "message", content: "hi" };
const SAID: Event = { ...ORIGIN, kind: "message", sender: "ada", text: "hi" };

/** What a server of today sends, and what it is read as. */
const MODERN: readonly (readonly [payload: object, event: Event])[] = [
  [MESSAGE, SAID],
  [{ ...MESSAGE, seq: 7, room: "lobby" }, { ...SAID, seq: 7, room: "lobby" }],
  [{ ...MESSAGE, own_id: "m-1" }, { ...SAID, ownId: "m-1" }],
  [{ ...MESSAGE, own_id: 1 }, SAID],
  [
    { ...HEAD, response: "error", content: "no", code: "rate", id: "1" },
    { ...ORIGIN, kind: "error", text: "no", code: "rate", id: "1" },
  ],
  [
    { ...HEAD, response: "error", content: "", code: "shutdown", retry_ms: 9 },
    { ...ORIGIN, kind: "error", text: "", code: "shutdown", retryMs: 9 },
  ],
  [
    { ...HEAD, response: "info", content: "x", code: "strange", id: "1" },
    { ...ORIGIN, kind: "info", text: "x", code: "strange", id: "1" },
  ],
  [
    { ...HEAD, response: "info", content: "a, b", names: ["a", "b"] },
    { ...ORIGIN, kind: "names", text: "a, b", names: ["a", "b"] },
  ],
  [
    { ...HEAD, response: "info", content: "", code: "ack", id: "1", seq: 5 },
    { ...ORIGIN, kind: "ack", id: "1", seq: 5, duplicate: false },
  ],
  [
    {
      ...HEAD,
      response: "info",
      code: "ack",
      id: "1",
      seq: 5,
      duplicate: true,
    },
    { ...ORIGIN, kind: "ack", id: "1", seq: 5, duplicate: true },
  ],
  [
    { ...HEAD, response: "info", content: "ok", code: "ack" },
    { ...ORIGIN, kind: "info", text: "ok" },
  ],
  [
    { ...HEAD, response: "info", content: "ping", code: "ping" },
    { ...ORIGIN, kind: "ping" },
  ],
  [
    { ...HEAD, response: "info", content: "pong", code: "pong", id: "p" },
    { ...ORIGIN, kind: "pong", id: "p" },
  ],
  [
    {
      ...HEAD,
      response: "info",
      code: "presence",
      room: "lobby",
      joined: ["a"],
      left: [],
      count: 3,
    },
    {
      ...ORIGIN,
      kind: "presence",
      room: "lobby",
      joined: ["a"],
      left: [],
      count: 3,
    },
  ],
  [
    {
      ...HEAD,
      response: "info",
      code: "welcome",
      content: "Login successful",
      server: "ktn/1",
      user: "Ada",
      token: "t",
      seq: 9,
      rooms: ["lobby"],
      limits: { text: 4096, burst: 10, per_second: null },
    },
    {
      ...ORIGIN,
      kind: "welcome",
      text: "Login successful",
      server: "ktn/1",
      user: "Ada",
      token: "t",
      seq: 9,
      rooms: ["lobby"],
      limits: { text: 4096, burst: 10 },
    },
  ],
  [
    { ...HEAD, response: "history", content: [MESSAGE], more: true },
    { ...ORIGIN, kind: "history", messages: [SAID], more: true },
  ],
];

const INFO = { ...HEAD, response: "info", content: "x" };
const TOPIC_FIELDS = { seq: 8, room: "tea", by: "ada", topic: "green" };
const TOPIC = { ...ORIGIN, kind: "topic", text: "x", ...TOPIC_FIELDS } as const;

/** What a server of version 3 says, and what it is read as. */
const ROOMS: readonly (readonly [payload: object, event: Event])[] = [
  [
    { ...MESSAGE, seq: 7, to: "Bob", talk: "t1", account: true },
    { ...SAID, seq: 7, to: "Bob", talk: "t1", isAccount: true },
  ],
  [
    { ...INFO, code: "ack", id: "1" },
    { ...ORIGIN, kind: "ack", id: "1", duplicate: false },
  ],
  [
    { ...INFO, code: "ack", id: "1", seq: 5, to: "bob", talk: "t", away: true },
    {
      ...ORIGIN,
      kind: "ack",
      id: "1",
      seq: 5,
      duplicate: false,
      to: "bob",
      talk: "t",
      away: true,
    },
  ],
  [
    {
      ...HEAD,
      response: "error",
      content: "no",
      code: "password_required",
      needs: "server_password",
    },
    {
      ...ORIGIN,
      kind: "error",
      text: "no",
      code: "password_required",
      needs: "server_password",
    },
  ],
  [
    {
      ...HEAD,
      response: "error",
      content: "no",
      code: "banned",
      reason: "spam",
      until: TIME,
    },
    {
      ...ORIGIN,
      kind: "error",
      text: "no",
      code: "banned",
      reason: "spam",
      until: AT,
    },
  ],
  [{ ...INFO, code: "topic", ...TOPIC_FIELDS }, TOPIC],
  [
    {
      ...INFO,
      code: "room_changed",
      seq: 8,
      room: "tea",
      by: "ada",
      private: true,
      password: true,
      history: "joined",
      slow_s: 5,
      moderated: false,
    },
    {
      ...ORIGIN,
      kind: "room_changed",
      text: "x",
      seq: 8,
      room: "tea",
      by: "ada",
      private: true,
      password: true,
      history: "joined",
      slowS: 5,
      moderated: false,
    },
  ],
  [
    {
      ...HEAD,
      response: "history",
      content: [MESSAGE, { ...INFO, code: "topic", ...TOPIC_FIELDS }],
      more: false,
      first: 1,
      last: 9,
    },
    {
      ...ORIGIN,
      kind: "history",
      messages: [SAID],
      changes: [TOPIC],
      more: false,
      first: 1,
      last: 9,
    },
  ],
  [
    {
      ...INFO,
      code: "joined",
      id: "1",
      room: "tea",
      topic: "green",
      count: 2,
      names: ["ada", "bob"],
      role: "owner",
      history: "joined",
      seq: 9,
    },
    {
      ...ORIGIN,
      kind: "joined",
      text: "x",
      id: "1",
      room: "tea",
      topic: "green",
      count: 2,
      names: ["ada", "bob"],
      role: "owner",
      history: "joined",
      seq: 9,
      duplicate: false,
    },
  ],
  [
    { ...INFO, code: "left", room: "tea", by: "ada", reason: "late" },
    {
      ...ORIGIN,
      kind: "left",
      text: "x",
      room: "tea",
      by: "ada",
      reason: "late",
    },
  ],
  [
    {
      ...INFO,
      code: "rooms",
      rooms: [{
        room: "tea",
        count: 1,
        seq: 4,
        read: 2,
        unread: 1,
        mentions: 0,
      }, 7],
      direct: [{ with: "bob", talk: "t", seq: 5, unread: 3 }],
      more: true,
    },
    {
      ...ORIGIN,
      kind: "rooms",
      text: "x",
      rooms: [{
        room: "tea",
        topic: "",
        count: 1,
        private: false,
        seq: 4,
        read: 2,
        unread: 1,
        mentions: 0,
      }],
      direct: [{ with: "bob", talk: "t", seq: 5, unread: 3 }],
      more: true,
    },
  ],
  [
    { ...INFO, code: "invitation", room: "tea", by: "ada" },
    { ...ORIGIN, kind: "invitation", text: "x", room: "tea", by: "ada" },
  ],
  [
    { ...INFO, code: "invite", id: "1", invite: "c0de" },
    { ...ORIGIN, kind: "invite", text: "x", id: "1", invite: "c0de" },
  ],
  [
    { ...INFO, code: "read", with: "bob", talk: "t", seq: 5 },
    { ...ORIGIN, kind: "read", text: "x", with: "bob", talk: "t", seq: 5 },
  ],
  [
    { ...INFO, code: "away", away: "lunch" },
    { ...ORIGIN, kind: "away", text: "x", away: "lunch" },
  ],
  [{ ...INFO, code: "away", away: "" }, { ...ORIGIN, kind: "away", text: "x" }],
  [
    { ...INFO, code: "blocked", user: "bob", blocked: false },
    { ...ORIGIN, kind: "blocked", text: "x", user: "bob", blocked: false },
  ],
  [
    {
      ...INFO,
      code: "whois",
      user: "Bob",
      account: true,
      since: TIME,
      idle_s: 3,
      away: "",
      rooms: ["tea"],
    },
    {
      ...ORIGIN,
      kind: "whois",
      text: "x",
      user: "Bob",
      account: true,
      since: AT,
      idleS: 3,
      rooms: ["tea"],
    },
  ],
  [
    { ...INFO, code: "password_changed", token: "t" },
    {
      ...ORIGIN,
      kind: "info",
      text: "x",
      code: "password_changed",
      token: "t",
    },
  ],
];

for (const [payload, event] of [...MODERN, ...ROOMS]) {
  const { kind } = event;
  Deno.test(`readEvent() reads ${kind} of ${JSON.stringify(payload).slice(68, 140)}`, () => {
    assertEquals(readEvent(payload), event);
  });
}

const TEXT = JSON.stringify(MESSAGE);

/** The forms in which servers since 2015 sent a history of one message. */
const HISTORIES: readonly (readonly [what: string, content: unknown])[] = [
  ["a list of objects", [MESSAGE]],
  ["a list of JSON texts", [TEXT]],
  ["one JSON text of a list", `[${TEXT}]`],
  ["one JSON text of a list of JSON texts", JSON.stringify([TEXT])],
  ["JSON texts, one a line", `${TEXT}\n`],
  ["one object", MESSAGE],
];

for (const [what, content] of HISTORIES) {
  Deno.test(`readEvent() reads a history that is ${what}`, () => {
    const event = readEvent({ ...HEAD, response: "history", content });
    assert(event.kind === "history");
    assertEquals(event.messages, [SAID]);
  });
}

Deno.test("readEvent() reads a history that is plain text as lines", () => {
  const content = "ada: hi\n\nbob: [x]\n";
  const event = readEvent({ ...HEAD, response: "history", content });
  assert(event.kind === "history");
  assertEquals(event.messages.map(({ text }) => text), ["ada: hi", "bob: [x]"]);
});

Deno.test("readEvent() reads an empty history in every form as empty", () => {
  for (const content of [[], "", "[]", null, undefined, 7, "\n"]) {
    const event = readEvent({ ...HEAD, response: "history", content });
    assert(event.kind === "history");
    assertEquals(event.messages, [], JSON.stringify(content));
  }
});

/** What old servers put for a time, and what it means. */
const TIMES: readonly (readonly [timestamp: unknown, time: unknown])[] = [
  [AT, AT],
  [AT / 1000, AT],
  [String(AT), AT],
  [String(AT / 1000), AT],
  [`${AT / 1000}.25`, AT + 250],
  ["2026-11-22T13:00:00+00:00", AT],
  ["yesterday", undefined],
  ["", undefined],
  ["  ", undefined],
  [null, undefined],
  [undefined, undefined],
  [{}, undefined],
  [[2026], undefined],
  [Infinity, undefined],
  [1e300, undefined],
  [-1e300, undefined],
  ["9e15", undefined],
];

for (const [timestamp, time] of TIMES) {
  Deno.test(`readEvent() reads the timestamp ${JSON.stringify(timestamp)}`, () => {
    assertEquals(readEvent({ ...MESSAGE, timestamp }).time, time);
  });
}

Deno.test("readEvent() takes a sender that is null, missing, or called name", () => {
  const { sender: _, ...nobody } = MESSAGE;
  assertEquals(readEvent(nobody).sender, undefined);
  assertEquals(readEvent({ ...MESSAGE, sender: null }).sender, undefined);
  assertEquals(readEvent({ ...nobody, name: "bob" }).sender, "bob");
  assertEquals(readEvent({ ...MESSAGE, name: "bob" }).sender, "ada");
});

Deno.test("readEvent() shows unknown responses, and no responses, as info", () => {
  for (const response of ["login", "logout", "names", "help", 7, null, {}]) {
    const event = readEvent({ ...HEAD, response, content: "text" });
    assertEquals(event, { ...ORIGIN, kind: "info", text: "text" });
  }
});

Deno.test("readEvent() makes text of content of any kind", () => {
  const cases: readonly (readonly [unknown, string])[] = [
    [["a", "b"], "a, b"],
    [null, ""],
    [undefined, ""],
    [7, "7"],
    [{ a: 1 }, '{"a":1}'],
    [["a", ["b"], null], 'a, ["b"], null'],
  ];
  for (const [content, text] of cases) {
    const event = readEvent({ ...HEAD, response: "info", content });
    assert("text" in event);
    assertEquals(event.text, text);
  }
});

Deno.test("readEvent() shows what is no object at all", () => {
  for (const [value, text] of [["hi", "hi"], [7, "7"], [null, ""]] as const) {
    assertEquals(readEvent(value), { kind: "info", timestamp: "", text });
  }
});

Deno.test("readEvent() takes 30,000 levels of nesting in any field", () => {
  const deep = JSON.parse("[".repeat(30_000) + "]".repeat(30_000));
  const fields = ["content", "timestamp", "sender", "names", "code", "rooms"];
  for (const response of ["info", "error", "message", "history", deep]) {
    for (const field of fields) {
      readEvent({ ...HEAD, response, [field]: deep });
      readEvent({ ...HEAD, response, code: "welcome", [field]: deep });
    }
    readEvent({ ...HEAD, response: "history", content: [[deep], deep] });
    readEvent({ ...HEAD, response, content: { deep } });
  }
  readEvent(deep);
});

Deno.test("readEvent() takes objects with the names of methods in any field", () => {
  const value = { toString: 1, valueOf: null, toJSON: "x", length: -1 };
  const fields = ["content", "timestamp", "sender", "names", "code", "id"];
  for (const field of [...fields, "response", "limits", "rooms", "joined"]) {
    readEvent({ ...HEAD, response: "info", [field]: value });
    readEvent({ ...HEAD, response: "info", [field]: [value] });
    readEvent({ ...HEAD, response: "info", code: "welcome", [field]: value });
  }
  readEvent({ ...HEAD, response: "history", content: [value, [value]] });
});

Deno.test("readEvent() never throws and always makes something to show", () => {
  const field = fc.constantFrom(
    ..."timestamp sender name response content code id seq room own_id names more token user limits rooms joined left count __proto__ retry_ms to talk with direct by away until topic first last"
      .split(" "),
  );
  const value = fc.oneof(
    fc.jsonValue(),
    fc.jsonValue().map((value) => JSON.stringify(value)),
    fc.constantFrom(
      ..."info error message history welcome ack presence ping pong joined left rooms topic room_changed invitation invite read away blocked whois"
        .split(" "),
    ),
  );
  const payload = fc.oneof(fc.jsonValue(), fc.dictionary(field, value));
  fc.assert(
    fc.property(payload, (payload) => {
      const event = readEvent(payload);
      assertEquals(typeof event.timestamp, "string");
      new Date(event.time ?? 0).toISOString(); // throws for what is no time
      if ("text" in event) assertEquals(typeof event.text, "string");
      if ("messages" in event) {
        assert(event.messages.every(({ text }) => typeof text === "string"));
        const { changes = [] } = event;
        assert(changes.every(({ text }) => typeof text === "string"));
      }
    }),
    { numRuns: 3000 },
  );
});
