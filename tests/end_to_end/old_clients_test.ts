import { assert, assertEquals, assertMatch } from "@std/assert";
import { OldClient, type Seen } from "../support/old_client.ts";
import { type LiveServer, startServer } from "../support/live_server.ts";

/** A moment less than protocol.md's 30 ms: timers may fire early. */
const LEAST_GAP_MS = 28;
const FORMS = ["objects", "strings", "json", "text"] as const;
const TIME = '"timestamp":"TIME","sender"';

/** Exactly what was sent, but for what differs with every run. */
function masked({ text }: Seen): string {
  return text
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, "TIME")
    .replace(/"token":"\w+"/, '"token":"TOKEN"')
    .replace(/"log":"[\w-]+"/, '"log":"LOG"')
    .replace(/"server":"[^"]+"/, '"server":"SERVER"');
}

/** Has a line client say so many messages, all stored. */
async function fill(server: LiveServer, count: number): Promise<void> {
  using ada = await server.join("ada");
  for (let n = 1; n <= count; n++) {
    await ada.ask({ request: "msg", content: `message ${n}`, id: `${n}` });
  }
  await ada.ask({ request: "logout" });
  await ada.rest();
}

Deno.test("an old client gets, byte for byte, strings alone beside a history's list", async () => {
  await using server = await startServer();
  await fill(server, 1);
  using eve = await server.join("eve", { history: 0 });
  using old = await OldClient.connect(server.address, { replaces: true });
  const seen = [
    await old.ask("names"),
    await old.ask("login", "old"),
    await old.receive(),
    await old.ask("names"),
    await old.ask("msg", "hi"),
    await old.ask("msg", ""),
  ];
  await eve.send({ request: "msg", content: "æ" });
  seen.push(await old.receive(), await old.ask("ping"));
  seen.push(await old.ask("logout"));
  assertEquals(seen.map(masked), [
    `{${TIME}:"server","response":"error","code":"login_required","content":"Cannot do this before login"}`,
    `{${TIME}:"server","response":"info","code":"welcome","server":"SERVER","user":"old","token":"TOKEN","log":"LOG","content":"Login successful"}`,
    `{${TIME}:"server","response":"history","content":[{${TIME}:"ada","response":"message","content":"message 1","room":"lobby"}]}`,
    `{${TIME}:"server","response":"info","room":"lobby","content":"eve, old"}`,
    `{${TIME}:"server","response":"info","content":"Message received"}`,
    `{${TIME}:"server","response":"error","code":"bad_request","content":"Cannot send an empty message"}`,
    `{${TIME}:"eve","response":"message","content":"\\u00e6","room":"lobby"}`,
    `{${TIME}:"server","response":"info","code":"pong","content":"pong"}`,
    `{${TIME}:"server","response":"info","content":"Logout successful"}`,
  ]);
});

Deno.test("an old client hears why the server closes in strings alone", async () => {
  const server = await startServer();
  using old = await OldClient.connect(server.address, { replaces: true });
  await old.ask("login", "old");
  await server.stop();
  assertEquals(
    masked(await old.receive()),
    `{${TIME}:"server","response":"error","code":"shutdown","content":"Closing: the server stops"}`,
  );
});

Deno.test("a bare client that gives a version or an id gets all fields", async () => {
  await using server = await startServer();
  await fill(server, 1);
  using modern = await OldClient.connect(server.address);
  await modern.write('{"request":"login","content":"modern","version":1}');
  const welcome = await modern.receive();
  assertEquals([welcome.fields.version, welcome.fields.seq], [2, 1]);
  const { fields } = await modern.receive();
  assertEquals(fields.more, false);

  using old = await OldClient.connect(server.address);
  await old.ask("login", "old");
  await old.receive();
  await old.write('{"request":"names","id":"n"}');
  const { names, id, count } = (await old.receive()).fields;
  assertEquals([names, id, count], [["modern", "old"], "n", 2]);
  await old.write('{"request":"history","id":"h","limit":1}');
  const page = (await old.receive()).fields;
  assertEquals([page.more, page.id], [false, "h"]);
  assertMatch(JSON.stringify(page.content), /"seq":1/);
});

