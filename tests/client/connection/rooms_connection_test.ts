/** The client with a server of version 3, and what it keeps from one below. */

import { assertEquals } from "@std/assert";
import type { CloseReason } from "../../../client/connection/close_reason.ts";
import { Connection } from "../../../client/connection/connection.ts";
import type { ConnectionOptions } from "../../../client/connection/connection_options.ts";
import type {
  AskPassword,
  PasswordKind,
} from "../../../client/connection/credentials.ts";
import { makeIds } from "../../../client/connection/message_ids.ts";
import type { TokenStore } from "../../../client/connection/name_token.ts";
import { dial } from "../../../client/connection/tcp_transport.ts";
import { UnackedMessages } from "../../../client/connection/unacked_messages.ts";
import type { Address } from "../../../shared/address.ts";
import type { Event } from "../../../shared/event.ts";
import { TEST_TIMEOUTS } from "../../support/plain_client.ts";
import {
  ack,
  history,
  info,
  message,
  type Peer,
  playServer,
  refusal,
  type Sent,
  welcome,
} from "../../support/scripted_server.ts";
import { within } from "../../support/within.ts";

/** What happened on a connection, and the connection. */
interface Bench {
  readonly connection: Connection;
  readonly events: Event[];
  /** What became of each message. */
  readonly results: string[];
  readonly over: Promise<CloseReason>;
  /** Resolves when such an event came. */
  seen(isIt: (event: Event) => boolean): Promise<void>;
  /** Resolves when it is logged in. */
  online(): Promise<void>;
}

function open(
  address: Address,
  options: Partial<ConnectionOptions> = {},
): Bench {
  const events: Event[] = [];
  const results: string[] = [];
  const waiting: { isIt: (event: Event) => boolean; resolve: () => void }[] =
    [];
  const connection = new Connection({
    dial: (signal) => dial(address, signal),
    name: "ada",
    pending: new UnackedMessages(),
    nextId: makeIds(),
    timeouts: TEST_TIMEOUTS,
    login: { version: 3 },
    backoff: () => 0,
    ...options,
    listener: {
      onState: () => {},
      onEvent: (event) => {
        events.push(event);
        for (const { isIt, resolve } of waiting) if (isIt(event)) resolve();
      },
      onSettled: (_, result) => {
        const text = result.kind === "refused" ? `: ${result.error.text}` : "";
        results.push(`${result.kind}${text}`);
      },
    },
  });
  const over = connection.run();
  const seen = async (isIt: (event: Event) => boolean) => {
    if (events.some(isIt)) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.push({ isIt, resolve });
    await within(promise, "an event");
  };
  const online = () => seen(({ kind }) => kind === "welcome");
  return { connection, events, results, over, seen, online };
}

async function leave({ connection, over }: Bench): Promise<CloseReason> {
  await connection.leave();
  return await within(over, "the end");
}

/** Answers a logout. */
async function goodbye(peer: Peer): Promise<void> {
  await peer.expect("logout");
  await peer.say(info("Goodbye"));
}

const V3 = { version: 3 };

const topic = (text: string, seq: number, room = "lobby") =>
  info(`The topic is ${text}`, {
    code: "topic",
    topic: text,
    by: "bob",
    seq,
    room,
  });

