import { assert, assertEquals } from "@std/assert";
import { HISTORY_FORMS } from "../../server/chat/history_page.ts";
import { type Answer, textsOf } from "../support/answer.ts";
import { type LiveServer, startServer } from "../support/live_server.ts";

/** Has somebody say so many messages, "m1" first, all stored. */
async function fill(server: LiveServer, count: number): Promise<void> {
  using author = await server.join("author");
  for (let n = 1; n <= count; n++) {
    await author.send({ request: "msg", content: `m${n}`, id: `${n}` });
  }
  await author.take(count);
  await author.ask({ request: "logout" });
  await author.rest();
}

function numbered(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, n) => `m${first + n}`);
}

Deno.test("login shows the newest messages after the welcome, oldest first", async () => {
  await using server = await startServer({ historyLength: 3 });
  await fill(server, 5);
  using ada = await server.join("ada");
  const history = await ada.next();
  assertEquals([history.response, history.more], ["history", false]);
  assertEquals(textsOf(history), ["m3", "m4", "m5"]);
});

Deno.test("login shows no history when there is none or none is wanted", async () => {
  await using server = await startServer();
  using first = await server.join("first");
  assertEquals((await first.ask({ request: "ping" })).code, "pong");
  await fill(server, 2);
  using second = await server.join("second", { history: 0 });
  assertEquals((await second.ask({ request: "ping" })).code, "pong");
});

for (const form of HISTORY_FORMS) {
  Deno.test(`login shows an old client its history as ${form} when told so`, async () => {
    await using server = await startServer({ historyForm: form });
    await fill(server, 2);
    using ada = await server.join("ada");
    const { content } = await ada.next();
    const messages = readForm(form, content);
    assertEquals(messages, ["m1", "m2"]);
    // Programs that know more always get objects.
    using modern = await server.join("modern", { version: 2 });
    assertEquals(textsOf(await modern.until(isHistory)), ["m1", "m2"]);
  });
}

function isHistory({ response }: Answer): boolean {
  return response === "history";
}

function readForm(form: string, content: unknown): readonly unknown[] {
  if (form === "text") {
    const lines = String(content).split("\n");
    return lines.map((line) => /Z author: (.*)$/.exec(line)?.[1]);
  }
  const list = form === "json" ? JSON.parse(String(content)) : content;
  assert(Array.isArray(list));
  return list.map((item) =>
    (form === "strings" ? JSON.parse(item) : item).content
  );
}

Deno.test("login with since shows everything after it in pages, then live, without hole or double", async () => {
  await using server = await startServer();
  using talker = await server.join("talker");
  const count = 500;
  const say = (n: number) =>
    talker.send({ request: "msg", content: `m${n}`, id: `${n}` });
  for (let n = 1; n <= count; n++) await say(n);
  await talker.take(count);

  using ada = await server.connect();
  await ada.send({ request: "login", content: "ada", version: 2, since: 120 });
  for (let n = count + 1; n <= 2 * count; n++) await say(n);
  assertEquals((await ada.next()).code, "welcome");
  const texts: unknown[] = [];
  const flags: unknown[] = [];
  while (texts.length < 2 * count - 120) {
    const answer = await ada.next();
    if (answer.response === "history") {
      texts.push(...textsOf(answer));
      flags.push(answer.more);
    } else if (answer.response === "message") texts.push(answer.content);
  }
  assertEquals(texts, numbered(121, 2 * count));
  assert(flags.length > 1, "several pages");
  assertEquals(flags.indexOf(false), flags.length - 1);
});

Deno.test("login with since at or above the newest seq shows no past", async () => {
  await using server = await startServer();
  await fill(server, 3);
  using ada = await server.join("ada", { since: 3 });
  assertEquals((await ada.ask({ request: "ping" })).code, "pong");
});

Deno.test("login with a since this log never had shows the newest instead", async () => {
  await using server = await startServer({ historyLength: 2 });
  await fill(server, 3);
  using ada = await server.join("ada", { since: 4711 });
  assertEquals(textsOf(await ada.next()), ["m2", "m3"]);
});

Deno.test("login with history shows so many, in pages that each fit", async () => {
  await using server = await startServer();
  using author = await server.join("author");
  const text = "å".repeat(2000);
  for (let n = 0; n < 40; n++) {
    await author.ask({ request: "msg", content: text, id: `${n}` });
  }
  using ada = await server.connect();
  await ada.send({ request: "login", content: "ada", version: 2, history: 30 });
  await ada.next();
  const pages: Answer[] = [];
  do {
    const line = await ada.nextLine() ?? "";
    assert(new TextEncoder().encode(line).length <= 65_536);
    const answer: Answer = JSON.parse(line);
    if (isHistory(answer)) pages.push(answer);
  } while (pages.at(-1)?.more !== false);
  const messages = pages.flatMap((page) => page.content as Answer[]);
  assertEquals(messages.map(({ seq = 0 }) => seq), range(11, 40));
  assert(pages.length > 1);
});

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, n) => first + n);
}