for (const form of FORMS) {
  Deno.test(`an old client that wants its history as ${form} lives on 1,024 bytes a recv`, async () => {
    await using server = await startServer({ historyForm: form });
    await fill(server, 40);
    using old = await OldClient.connect(server.address, {
      history: form,
      replaces: true,
    });
    await old.ask("login", "old");
    const atLogin = await old.receive();
    checkNewest(form, atLogin, 1000);
    checkNewest(form, await old.ask("history"), 1000);
    const found = await old.ask("search", "message");
    checkNewest(form, found, 1000);
  });
}

/** What there is must be the newest, and one more must not have fitted. */
function checkNewest(form: string, { text, history }: Seen, under: number) {
  assert(text.length < under, `${text.length} bytes`);
  assertMatch(text, /^[\x20-\x7e]*$/);
  const said = history.map((line) =>
    form === "text" ? line.split("ada: ")[1] : line
  );
  const first = 41 - said.length;
  assertEquals(said, said.map((_, n) => `message ${first + n}`));
  // Each message takes as much as the others, quotes that are escaped too.
  const each = (text.length - 92) / said.length;
  assert(text.length + each >= under, `${text.length} + ${each}`);
}

Deno.test("--bare-bytes lets communities whose clients read more have more", async () => {
  await using server = await startServer({ bareBytes: 4000 });
  await fill(server, 40);
  const options = { recvBytes: 4096, replaces: true };
  using old = await OldClient.connect(server.address, options);
  await old.ask("login", "old");
  checkNewest("objects", await old.receive(), 4000);
});

Deno.test("an old client is shown as many whole names as fit, and how many more there are", async () => {
  await using server = await startServer();
  const others = [];
  for (let n = 10; n < 80; n++) {
    others.push(await server.join(`user_with_a_name_of_${n}`, { history: 0 }));
  }
  using old = await OldClient.connect(server.address);
  await old.ask("login", "old");
  const { text, fields } = await old.ask("names");
  for (const peer of others) peer.close();
  assert(text.length < 1000 && text.length > 940, `${text.length} bytes`);
  const names = String(fields.content).split(", ");
  const rest = names.pop();
  assertEquals(rest, `and ${71 - names.length} more`);
  assertEquals(names, names.map((_, n) => `user_with_a_name_of_${10 + n}`));
});

Deno.test("help fits the least that --bare-bytes can be, in whole lines", async () => {
  await using server = await startServer({ bareBytes: 500 });
  using old = await OldClient.connect(server.address);
  const { text, fields } = await old.ask("help");
  assert(text.length < 500, `${text.length} bytes`);
  for (const line of String(fields.content).split("\n")) {
    assertMatch(line, /^[a-z<>]+( <[a-z]+>)? - .+|^and \d+ more$/);
  }
});

Deno.test("two sends to an old client are 30 ms apart, a payload each, whoever causes them", async () => {
  await using server = await startServer();
  using ada = await server.join("ada");
  using old = await OldClient.connect(server.address, { replaces: true });
  await old.ask("login", "old");
  const burst = Array.from({ length: 10 }, (_, n) => ({
    request: "msg",
    content: `${n}`,
  }));
  await ada.send(...burst);
  await old.send("names");
  const seen: Seen[] = [];
  while (seen.length < 11) seen.push(await old.receive());
  for (const { text } of seen) assertMatch(text, /^[\x20-\x7e]*$/);
  const times = seen.map(({ at }) => at);
  const spread = (times.at(-1) ?? 0) - (times[0] ?? 0);
  assert(spread >= 10 * LEAST_GAP_MS, `${spread} ms`);
});