Deno.test("Connection resumes after the highest seq of live and login pages, and no other", async () => {
  const sinces: unknown[] = [];
  const login = async (peer: Peer) => {
    sinces.push((await peer.expect("login")).since);
  };
  await using server = playServer(
    async (peer) => {
      await login(peer);
      await peer.say(
        welcome({ ...V3, seq: 40 }),
        history([message("bob", "a", 3)], { more: true, first: 1, last: 3 }),
        history([], { more: false, first: 4, last: 10 }),
      );
      const { id } = await peer.expect("history");
      await peer.say(history([message("bob", "found", 30)], { id, last: 35 }));
      await peer.say(ack(await peer.expect("msg"), 41));
    },
    async (peer) => {
      await login(peer);
      await peer.say(
        welcome({ ...V3, seq: 50 }),
        history([message("ada", "b", 41), message("bob", "c", 42)], {
          more: false,
          first: 11,
          last: 42,
        }),
        topic("tea", 44),
      );
    },
    async (peer) => {
      await login(peer);
      await peer.say(welcome({ ...V3, seq: 50 }), history([], { more: false }));
      await goodbye(peer);
    },
  );
  const bench = open(server.address);
  await bench.seen((event) => event.kind === "welcome");
  await bench.connection.request({ request: "history" });
  bench.connection.say("b");
  bench.connection.push();
  await bench.seen((event) => event.kind === "topic");
  const isOnline = ({ kind }: Event) => kind === "welcome";
  await bench.seen(() => bench.events.filter(isOnline).length === 3);
  await leave(bench);
  assertEquals(sinces, [undefined, 10, 44]);
  const shown = bench.events.flatMap((event) =>
    event.kind === "history" ? event.messages.map(({ text }) => text) : []
  );
  assertEquals(shown, ["a", "c"]);
});

Deno.test("Connection shows every message and change of every conversation once, over a cut", async () => {
  const dm = (text: string, seq: number) => ({
    ...message("bob", text, seq),
    room: undefined,
    to: "Ada",
    talk: "t1",
    account: true,
  });
  const tea = (text: string, seq: number) => ({
    ...message("bob", text, seq),
    room: "tea",
  });
  await using server = playServer(
    async (peer) => {
      await peer.expect("login");
      await peer.say(
        welcome({ ...V3, seq: 4 }),
        history([tea("tea 1", 1), dm("dm 2", 2), topic("old", 3)], {
          more: false,
          last: 4,
        }),
        dm("dm 5", 5),
        topic("new", 6, "tea"),
      );
    },
    async (peer) => {
      await peer.expect("login");
      await peer.say(
        welcome({ ...V3, seq: 9 }),
        // Sent again by a server that goes back further than it must.
        history([dm("dm 5", 5), topic("new", 6, "tea"), tea("tea 7", 7)], {
          more: true,
          last: 7,
        }),
        history([topic("newer", 8, "tea"), dm("dm 9", 9)], {
          more: false,
          last: 9,
        }),
        dm("dm 9", 9),
        { ...dm("mine, elsewhere", 10), sender: "ada", own_id: "x-1" },
      );
      await goodbye(peer);
    },
  );
  const bench = open(server.address);
  await bench.seen((event) => event.kind === "message" && event.seq === 10);
  await leave(bench);
  const shown = bench.events.flatMap((event) => {
    if (event.kind === "topic") return [event.topic];
    if (event.kind === "message") return [event.text];
    if (event.kind !== "history") return [];
    const { messages, changes = [] } = event;
    return [
      ...messages.map(({ text }) => text),
      ...changes.map((change) => change.kind === "topic" ? change.topic : ""),
    ];
  });
  assertEquals(shown, [
    ...["tea 1", "dm 2", "old"],
    ...["dm 5", "new", "tea 7", "dm 9", "newer"],
    "mine, elsewhere",
  ]);
  const last = bench.events.findLast((event) => event.kind === "message");
  assertEquals(last?.kind === "message" && [last.ownId, last.talk], [
    "x-1",
    "t1",
  ]);
});

Deno.test("Connection sends a message to its room or person, and there again after a cut", async () => {
  const heard: Sent[] = [];
  await using server = playServer(
    async (peer) => {
      await peer.expect("login");
      await peer.say(welcome(V3), history([], { more: false }));
      for (let count = 0; count < 3; count++) {
        heard.push(await peer.expect("msg"));
      }
    },
    async (peer) => {
      await peer.expect("login");
      await peer.say(welcome({ ...V3, seq: 3 }), history([], { more: false }));
      for (let seq = 1; seq <= 3; seq++) {
        const again = await peer.expect("msg");
        heard.push(again);
        await peer.say(ack(again, seq, { away: "lunch" }));
      }
      await goodbye(peer);
    },
  );
  const bench = open(server.address);
  bench.connection.say("one", { room: "Lobby" }, "1");
  bench.connection.say("two", { room: "tea" }, "2");
  bench.connection.say("three", { to: "bob", talk: "t1" }, "3");
  await bench.seen((event) => event.kind === "ack" && event.id === "3");
  await leave(bench);
  const said = [
    { request: "msg", content: "one", id: "1" },
    { request: "msg", content: "two", id: "2", room: "tea" },
    { request: "msg", content: "three", id: "3", to: "bob", talk: "t1" },
  ];
  assertEquals(heard, [...said, ...said]);
  assertEquals(bench.results, ["sent", "sent", "sent"]);
});

