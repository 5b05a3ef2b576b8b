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
  REQUEST_READERS,
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
  [
    "readLogin",
    { content: "a b c " },
    { request: "login", content: "a", password: "b c " },
  ],
  ["readLogin", { content: "a ", version: 2 }, {
    request: "login",
    content: "a",
    version: 2,
    password: "",
  }],
  ["readLogin", { content: " b" }, "bad_name"],
  ["readLogin", { content: "a b", version: 3 }, "bad_name"],
  ["readLogin", { content: "a b", password: "c" }, "bad_name"],
  [
    "readLogin",
    { content: "a", password: "e\u0301", server_password: "s", beside: true },
    {
      request: "login",
      content: "a",
      password: "é",
      server_password: "s",
      beside: true,
    },
  ],
  ["readLogin", { content: "a", password: "p".repeat(129) }, "bad_request"],
  ["readLogin", { content: "a", password: 7 }, "bad_request"],
  ["readLogin", { content: "a", password: "p\0" }, "bad_text"],
  ["readLogin", { content: "a", server_password: [] }, "bad_request"],
  ["readLogin", { content: "a", beside: 1 }, "bad_request"],
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
  ["readMsg", { content: "x", with: "bob" }, "bad_request"],
  ["readMsg", { content: "x", talk: "t" }, "bad_request"],
  ["readMsg", { content: "x", re: 7 }, { request: "msg", content: "x" }],
  ["readMsg", { content: "x", re: "?" }, { request: "msg", content: "x" }],
  ["readMsg", { content: "x", room: "#tea" }, {
    request: "msg",
    content: "x",
    room: "#tea",
  }],
  ["readNames", {}, { request: "names" }],
  ["readNames", { to: "bob" }, "bad_request"],
  ["readHistory", { with: "bob" }, "bad_request"],
  ["readHistory", { room: "lobby", talk: "t" }, "bad_request"],
  ["readSearch", { content: "x", with: "bob" }, "bad_request"],
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

const EMOJI = "\u{1f375}";
const LONG = EMOJI.repeat(128);

