/** ktn in scripts with rooms, direct messages and passwords: real processes. */

import { assertEquals, assertMatch } from "@std/assert";
import { formatAddress } from "../../../shared/address.ts";
import type { Answer } from "../../support/answer.ts";
import { DurableServer } from "../../support/durable_server.ts";
import { KTN, ktn, objectsIn, startKtn } from "../../support/ktn.ts";
import { type LiveServer, startServer } from "../../support/live_server.ts";
import type { Peer } from "../../support/peer.ts";
import { start } from "../../support/running.ts";
import {
  playServer,
  type Sent,
  welcome,
} from "../../support/scripted_server.ts";
import { TempFolder } from "../../support/temp_folder.ts";

const V3 = { version: 3, history: 0 };
const PASSWORD = "correct horse";

/** Asks, and skips what comes in between. */
async function ask(peer: Peer, request: object): Promise<Answer> {
  const id = crypto.randomUUID();
  await peer.send({ ...request, id });
  return await peer.until((answer) => answer.id === id);
}

/** Somebody of version 3 who makes rooms. */
async function maker(
  server: Pick<LiveServer, "join">,
  ...rooms: readonly string[]
): Promise<Peer> {
  const peer = await server.join("maker", V3);
  for (const content of rooms) {
    const joined = await ask(peer, { request: "join", content, make: true });
    assertEquals(joined.code, "joined");
  }
  return peer;
}

/** Somebody with a password, and the file that has it. */
async function account(
  server: Pick<LiveServer, "join">,
  name: string,
  folder: TempFolder,
): Promise<string> {
  using peer = await server.join(name, V3);
  const answer = await ask(peer, { request: "register", content: PASSWORD });
  assertEquals(answer.code, "registered");
  const path = `${folder.path}/${name}.password`;
  await Deno.writeTextFile(path, `${PASSWORD}\n`);
  return path;
}

function linesOf(out: string): readonly string[] {
  return out.split("\n").filter((line) => line !== "")
    .map((line) => line.replace(/^\S+ \S+ /, ""));
}

Deno.test("ktn send --room joins where it is not, and everything goes there alone", async () => {
  await using server = await startServer();
  using owner = await maker(server, "tea");
  using outside = await server.join("outside", V3);
  const host = formatAddress(server.address);
  const flags = ["--name", "bot", "--room", "#Tea"];
  const single = await ktn(["send", host, "one", ...flags]);
  const lines = await ktn(["send", host, ...flags], "two\nthree\n");
  assertEquals([single, lines], [
    { code: 0, out: "", err: "" },
    { code: 0, out: "", err: "" },
  ]);
  const heard = [];
  while (heard.length < 3) {
    const { content, sender, room } = await owner.until(({ response }) =>
      response === "message"
    );
    heard.push([sender, content, room]);
  }
  assertEquals(heard, [
    ["bot", "one", "tea"],
    ["bot", "two", "tea"],
    ["bot", "three", "tea"],
  ]);
  await outside.send({ request: "ping", id: "end" });
  const seen: Answer[] = [];
  for (;;) {
    const answer = await outside.next();
    if (answer.id === "end") break;
    seen.push(answer);
  }
  assertEquals(seen.filter(({ room }) => room === "tea"), []);
});

Deno.test("ktn send --to tells one person, and ktn tail and search read the talk", async () => {
  await using server = await startServer();
  await using folder = await TempFolder.make();
  const password = await account(server, "ada", folder);
  const host = formatAddress(server.address);
  const sent = await ktn([
    "send",
    host,
    "lunch?",
    "--name",
    "bob",
    "--to",
    "Ada",
  ]);
  assertEquals(sent, { code: 0, out: "", err: "" });
  const asAda = ["--name", "ada", "--password-file", password];
  const tail = await ktn(["tail", host, "--to", "bob", ...asAda, "--json"]);
  assertEquals([tail.code, tail.err], [0, ""]);
  const [one] = objectsIn(tail.out);
  assertEquals(
    [one?.type, one?.sender, one?.to, one?.content],
    ["message", "bob", "ada", "lunch?"],
  );
  assertEquals(typeof one?.talk, "string");
  const found = await ktn(["search", host, "LUNCH", "--to", "bob", ...asAda]);
  assertEquals([found.code, linesOf(found.out)], [0, ["bob: lunch?"]]);
  const all = await ktn(["tail", host, ...asAda]);
  assertEquals(linesOf(all.out), ["@ada bob: lunch?"]);
  const lobby = await ktn(["search", host, "lunch"]);
  assertEquals(lobby, { code: 0, out: "", err: "" });
});