/** Servers without rooms: ktn's of version 2, and one of 2016. */
const WITHOUT_ROOMS: readonly (readonly [what: string, answer: Sent])[] = [
  ["of version 2", welcome({ version: 2 })],
  ["of version 1", welcome({ version: 1 })],
  ["of 2016", info("Login successful")],
];

for (const [what, answer] of WITHOUT_ROOMS) {
  Deno.test(`Connection tells a server ${what} nothing that is meant for one person or another room`, async () => {
    const heard: (string | undefined)[] = [];
    await using server = playServer(async (peer) => {
      await peer.expect("login");
      await peer.say(answer);
      for (let sent = await peer.next(); sent; sent = await peer.next()) {
        heard.push(JSON.stringify(sent));
        if (sent.request === "logout") return await peer.say(info("Goodbye"));
        if (sent.request === "msg") await peer.say(ack(sent, 1));
        if (sent.request === "ping") {
          await peer.say(info("pong", { code: "pong", id: sent.id }));
        }
      }
    });
    const bench = open(server.address);
    const { connection, results } = bench;
    connection.say("secret", { to: "bob" });
    connection.say("secret", { room: "tea" });
    connection.say("to all", { room: "LOBBY" });
    await within(connection.pendingAtMost(0, 5000), "the results");
    const answers: (string | undefined)[] = [];
    for (
      const request of [
        { request: "history", with: "secret" },
        { request: "search", content: "x", talk: "secret" },
        { request: "names", room: "secret" },
        { request: "join", content: "secret" },
        { request: "msg", content: "x", to: "secret" },
        { request: "passwd", content: "secret12", old: "secret" },
      ] as const
    ) {
      const event = await connection.request(request);
      answers.push(
        event?.kind === "error" ? `${event.code}: ${event.text}` : event?.kind,
      );
    }
    await leave(bench);
    assertEquals(results, [
      "refused: This server has no direct messages: everybody would read it there",
      "refused: This server has no rooms but the lobby: everybody would read it there",
      "sent",
    ]);
    assertEquals(answers, [
      "unknown_request: This server has no direct messages",
      "unknown_request: This server has no direct messages",
      "unknown_request: This server has no rooms but the lobby",
      "unknown_request: This server has no rooms but the lobby",
      "unknown_request: This server has no direct messages",
      "unknown_request: This server has no accounts",
    ]);
    assertEquals(heard.filter((line) => line?.includes("secret")), []);
  });
}

Deno.test("Connection asks for the password that a login lacks, and again when it was wrong", async () => {
  const logins: Sent[] = [];
  const refuse = (code: string, fields: Sent = {}) => async (peer: Peer) => {
    logins.push(await peer.expect("login"));
    await peer.say(refusal("no", { code, ...fields }));
  };
  await using server = playServer(
    refuse("password_required", { needs: "server_password" }),
    refuse("password_required", { needs: "password" }),
    refuse("bad_password"),
    async (peer) => {
      logins.push(await peer.expect("login"));
      await peer.say(welcome(V3), history([], { more: false }));
      await goodbye(peer);
    },
  );
  const asked: unknown[] = [];
  const answers = ["open", "wrong", "right"];
  const askPassword: AskPassword = (kind: PasswordKind, isWrong) => {
    asked.push([kind, isWrong]);
    return Promise.resolve(answers.shift());
  };
  const bench = open(server.address, { askPassword });
  await bench.online();
  assertEquals(await leave(bench), { kind: "left" });
  const login = { request: "login", content: "ada", version: 3 };
  assertEquals(logins, [
    login,
    { ...login, server_password: "open" },
    { ...login, server_password: "open", password: "wrong" },
    { ...login, server_password: "open", password: "right" },
  ]);
  assertEquals(asked, [
    ["server_password", false],
    ["password", false],
    ["password", true],
  ]);
});