Deno.test("own messages are in the past like all others", async () => {
  await using server = await startServer();
  using ada = await server.join("ada");
  await ada.ask({ request: "msg", content: "mine", id: "1" });
  const page = await ada.ask({ request: "history" });
  assertEquals(textsOf(page), ["mine"]);
});

Deno.test("history pages back and forth by seq and tells whether there is more", async () => {
  await using server = await startServer();
  await fill(server, 10);
  using ada = await server.join("ada", { history: 0 });
  const ask = async (fields: object) => {
    const page = await ada.ask({ request: "history", id: "h", ...fields });
    assertEquals([page.response, page.id], ["history", "h"]);
    return [...textsOf(page), page.more];
  };
  assertEquals(await ask({}), [...numbered(1, 10), false]);
  assertEquals(await ask({ limit: 10 }), [...numbered(1, 10), false]);
  assertEquals(await ask({ limit: 9 }), [...numbered(2, 10), true]);
  assertEquals(await ask({ limit: 2 }), ["m9", "m10", true]);
  assertEquals(await ask({ before: 9, limit: 3 }), ["m6", "m7", "m8", true]);
  assertEquals(await ask({ before: 3, limit: 3 }), ["m1", "m2", false]);
  assertEquals(await ask({ before: 1 }), [false]);
  assertEquals(await ask({ after: 0, limit: 2 }), ["m1", "m2", true]);
  assertEquals(await ask({ after: 8, limit: 3 }), ["m9", "m10", false]);
  assertEquals(await ask({ after: 10 }), [false]);
  assertEquals(await ask({ after: 9_007_199_254_740_991 }), [false]);
  assertEquals(await ask({ limit: 1e9, room: "lobby" }), [
    ...numbered(1, 10),
    false,
  ]);
});

Deno.test("history cut to what one payload holds tells that there is more", async () => {
  await using server = await startServer();
  using ada = await server.join("ada");
  for (let n = 1; n <= 20; n++) {
    const content = `${n} ${"x".repeat(4000)}`;
    await ada.ask({ request: "msg", content, id: `${n}` });
  }
  const newest = await ada.ask({ request: "history" });
  assertEquals(newest.more, true);
  const seqs = (newest.content as Answer[]).map(({ seq = 0 }) => seq);
  const older = await ada.ask({ request: "history", before: seqs[0] });
  const all = [
    ...(older.content as Answer[]).map(({ seq = 0 }) => seq),
    ...seqs,
  ];
  assertEquals([all, older.more], [range(1, 20), false]);

  const oldest = await ada.ask({ request: "history", after: 0 });
  assertEquals([(oldest.content as Answer[])[0]?.seq, oldest.more], [1, true]);
});

Deno.test("search finds the messages that have all the words", async () => {
  await using server = await startServer();
  using ada = await server.join("Ada");
  using bob = await server.join("bob");
  const said = ["red apple", "green apple", "red car", "Red Apple pie"];
  for (const [n, content] of said.entries()) {
    const peer = n % 2 === 0 ? ada : bob;
    await peer.send({ request: "msg", content, id: `${n}` });
    await peer.until(({ code }) => code === "ack");
  }
  using eve = await server.join("eve", { history: 0 });
  const find = async (fields: object) => {
    const found = await eve.ask({ request: "search", id: "s", ...fields });
    assertEquals([found.response, found.id], ["history", "s"]);
    return [...textsOf(found), found.more];
  };
  assertEquals(await find({ content: "apple red" }), [
    "red apple",
    "Red Apple pie",
    false,
  ]);
  assertEquals(await find({ content: "red", limit: 1 }), [
    "Red Apple pie",
    true,
  ]);
  assertEquals(await find({ content: "red", before: 4, limit: 1 }), [
    "red car",
    true,
  ]);
  assertEquals(await find({ content: "apple", from: "ADA" }), [
    "red apple",
    false,
  ]);
  assertEquals(await find({ content: "apple", from: "nobody" }), [false]);
  assertEquals(await find({ content: "%" }), [false]);
});

Deno.test("login with a since of another log shows the newest messages instead", async () => {
  await using server = await startServer();
  using ada = await server.join("ada");
  await ada.ask({ request: "msg", content: "one", id: "1" });
  await ada.ask({ request: "msg", content: "two", id: "2" });
  const login = { request: "login", version: 2, since: 1 };

  using bob = await server.connect();
  const welcome = await bob.ask({ ...login, content: "bob", log: "other" });
  assertEquals(typeof welcome.log, "string");
  assertEquals(textsOf(await bob.next()), ["one", "two"]);

  using eve = await server.connect();
  await eve.ask({ ...login, content: "eve", log: welcome.log });
  assertEquals(textsOf(await eve.next()), ["two"]);
});
