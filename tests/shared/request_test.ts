import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { ChatError } from "../../shared/errors.ts";
import type { Fields } from "../../shared/fields.ts";
import {
  isMsg,
  readCall,
  readHistory,
  readLogin,
  readMsg,
  readNames,
  readSearch,
} from "../../shared/request.ts";
import { codeOf } from "../support/refused.ts";

const READERS = { readLogin, readMsg, readNames, readHistory, readSearch };

/** A reader, what it is given, and what it makes of it or its refusal. */
const READ: readonly (readonly [
  reader: keyof typeof READERS,
  fields: Fields,
  made: object | string,
])[] = [
  ["readLogin", { content: "Ada" }, { request: "login", content: "Ada" }],
  [
    "readLogin",
    { content: "a", version: 2, since: 0, history: 7, token: "t", x: 1 },
    {
      request: "login",
      content: "a",
      version: 2,
      since: 0,
      history: 7,
      token: "t",
    },
  ],
  [
    "readLogin",
    { content: "a", history: 1001 },
    { request: "login", content: "a", history: 1000 },
  ],
  [
    "readLogin",
    { content: "a", version: null, since: null, token: null },
    { request: "login", content: "a" },
  ],
  ["readLogin", {}, "bad_request"],
  ["readLogin", { content: null }, "bad_request"],
  ["readLogin", { content: ["ada"] }, "bad_request"],
  ["readLogin", { content: "" }, "bad_name"],
  ["readLogin", { content: "a b" }, "bad_name"],
  ["readLogin", { content: "a", version: "2" }, "bad_request"],
  ["readLogin", { content: "a", since: -1 }, "bad_request"],
  ["readLogin", { content: "a", since: 1.5 }, "bad_request"],
  ["readLogin", { content: "a", since: Infinity }, "bad_request"],
  ["readLogin", { content: "a", since: 2 ** 53 }, "bad_request"],
  ["readLogin", { content: "a", history: true }, "bad_request"],
  ["readLogin", { content: "a", token: 7 }, "bad_request"],
  ["readLogin", { content: "a", token: "t".repeat(129) }, "bad_request"],
  ["readLogin", { content: "a", token: "a\0" }, "bad_text"],
  ["readLogin", { content: "a", token: "\ud800" }, "bad_text"],
  ["readMsg", { content: "x" }, { request: "msg", content: "x" }],
  [
    "readMsg",
    { content: "x", room: "attic", to: null },
    { request: "msg", content: "x", room: "attic" },
  ],
  ["readMsg", {}, "bad_request"],
  ["readMsg", { content: "" }, "bad_request"],
  ["readMsg", { content: 0 }, "bad_request"],
  ["readMsg", { content: "x", room: 7 }, "bad_request"],
  ["readMsg", { content: "x", to: "bob" }, "bad_request"],
  ["readMsg", { content: "x", to: "" }, "bad_request"],
  ["readMsg", { content: "\0" }, "bad_text"],
  ["readMsg", { content: "x".repeat(4097) }, "too_long"],
  ["readNames", {}, { request: "names" }],
  ["readNames", { content: 7, room: null }, { request: "names" }],
  ["readNames", { room: "attic" }, { request: "names", room: "attic" }],
  ["readNames", { room: false }, "bad_request"],
  ["readHistory", {}, { request: "history" }],
  [
    "readHistory",
    { room: "r", before: 9, after: 0, limit: 5 },
    { request: "history", room: "r", before: 9, after: 0, limit: 5 },
  ],
  ["readHistory", { limit: 1000 }, { request: "history", limit: 1000 }],
  ["readHistory", { limit: 1001 }, { request: "history", limit: 1000 }],
  ["readHistory", { limit: 0 }, "bad_request"],
  ["readHistory", { limit: -1 }, "bad_request"],
  ["readHistory", { limit: "5" }, "bad_request"],
  ["readHistory", { before: 0.5 }, "bad_request"],
  ["readHistory", { after: NaN }, "bad_request"],
  ["readHistory", { after: {} }, "bad_request"],
  ["readSearch", { content: "x" }, { request: "search", content: "x" }],
  [
    "readSearch",
    { content: "x", from: "ada", room: "r", before: 3, limit: 2 },
    {
      request: "search",
      content: "x",
      from: "ada",
      room: "r",
      before: 3,
      limit: 2,
    },
  ],
  ["readSearch", {}, "bad_request"],
  ["readSearch", { content: "" }, "bad_request"],
  ["readSearch", { content: "x", from: 7 }, "bad_request"],
  ["readSearch", { content: "x\0" }, "bad_text"],
  ["readSearch", { content: "x", limit: 0 }, "bad_request"],
];

for (const [reader, fields, made] of READ) {
  const input = JSON.stringify(fields).slice(0, 60);
  const result = JSON.stringify(made).slice(0, 60);
  Deno.test(`${reader}() makes ${result} of ${input}`, () => {
    const read = () => READERS[reader](fields);
    if (typeof made === "string") assertEquals(codeOf(read), made);
    else assertEquals<object>(read(), made);
  });
}

Deno.test("readCall() reads the envelope of any object with a request", () => {
  const fields = { request: "dance", id: "a.B_c-9", content: 7 };
  assertEquals(readCall(fields), { name: "dance", id: "a.B_c-9", fields });
  const plain = { request: "message", id: null };
  assertEquals(readCall(plain), { name: "msg", fields: plain });
});

Deno.test("readCall() refuses what is no request, and ids that are not legal", () => {
  const none = [undefined, null, 7, "login", true, [], [{ request: "x" }], {}];
  for (const value of [...none, { request: 7 }, { request: null }]) {
    assertEquals(codeOf(() => readCall(value)), "bad_request");
  }
  const ids = ["", " ", "å", "a b", "a\n", "x".repeat(65), 7, true, {}, ["a"]];
  for (const id of ids) {
    const code = codeOf(() => readCall({ request: "ping", id }));
    assertEquals(code, "bad_id", JSON.stringify(id));
  }
});

Deno.test("readCall() finds no request in a field called __proto__", () => {
  const value = JSON.parse('{"__proto__":{"request":"logout"}}');
  assertEquals(codeOf(() => readCall(value)), "bad_request");
});

Deno.test("isMsg() knows messages by both names, and nothing else", () => {
  const yes = [{ request: "msg" }, { request: "message", content: 7 }];
  const no = [null, "msg", 7, [], ["msg"], {}, { request: "names" }, {
    request: ["msg"],
  }, { content: "msg" }];
  assertEquals(yes.map(isMsg), [true, true]);
  assertEquals(no.map(isMsg), no.map(() => false));
});

Deno.test("readers refuse with a code or read, whatever the JSON", () => {
  const fields = fc.dictionary(
    fc.constantFrom(
      ..."content room to id from before after limit version since history token __proto__ x"
        .split(" "),
    ),
    fc.oneof(fc.jsonValue(), fc.integer(), fc.constantFrom("ada", "lobby")),
  );
  fc.assert(
    fc.property(fields, (fields) => {
      for (const read of Object.values(READERS)) {
        try {
          read(fields);
        } catch (error) {
          if (!(error instanceof ChatError)) throw error;
        }
      }
      codeOf(() => readCall(fields));
    }),
    { numRuns: 2000 },
  );
});