Deno.test("Connection ends with the refusal where no password is to be had, or three were wrong", async () => {
  let count = 0;
  const refuse = async (peer: Peer) => {
    await peer.expect("login");
    count++;
    await peer.say(refusal("no", { code: "bad_password" }));
  };
  const ends: unknown[] = [];
  const sources: readonly (AskPassword | undefined)[] = [
    undefined,
    () => Promise.resolve(undefined),
    () => Promise.resolve("wrong"),
  ];
  for (const askPassword of sources) {
    count = 0;
    await using server = playServer(...Array.from({ length: 9 }, () => refuse));
    const { over } = open(server.address, {
      ...(askPassword ? { askPassword } : {}),
      passwords: { password: "known" },
    });
    const { kind } = await within(over, "the end");
    ends.push([kind, count]);
  }
  assertEquals(ends, [["refused", 1], ["refused", 1], ["refused", 4]]);
});

Deno.test("Connection leaves at once while somebody is asked for a password", async () => {
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(refusal("no", { code: "password_required" }));
    await peer.drain();
  });
  const asked = Promise.withResolvers<void>();
  const bench = open(server.address, {
    askPassword: () => {
      asked.resolve();
      return new Promise(() => {});
    },
  });
  await within(asked.promise, "the question");
  assertEquals(await leave(bench), { kind: "left" });
});

/** Keeps what is done to it. */
function fakeStore(acts: string[]): TokenStore {
  return {
    load: () => undefined,
    save: (token) => void acts.push(`save ${token}`),
    remove: () => void acts.push("remove"),
    close: () => Promise.resolve(),
  };
}

Deno.test("Connection keeps its token over a logout from version 3 on, and takes the one of a new password", async () => {
  const kept: string[][] = [];
  for (const version of [2, 3]) {
    const acts: string[] = [];
    await using server = playServer(async (peer) => {
      await peer.expect("login");
      await peer.say(
        welcome({ version, token: "one" }),
        history([], { more: false }),
        info("Changed", { code: "password_changed", token: "two" }),
        info("more", { code: "last" }),
      );
      for (let sent = await peer.next(); sent; sent = await peer.next()) {
        if (sent.request === "logout") await peer.say(info("Goodbye"));
      }
    });
    const bench = open(server.address, { tokens: fakeStore(acts) });
    await bench.seen((event) => event.kind === "info" && event.code === "last");
    await leave(bench);
    kept.push(acts);
  }
  assertEquals(kept, [
    ["save one", "save two", "remove"],
    ["save one", "save two"],
  ]);
});

Deno.test("Connection.request() resolves with the answer, which the listener does not hear, or with nothing when it was cut", async () => {
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(welcome(V3), history([], { more: false }));
    const { id } = await peer.expect("join");
    await peer.say(
      info("You are in tea", { code: "joined", room: "tea", id, seq: 4 }),
    );
    const leaving = await peer.expect("leave");
    await peer.say(
      refusal("No such room", { code: "unknown_room", id: leaving.id }),
    );
    await peer.expect("rooms");
  }, async (peer) => {
    await peer.expect("login");
    await peer.say(welcome(V3), history([], { more: false }));
    await goodbye(peer);
  });
  const bench = open(server.address);
  const { connection } = bench;
  assertEquals(await connection.request({ request: "rooms" }), undefined);
  await bench.online();
  const joined = await connection.request({ request: "join", content: "tea" });
  const left = await connection.request({ request: "leave", content: "x" });
  const lost = await connection.request({ request: "rooms" });
  await bench.seen(({ kind }) => kind === "welcome");
  await leave(bench);
  assertEquals([joined?.kind, left?.kind, lost], [
    "joined",
    "error",
    undefined,
  ]);
  const kinds = new Set(bench.events.map(({ kind }) => kind));
  assertEquals([kinds.has("joined"), kinds.has("error")], [false, false]);
});