/** A request of version 3, and what is made of it or its refusal. */
const ROOMS: readonly (readonly [
  name: string,
  fields: Fields,
  made: object | string,
])[] = [
  ["msg", { content: "x", to: "Bob" }, { to: "Bob" }],
  ["msg", { content: "x", to: "Bob", talk: "t", re: 7 }, {
    to: "Bob",
    talk: "t",
    re: 7,
  }],
  ["msg", { content: "x", room: "#tea", to: null }, { room: "tea" }],
  ["msg", { content: "x", room: "##tea" }, { room: "#tea" }],
  ["msg", { content: "x", room: "tea", to: "bob" }, "bad_request"],
  ["msg", { content: "x", room: "tea", talk: "t" }, "bad_request"],
  ["msg", { content: "x", talk: "t" }, "bad_request"],
  ["msg", { content: "x", with: "bob" }, "bad_request"],
  ["msg", { content: "x", to: "bob", with: "bob" }, "bad_request"],
  ["msg", { content: "x", to: ["bob"] }, "bad_request"],
  ["msg", { content: "x", to: "" }, "bad_request"],
  ["msg", { content: "x", room: "" }, "bad_request"],
  ["msg", { content: "x", room: "#" }, "bad_request"],
  ["msg", { content: "x", room: 0 }, "bad_request"],
  ["msg", { content: "x", to: false }, "bad_request"],
  ["msg", { content: "x", re: "7" }, "bad_request"],
  ["msg", { content: " " }, "bad_request"],
  ["msg", { content: "" }, "bad_request"],
  // The text is checked behind the right to say it.
  ["msg", { content: "x\0" }, {}],
  ["msg", { content: "x".repeat(4097) }, {}],
  ["history", { with: "Bob" }, { with: "Bob" }],
  ["history", { with: "Bob", talk: "t" }, { with: "Bob", talk: "t" }],
  ["history", { talk: "t" }, { talk: "t" }],
  ["history", { room: "#tea", before: 3 }, { room: "tea", before: 3 }],
  ["history", { room: "tea", with: "bob" }, "bad_request"],
  ["history", { room: "tea", talk: "t" }, "bad_request"],
  ["history", { to: "bob" }, "bad_request"],
  ["history", { talk: "t".repeat(129) }, "bad_request"],
  ["search", { content: "x", with: "Bob" }, { with: "Bob" }],
  ["search", { content: "x", to: "Bob" }, "bad_request"],
  ["names", { room: "#tea" }, { room: "tea" }],
  ["names", { with: "bob" }, "bad_request"],
  ["logout", {}, {}],
  ["logout", { content: "x", forget: true }, { forget: true }],
  ["logout", { forget: "yes" }, "bad_request"],
  ["join", { content: "#Tea" }, { content: "Tea" }],
  ["join", { content: "кухня" }, {}],
  ["join", { content: "tea", make: true, private: false, invite: "c" }, {
    make: true,
    private: false,
    invite: "c",
  }],
  ["join", { content: "tea", password: "short" }, { password: "short" }],
  ["join", { content: "tea", password: "short", make: true }, "weak_password"],
  [
    "join",
    { content: "tea", password: LONG + "x", make: true },
    "weak_password",
  ],
  ["join", { content: "tea", make: 1 }, "bad_request"],
  ["join", { content: "tea", invite: 7 }, "bad_request"],
  ["join", {}, "bad_request"],
  ["join", { content: "" }, "bad_room"],
  ["join", { content: "#" }, "bad_room"],
  ["join", { content: "a b" }, "bad_room"],
  ["join", { content: "all" }, "bad_room"],
  ["join", { content: "x".repeat(33) }, "bad_room"],
  ["leave", { content: "#tea" }, { content: "tea" }],
  ["leave", { content: "a b" }, {}],
  ["leave", {}, "bad_request"],
  ["rooms", {}, {}],
  ["rooms", { all: true, after: "#tea", limit: 2000 }, {
    all: true,
    after: "tea",
    limit: 1000,
  }],
  ["rooms", { all: "yes" }, "bad_request"],
  ["rooms", { limit: 0 }, "bad_request"],
  ["topic", { content: "", room: "tea" }, { room: "tea" }],
  ["topic", { content: "x".repeat(301) }, {}],
  ["topic", {}, "bad_request"],
  ["topic", { content: "x", to: "bob" }, "bad_request"],
  ["invite", { content: "Bob", room: "tea" }, {}],
  ["invite", { content: null, uses: 3, expires_s: 60 }, {
    uses: 3,
    expires_s: 60,
  }],
  ["invite", { content: 7 }, "bad_request"],
  ["invite", { uses: 0 }, "bad_request"],
  ["invite", { uses: 10_001 }, "bad_request"],
  ["invite", { expires_s: 0 }, "bad_request"],
  ["invite", { expires_s: 1e9 }, "bad_request"],
  ["invite", { expires_s: "1d" }, "bad_request"],
  ["set", { room: "tea", private: true, history: "none", slow_s: 0 }, {
    room: "tea",
    private: true,
    history: "none",
    slow_s: 0,
  }],
  ["set", { password: "", moderated: false }, {
    password: "",
    moderated: false,
  }],
  ["set", { password: "1234567" }, "weak_password"],
  ["set", { history: "some" }, "bad_request"],
  ["set", { slow_s: 86_401 }, "bad_request"],
  ["set", { slow_s: -1 }, "bad_request"],
  ["set", { private: "true" }, "bad_request"],
  ["read", { seq: 7 }, { seq: 7 }],
  ["read", { with: "Bob", seq: 7, back: true }, { with: "Bob", back: true }],
  ["read", { room: "tea", with: "bob", seq: 7 }, "bad_request"],
  ["read", { room: "tea" }, "bad_request"],
  ["read", { to: "bob", seq: 7 }, "bad_request"],
  ["away", {}, { request: "away" }],
  ["away", { content: null }, { request: "away" }],
  ["away", { content: EMOJI.repeat(300) }, {}],
  ["away", { content: EMOJI.repeat(301) }, "too_long"],
  ["away", { content: "\0" }, "bad_text"],
  ["away", { content: true }, "bad_request"],
  ["whois", { content: "Bob" }, {}],
  ["whois", {}, "bad_request"],
  ["block", { content: "Bob" }, { request: "block" }],
  ["unblock", { content: "Bob" }, { request: "unblock" }],
  ["unblock", { content: ["bob"] }, "bad_request"],
  ["register", { content: "12345678" }, {}],
  ["register", { content: LONG }, {}],
  ["register", { content: LONG + "x" }, "weak_password"],
  ["register", { content: EMOJI.repeat(7) }, "weak_password"],
  ["register", { content: "e\u0301".repeat(4) }, "weak_password"],
  ["register", { content: "12345678\ud800" }, "bad_text"],
  ["register", {}, "bad_request"],
  ["passwd", { content: "12345678", old: "x" }, { old: "x" }],
  ["passwd", { content: "1234567", old: "x" }, "weak_password"],
  ["passwd", { content: "12345678" }, "bad_request"],
  ["unregister", { content: "x" }, {}],
  ["unregister", { content: "x".repeat(129) }, "bad_request"],
  ["unregister", {}, "bad_request"],
];