/** A call that the server refuses, with which exit code and in which words. */
const REFUSED: readonly (readonly [
  args: readonly string[],
  code: number,
  err: RegExp,
])[] = [
  [["send", "x", "--room", "nowhere"], 4, /^! Cannot join #nowhere: /],
  [["send", "x", "--room", "hidden"], 4, /^! Cannot join #hidden: /],
  [["send", "x", "--to", "nobody"], 1, /^! Cannot find this person\n$/],
  [["tail", "--room", "nowhere"], 4, /^! Cannot join #nowhere: /],
  [["search", "x", "--room", "nowhere"], 4, /^! Cannot join #nowhere: /],
  [["names", "--room", "nowhere"], 4, /^! Cannot join #nowhere: /],
  [["tail", "--to", "nobody"], 4, /^! Cannot find this person/],
  [
    ["send", "x", "--name", "ada"],
    4,
    /^! .*password.*--password-file FILE\n$/,
  ],
  [
    ["send", "x", "--name", "ada", "--password-file", "wrong"],
    4,
    /^! .*password is wrong\n$/,
  ],
  [
    ["rooms", "--name", "ada", "--password-file", "wrong"],
    4,
    /^! .*password is wrong\n$/,
  ],
  [
    ["send", "x", "--password-file", "nothing"],
    8,
    /^! .*Cannot read the password file .*nothing: /,
  ],
  [["send", "x", "--room", "a b"], 2, /--room cannot be "a b"/],
  [["send", "x", "--room", "a", "--to", "b"], 2, /--room or --to/],
];

Deno.test("ktn says why a room, a person or a password cannot be used, and says it with its exit code", async () => {
  await using server = await startServer();
  await using folder = await TempFolder.make();
  using owner = await maker(server);
  await ask(owner, {
    request: "join",
    content: "hidden",
    make: true,
    private: true,
  });
  await account(server, "ada", folder);
  const wrong = `${folder.path}/wrong`;
  await Deno.writeTextFile(wrong, "another one\n");
  const host = formatAddress(server.address);
  for (const [[command = "", ...rest], code, err] of REFUSED) {
    const args = rest.map((arg) =>
      arg === "wrong" || arg === "nothing" ? `${folder.path}/${arg}` : arg
    );
    const ended = await ktn([command, host, ...args]);
    assertEquals([ended.code, ended.out], [code, ""], `${rest}: ${ended.err}`);
    assertMatch(ended.err, err, `${rest}`);
  }
  const [missing, hidden] = await Promise.all(
    ["nowhere", "hidden"].map((room) => ktn(["names", host, "--room", room])),
  );
  assertEquals(
    missing?.err.replaceAll("nowhere", ""),
    hidden?.err.replaceAll("hidden", ""),
  );
});

Deno.test("ktn tells a server without rooms nothing that is for a room or a person, and ends with 5", async () => {
  const heard: Sent[] = [];
  const calls = [
    ["send", "secret", "--room", "tea"],
    ["send", "secret", "--to", "bob"],
    ["tail", "--room", "secret"],
    ["names", "--room", "secret"],
    ["search", "secret", "--to", "secret"],
    ["rooms"],
  ];
  for (const [command = "", ...rest] of calls) {
    await using server = playServer(async (peer) => {
      await peer.expect("login");
      await peer.say(welcome({ version: 2 }));
      for (let sent = await peer.next(); sent; sent = await peer.next()) {
        heard.push(sent);
        if (sent.request === "logout") {
          return await peer.say({ response: "info", content: "Goodbye" });
        }
      }
    });
    const host = formatAddress(server.address);
    const ended = await ktn([command, host, ...rest]);
    assertEquals([ended.code, ended.out], [5, ""], `${rest}: ${ended.err}`);
    assertMatch(ended.err, /no rooms and no direct messages/);
  }
  assertEquals(JSON.stringify(heard).includes("secret"), false);
});

Deno.test("ktn tail of several rooms writes each line once and in order, with one cursor, over kill -9 of the server and runs of its own", async () => {
  await using server = await DurableServer.start();
  await using folder = await TempFolder.make();
  const cursor = `${folder.path}/cursor`;
  let owner = await maker(server, "tea", "chess", "other");
  let number = 0;
  const expected: string[] = [];
  const say = async (count: number) => {
    for (let left = count; left > 0; left--) {
      const room = ["tea", "chess", "lobby", "other"][number % 4] ?? "";
      const { code } = await ask(owner, {
        request: "msg",
        content: `message ${++number}`,
        room,
      });
      assertEquals(code, "ack");
      if (room !== "other") expected.push(`${room} message ${number}`);
    }
  };
  assertEquals(
    (await ask(owner, { request: "register", content: PASSWORD })).code,
    "registered",
  );
  const back = async () => {
    owner.close();
    await server.killAndRestart();
    owner = await server.join("maker", { ...V3, password: PASSWORD });
  };
  const written: string[] = [];
  const note = (out: string) =>
    written.push(
      ...objectsIn(out).map(({ room, content }) => `${room} ${content}`),
    );
  const args = [
    ...["tail", formatAddress(server.address), "--json", "--since", "0"],
    ...["--room", "tea", "--room", "chess,lobby", "--cursor", cursor],
  ];
  await say(450); // more than two pages of a room
  const first = await ktn(args);
  assertEquals([first.code, first.err], [0, ""]);
  note(first.out);
  await say(5);
  await using follower = startKtn(...args, "--follow");
  const isUpToDate = (out: string) => {
    const [, content = ""] = / (.*)/.exec(expected.at(-1) ?? "") ?? [];
    return out.includes(`"${content}"`);
  };
  await follower.output(isUpToDate);
  await say(10);
  await follower.output(isUpToDate);
  await back();
  await say(10);
  await follower.output(isUpToDate);
  follower.signal("SIGTERM");
  const ended = await follower.ended();
  assertEquals(ended.code, 143);
  note(ended.out);
  await say(7);
  await back();
  const last = await ktn(args);
  assertEquals([last.code, last.err], [0, ""]);
  note(last.out);
  assertEquals(written, expected);
  owner.close();
});

Deno.test("ktn connect --room in a pipe says every line there, and writes what is said there alone", async () => {
  await using server = await startServer();
  using owner = await maker(server, "tea");
  await ask(owner, { request: "msg", content: "to early", room: "lobby" });
  const host = formatAddress(server.address);
  await using client = startKtn(
    ...["connect", host, "--name", "bot", "--room", "tea"],
  );
  await client.write("hello\n");
  const hello = await owner.until(({ response }) => response === "message");
  assertEquals([hello.content, hello.room], ["hello", "tea"]);
  await ask(owner, { request: "msg", content: "to all", room: "lobby" });
  await ask(owner, { request: "msg", content: "to one", to: "bot" });
  await ask(owner, { request: "msg", content: "to tea", room: "tea" });
  await client.output((out) => out.includes("to tea"));
  const { code, out } = await client.ended();
  assertEquals([code, out.match(/to \w+/g)], [0, ["to tea"]]);
});

Deno.test("ktn connect --json makes rooms, accounts and talks, and each link of an account gets everything once", async () => {
  await using server = await startServer();
  await using folder = await TempFolder.make();
  const password = await account(server, "ada", folder);
  const host = formatAddress(server.address);
  const call = ["connect", host, "--json", "--name", "ada"];
  await using one = startKtn(...call, "--password-file", password);
  await using two = startKtn(...call, "--password-file", password);
  const isOnline = (out: string) => out.includes('"type":"welcome"');
  await one.output(isOnline);
  await two.output(isOnline);
  const requests = [
    { request: "join", content: "tea", make: true, id: "join" },
    { request: "msg", content: "one", room: "tea", id: "m.1" },
    { request: "msg", content: "note", to: "ada", id: "m.2" },
    { request: "topic", content: "green", room: "tea", id: "topic" },
    { request: "msg", content: "x", room: "nowhere", id: "m.3" },
  ];
  const lines = requests.map((request) => `${JSON.stringify(request)}\n`);
  await one.write(lines.join(""));
  await one.output((out) => out.includes('"m.3"'));
  await two.output((out) => out.includes('"topic":"green"'));
  const first = objectsIn((await one.ended()).out);
  const second = objectsIn((await two.ended()).out);
  const answers = first.filter(({ id }) => id !== undefined)
    .map(({ type, id, code }) => [type, id, code]);
  assertEquals(answers, [
    ["joined", "join", "joined"],
    ["ack", "m.1", "ack"],
    ["ack", "m.2", "ack"],
    ["ack", "topic", "ack"],
    ["error", "m.3", "unknown_room"],
  ]);
  const told = second.filter(({ type }) =>
    type === "joined" || type === "message" || type === "topic"
  ).map(({ type, content, own_id, topic }) => [
    type,
    type === "message" ? content : topic,
    own_id,
  ]);
  assertEquals(told, [
    ["joined", "", undefined],
    ["message", "one", "m.1"],
    ["message", "note", "m.2"],
    ["topic", "green", undefined],
  ]);
  assertEquals(first.filter(({ type }) => type === "topic").length, 1);
});

Deno.test("ktn logs in as who runs it where only a password is said", async () => {
  await using server = await startServer();
  await using folder = await TempFolder.make();
  const password = await account(server, "ada", folder);
  const env = { USER: "ada", KTN_PASSWORD_FILE: password };
  const host = formatAddress(server.address);
  await using names = start([...KTN, "names", host], { env });
  assertEquals(await names.ended(), { code: 0, out: "ada\n", err: "" });
  await using sent = start([...KTN, "send", host, "hi"], { env });
  assertEquals(await sent.ended(), { code: 0, out: "", err: "" });
  await using tail = start([...KTN, "tail", host, "--json"], { env });
  const [said] = objectsIn((await tail.ended()).out);
  assertEquals([said?.sender, said?.account], ["ada", true]);
});