for (const [name, fields, made] of ROOMS) {
  const input = JSON.stringify(fields).slice(0, 60);
  const result = JSON.stringify(made).slice(0, 60);
  Deno.test(`version 3: ${name} is ${result} of ${input}`, () => {
    const read = () => REQUEST_READERS.get(name)?.(fields, 3);
    if (typeof made === "string") assertEquals(codeOf(read), made);
    else {
      const expected = { request: name, ...made };
      assertEquals<object>({ ...read(), ...expected }, { ...read() });
    }
  });
}

Deno.test("a request reads the same of null as of nothing", () => {
  const keys =
    "room to with talk re before after limit from private password invite make all uses expires_s history slow_s moderated back forget"
      .split(" ");
  const nothing = Object.fromEntries(keys.map((key) => [key, null]));
  const needed = { content: "tea tea tea", seq: 7, old: "x" };
  for (const [name, read] of REQUEST_READERS) {
    const content = name === "join" ? "tea" : needed.content;
    for (const version of [1, 2, 3]) {
      if (name === "login" && version === 3) continue; // no blank in a name
      const fields = { ...needed, content };
      assertEquals(
        read({ ...fields, ...nothing }, version),
        read(fields, version),
        name,
      );
    }
  }
});

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

/** What was meant for one conversation is never read as another. */
function checkTarget(name: string, request: object, fields: Fields): void {
  assertEquals(Object.entries(request)[0], ["request", name]);
  const isAbout = ["msg", "history", "search", "names", "topic", "set", "read"];
  if (!isAbout.includes(name)) return;
  for (const key of ["room", "to", "with", "talk"]) {
    const given = fields[key] ?? undefined;
    const read = Object.entries(request).find(([name]) => name === key)?.[1];
    assertEquals(given === undefined, read === undefined, `${name} ${key}`);
  }
}

Deno.test("readers refuse with a code or read, whatever the JSON", () => {
  const fields = fc.dictionary(
    fc.constantFrom(
      ..."content room to with talk re id from before after limit version since history token __proto__ x password old make invite uses expires_s slow_s private seq back"
        .split(" "),
    ),
    fc.oneof(fc.jsonValue(), fc.integer(), fc.constantFrom("ada", "lobby")),
  );
  fc.assert(
    fc.property(fields, (fields) => {
      for (const [name, read] of REQUEST_READERS) {
        for (const version of [1, 3]) {
          try {
            checkTarget(name, read(fields, version), fields);
          } catch (error) {
            if (!(error instanceof ChatError)) throw error;
          }
        }
      }
      codeOf(() => readCall(fields));
    }),
    { numRuns: 2000 },
  );
});
