/** Rooms and talks between two on one terminal, on a server that has them. */

import { assert, assertEquals } from "@std/assert";
import { beginChat } from "../../support/played_chat.ts";
import {
  ackOf,
  direct,
  RoomsPeer,
  type RoomsPeerOptions,
  said,
  summary,
  talkOf,
} from "../../support/rooms_peer.ts";
import {
  info,
  playServer,
  refusal,
  type Sent,
} from "../../support/scripted_server.ts";
import {
  startTerminalClient,
  type TerminalClient,
  type TerminalClientOptions,
} from "../../support/terminal_client.ts";
import { within } from "../../support/within.ts";
import type { Target } from "../../../shared/target.ts";

const ALT_1 = "\x1b1";
const ALT_A = "\x1ba";
const ALT_LEFT = "\x1b[1;3D";
const ALT_RIGHT = "\x1b[1;3C";
const CTRL_U = "\x15";

Deno.test("a direct message is counted apart, and what is typed in its talk goes to that person only", async () => {
  const heard: Sent[] = [];
  await chat(async (peer) => {
    await peer.say(direct(["bob", "ada"], "psst", 7));
    const sent = await peer.expect("msg");
    heard.push(sent);
    await peer.say(ackOf(sent, 8));
    await peer.drain();
  }, async (client) => {
    await client.seen(/@bob 1/);
    assertEquals(client.terminal.said.join().includes("psst"), false);
    client.type(ALT_A);
    await client.seen(/bob: psst/);
    await client.seen(/^ada to bob>$/m);
    assert(client.terminal.status.includes(" only to bob "));
    client.type("quietly\r");
    await client.seen(/ada: quietly/);
    client.type(ALT_1);
    await client.seen(/^ada>$/m);
    assertEquals(client.terminal.said.join().includes("quietly"), false);
  });
  const [{ to, talk, room, content } = {}] = heard;
  assertEquals({ to, talk, room, content }, {
    to: "bob",
    talk: talkOf("ada", "bob"),
    room: undefined,
    content: "quietly",
  });
});

Deno.test("/msg says something to one person, and one stays where one is", async () => {
  const heard: Sent[] = [];
  await chat(async (peer) => {
    for (const seq of [1, 2]) {
      const sent = await peer.expect("msg");
      heard.push(sent);
      await peer.say(ackOf(sent, seq, { away: seq === 2 ? "lunch" : true }));
    }
    await peer.drain();
  }, async (client) => {
    client.type("/msg @bob first\r");
    await client.seen(/\* Goes to bob only; Alt-3 shows the talk/);
    await client.seen(/^ada>$/m);
    client.type("/msg bob second\r");
    client.type("\x1b3");
    await client.seen(/ada: first\n\* bob is not here\n.*ada: second/);
    await client.seen(/\* bob is away: lunch/);
  });
  assertEquals(heard.map(({ to, content }) => [to, content]), [
    ["bob", "first"],
    ["bob", "second"],
  ]);
});

Deno.test("/reply answers who wrote last, and /query goes to a talk", async () => {
  const heard: Sent[] = [];
  await chat(async (peer) => {
    await peer.say(direct(["cy", "ada"], "hello", 3));
    const sent = await peer.expect("msg");
    heard.push(sent);
    await peer.say(ackOf(sent, 4));
    await peer.drain();
  }, async (client) => {
    await client.seen(/@cy 1/);
    client.type("/reply well\r");
    await client.seen(/Goes to cy only/);
    client.type("/query cy\r");
    await client.seen(/cy: hello\n.*ada: well/);
    client.type("/leave\r");
    await client.seen(/^ada>$/m);
    assertEquals(client.terminal.status.includes("cy"), false);
  });
  assertEquals(heard.map(({ to, talk }) => [to, talk]), [
    ["cy", talkOf("ada", "cy")],
  ]);
});

Deno.test("two people who have had one name are two talks", async () => {
  await chat(async (peer) => {
    await peer.say(direct(["bob", "ada"], "the first bob", 3));
    await peer.say({ ...direct(["bob", "ada"], "another", 4), talk: "other" });
    await peer.drain();
  }, async (client) => {
    await client.seen(/@bob 1 · @bob 1/);
    client.type("\x1b4");
    await client.seen(/Another person has this name.*\n.*\n.*bob: another/);
    assertEquals(client.terminal.said.join().includes("first"), false);
  });
});

Deno.test("/join goes into a room and tells what it is like, and /leave goes back", async () => {
  const heard: Sent[] = [];
  await chat(async (peer) => {
    const first = await peer.expect("join");
    await peer.say(refusal("There is no room tea", {
      ...{ code: "unknown_room", id: first.id },
    }));
    const second = await peer.expect("join");
    await peer.say(joined("tea", { id: second.id, topic: "Leaves" }));
    heard.push(first, second, await peer.expect("msg"));
    const leave = await peer.expect("leave");
    heard.push(leave);
    await peer.say(info("", { code: "left", room: "tea", id: leave.id }));
    await peer.drain();
  }, async (client) => {
    client.type("/join #tea\r");
    await client.seen(/! There is no room tea\n.*\/join tea new makes a room/);
    client.type("/join tea new private\r");
    await client.seen(/You are in tea, 2 people here: ada, bob\n.*: Leaves/);
    await client.seen(/── tea · 2 people/);
    client.type("hot\r");
    client.type("/leave\r");
    await client.seen(/\* You are no more in tea/);
    await client.seen(/── lobby/);
  });
  assertEquals(
    heard.map(({ request, content, make, private: isPrivate, room }) => [
      ...[request, content, make && isPrivate ? "new private" : room],
    ]),
    [
      ["join", "tea", undefined],
      ["join", "tea", "new private"],
      ["msg", "hot", "tea"],
      ["leave", "tea", undefined],
    ],
  );
});

Deno.test("the password of a room is asked for and not shown", async () => {
  const heard: Sent[] = [];
  await chat(async (peer) => {
    for (const answer of [wrong, wrong, joined("tea")]) {
      const sent = await peer.expect("join");
      heard.push(sent);
      await peer.say({ ...answer, id: sent.id });
    }
    await peer.drain();
  }, async (client) => {
    client.type("/join tea\r");
    await client.seen(/^Password of the room tea:$/m);
    client.type("not it\r");
    await client.seen(/! That is not the password/);
    await client.seen(/^Password of the room tea:$/m);
    client.type("o\u0308ffne dich\r");
    await client.seen(/You are in tea/);
    assertEquals(/not it|dich/.test(client.terminal.written), false);
  });
  assertEquals(heard.map(({ password }) => password), [
    undefined,
    "not it",
    "öffne dich",
  ]);
});

Deno.test("whoever is removed from a room reads on, and sends nothing anywhere else", async () => {
  const heard: Sent[] = [];
  await chat(async (peer) => {
    await peer.say(said("ops", "bob", "bye", 2));
    await peer.say(info("", {
      ...{ code: "left", room: "ops", by: "bob", reason: "off topic" },
    }));
    for (;;) {
      const sent = await peer.next();
      if (!sent) return;
      heard.push(sent);
    }
  }, async (client) => {
    await client.seen(/bob has removed you from ops: off topic/);
    client.type("\x1b2");
    await client.seen(/There is no room 2/);
  });
  await chat(async (peer) => {
    await peer.expect("msg");
    await peer.say(info("", { code: "left", room: "ops", by: "bob" }));
    for (;;) {
      const sent = await peer.next();
      if (!sent) return;
      heard.push(sent);
    }
  }, async (client) => {
    client.type("for lobby");
    client.type("\x1b2");
    await client.seen(/^ada>$/m);
    client.type("one\r");
    client.type("two");
    await client.seen(/bob has removed you from ops/);
    client.type("\r");
    await client.seen(
      /Not sent: you are no more in ops. \/join ops goes there/,
    );
    await client.seen(/^ada> two$/m);
    client.type(ALT_LEFT);
    await client.seen(/^ada> for lobby$/m);
    assertEquals(client.terminal.status.includes("ops"), false);
    client.type(CTRL_U);
  });
  assertEquals(heard.filter(({ request }) => request === "msg"), []);
});

Deno.test("a text that nobody took is there again where it was typed", async () => {
  await chat(async (peer) => {
    const sent = await peer.expect("msg");
    const away = await peer.expect("away");
    await peer.say(
      refusal("cy takes no messages", { code: "forbidden", id: sent.id }),
      info("Done", { code: "ack", id: away.id }),
    );
    await peer.drain();
  }, async (client) => {
    client.type("/query cy\r");
    await client.seen(/^ada to cy>$/m);
    client.type("a secret\r");
    await client.seen(/… a secret/);
    client.type(ALT_1);
    await client.seen(/^ada>$/m);
    client.type("/away\r");
    await client.seen(/You are marked as here again/);
    assertEquals(client.terminal.rows.join().includes("secret"), false);
    client.type("\x1b3");
    await client.seen(/! Not sent: a secret\n! cy takes no messages/);
    await client.seen(/^ada to cy> a secret$/m);
    client.type(CTRL_U);
    client.type(ALT_1);
    await client.seen(/^ada>$/m);
    assertEquals(client.terminal.rows.join().includes("secret"), false);
  });
});

Deno.test("a text for somebody who is not there is never given back to another room as it is", async () => {
  await chat(async (peer) => {
    const sent = await peer.expect("msg");
    await peer.say(refusal("Cannot find this person", {
      ...{ code: "unknown_user", id: sent.id },
    }));
    await peer.drain();
  }, async (client) => {
    client.type("/msg nobody a secret\r");
    await client.seen(/! Not sent: a secret\n! Cannot find this person/);
    await client.seen(/^ada> \/msg nobody a secret$/m);
    client.type(CTRL_U);
    client.type("\x1b3");
    await client.seen(/! There is no room 3/);
  });
});

Deno.test("Alt-A goes where somebody named one or talks to one alone, before all other rooms", async () => {
  await chat(async (peer) => {
    await peer.say(
      said("ops", "bob", "hello all", 1),
      said("tea", "bob", "ada: come", 2),
      direct(["cy", "ada"], "psst", 3),
    );
    await peer.drain();
  }, async (client) => {
    await client.seen(/#ops 1 · #tea 1 @1 · @cy 1/);
    const places = [];
    for (const text of [/ada: come/, /cy: psst/, /hello all/]) {
      client.type(ALT_A);
      await client.seen(text);
      places.push(/── (only to \S+|\S+)/.exec(client.terminal.status)?.[1]);
    }
    assertEquals(places, ["tea", "only to cy", "ops"]);
    client.type(ALT_RIGHT);
    await client.seen(/── tea/);
    client.type(ALT_LEFT);
    await client.seen(/── ops/);
  }, { rooms: ["lobby", "ops", "tea"].map((room) => summary(room)) });
});

Deno.test("what was said in a room before is there when one looks, and more of it further up", async () => {
  const earlier = Array.from(
    { length: 300 },
    (_, at) => said("ops", "bob", `line ${at + 1}`, at + 1),
  );
  await chat((peer) => peer.drain(), async (client) => {
    client.type("\x1b2");
    await client.seen(/bob: line 300/);
    client.type("\x1b[1;5H");
    await client.seen(/bob: line 1\n/);
    await client.seen(/the beginning/);
  }, { earlier: { ops: earlier }, welcome: { seq: 300 } });
});

Deno.test("an invitation says what to type, and rings", async () => {
  await chat(async (peer) => {
    await peer.say(info("", { code: "invitation", room: "tea", by: "bob" }));
    await peer.drain();
  }, async (client) => {
    await client.seen(/\* bob invites you to tea: \/join tea goes there/);
    assertEquals(client.terminal.bells, 1);
  });
});

Deno.test("a topic stands in its room, and /topic tells it again", async () => {
  await chat(async (peer) => {
    await peer.say(info("", {
      ...{ code: "topic", room: "ops", by: "bob", topic: "Friday", seq: 4 },
    }));
    const sent = await peer.expect("topic");
    await peer.say(info("", {
      ...{ code: "topic", room: "ops", by: "ada", topic: sent.content, seq: 5 },
    }));
    await peer.drain();
  }, async (client) => {
    client.type("\x1b2");
    await client.seen(/\* bob set the topic: Friday/);
    client.type("/topic\r");
    await client.seen(/\* The topic of ops is: Friday/);
    client.type("/topic -\r");
    await client.seen(/\* ada took the topic away/);
    client.type(ALT_1);
    await client.seen(/── lobby/);
    assertEquals(client.terminal.said.join().includes("topic"), false);
  });
});

Deno.test("Tab completes rooms one is in and rooms one may join, and people", async () => {
  const rooms = [...["lobby", "ops"].map((room) => summary(room)), {
    ...summary("tearoom"),
    role: undefined,
  }];
  await chat((peer) => peer.drain(), async (client) => {
    client.type("/join #te\t");
    await client.seen(/^ada> \/join #tearoom$/m);
    client.type(CTRL_U);
    client.type("/msg b\t");
    await client.seen(/^ada> \/msg bob$/m);
    client.type(CTRL_U);
    client.type("/reg\t");
    await client.seen(/^ada> \/register$/m);
    client.type(CTRL_U);
  }, { rooms, welcome: { rooms: ["lobby", "ops"] } });
});

Deno.test("who types meanwhile is not taken to another room, and what is typed stays where it was begun", async () => {
  const heard: Sent[] = [];
  await chat(async (peer) => {
    const join = await peer.expect("join");
    await peer.expect("whois");
    await peer.say(joined("tea", { id: join.id }));
    const leave = await peer.expect("leave");
    await peer.expect("whois");
    await peer.say(info("", { code: "left", room: "tea", id: leave.id }));
    for (let sent = await peer.next(); sent; sent = await peer.next()) {
      heard.push(sent);
    }
  }, async (client) => {
    client.type("/join tea\r");
    client.type("/whois bob\r");
    client.type("for lo");
    await client.seen(/\* You are in tea as well/);
    client.type("bby");
    await client.seen(/^ada> for lobby$/m);
    client.type("\x1b3");
    await client.seen(/── tea/);
    client.type("/leave\r");
    client.type("/whois bob\r");
    client.type("for t");
    await client.seen(/! You are no more in tea/);
    client.type("ea");
    client.type("\r");
    await client.seen(/! Not sent: you are no more in tea/);
    await client.seen(/^ada> for tea$/m);
    client.type(CTRL_U);
    client.type(ALT_1);
    await client.seen(/^ada> for lobby$/m);
    client.type(CTRL_U);
  });
  assertEquals(heard.filter(({ request }) => request === "msg"), []);
});

Deno.test("after a cut what was missed is counted in its room, and what waited goes to its talk, once", async () => {
  const heard: Sent[] = [];
  await using server = playServer(async (conn) => {
    const peer = new RoomsPeer(conn, { welcome: { seq: 2 } });
    await peer.begin();
    await peer.say(direct(["bob", "ada"], "before", 3));
    heard.push(await peer.expect("msg"));
  }, async (conn) => {
    const peer = new RoomsPeer(conn, {
      welcome: { seq: 6, log: "l" },
      past: [
        said("ops", "cy", "missed in ops", 4),
        direct(["bob", "ada"], "missed alone", 5),
        said("lobby", "cy", "missed in lobby", 6),
      ],
      rooms: [summary("lobby"), summary("ops", { read: 1, unread: 1 })],
      direct: [{ with: "bob", talk: talkOf("ada", "bob"), read: 3, unread: 1 }],
    });
    const login = await peer.begin();
    heard.push(login);
    const sent = await peer.expect("msg");
    heard.push(sent);
    await peer.say(ackOf(sent, 7, { duplicate: true }));
    await peer.drain();
  });
  const client = startTerminalClient(server.address, { name: "ada" });
  await client.seen(/@bob 1/);
  client.type("\x1b3");
  await client.seen(/bob: before/);
  client.type("answer\r");
  client.type(ALT_1);
  await client.seen(/Online again/);
  await client.seen(/#ops 1 · @bob 1/);
  await client.seen(/missed in lobby/);
  assertEquals(/alone|in ops/.test(client.terminal.said.join()), false);
  client.type("\x1b3");
  await client.seen(
    /bob: before\n(?:.*\n)*─── new since.*\n.*bob: missed alone\n.*ada: answer\n/,
  );
  assertEquals(client.terminal.said.join().split("answer").length, 2);
  client.session.stop(0);
  await client.finished;

  const [first, login, again] = heard;
  assertEquals([first?.to, again?.to], ["bob", "bob"]);
  assertEquals([first?.id, first?.talk], [again?.id, again?.talk]);
  assertEquals(login?.since, 3);
});

Deno.test("rooms that a welcome does not name are gone, and who looks there is told", async () => {
  await using server = playServer(async (conn) => {
    const peer = new RoomsPeer(conn, {
      rooms: ["lobby", "ops", "tea"].map((room) => summary(room)),
    });
    await peer.begin();
    await peer.expect("whois");
  }, async (conn) => {
    const peer = new RoomsPeer(conn, { rooms: [summary("lobby")] });
    await peer.begin();
    await peer.drain();
  });
  const client = startTerminalClient(server.address, { name: "ada" });
  await client.seen(/ here: /);
  client.type("\x1b2");
  await client.seen(/── ops/);
  client.type("/whois bob\r");
  await client.seen(/Online again/);
  await client.seen(/! You are no more in ops/);
  client.type("\x1b3");
  await client.seen(/! There is no room 3/);
  client.type("hello");
  client.type("\r");
  await client.seen(/! Not sent: you are no more in ops/);
  client.type(CTRL_U);
  client.type(ALT_1);
  await client.seen(/── lobby/);
  client.type("\x1b2");
  await client.seen(/! There is no room 2/);
  client.session.stop(0);
  await client.finished;
});

Deno.test("a message of one's own from another device stands where it was said, and is news to nobody", async () => {
  await chat(async (peer) => {
    await peer.say(
      { ...said("ops", "ada", "from my phone", 4), own_id: "p1" },
      { ...direct(["ada", "bob"], "and alone", 5), own_id: "p2" },
      info("", { code: "joined", room: "tea", names: [], count: 1, seq: 5 }),
      info("", { code: "read", room: "ops", seq: 4 }),
    );
    await peer.drain();
  }, async (client) => {
    client.type("\x1b4");
    await client.seen(/── tea/);
    client.type("\x1b3");
    await client.seen(/ada: and alone/);
    client.type("\x1b2");
    await client.seen(/ada: from my phone/);
    assertEquals(/#|@/.test(client.terminal.status), false);
  });
});

Deno.test("a chat begins where the command line says, and joins that room where one is not in it", async () => {
  const begin = (target: Target) => ({ client: { target } });
  await chat(
    (peer) => peer.drain(),
    (client) => client.seen(/^ada to bob>$/m),
    begin({ to: "bob" }),
  );
  await chat(
    (peer) => peer.drain(),
    (client) => client.seen(/── ops/),
    begin({ room: "ops" }),
  );
  await chat(
    async (peer) => {
      const { id, content } = await peer.expect("join");
      assertEquals(content, "tea");
      await peer.say(joined("tea", { id }));
      await peer.drain();
    },
    (client) => client.seen(/── tea/),
    begin({ room: "tea" }),
  );
});

Deno.test("a server without rooms is asked for none: there is a sentence, and the line stays", async () => {
  await using server = playServer(async (peer) => {
    await beginChat(peer);
    assertEquals((await peer.next())?.request, "logout");
  });
  const client = startTerminalClient(server.address, { name: "ada" });
  await client.seen(/ here: /);
  for (
    const [line, why] of [
      ["/join ops", /! This server has no rooms: everybody is in one/],
      ["/msg bob hi", /! Not sent: this server has no direct messages/],
      ["/w bob hi", /! Not sent: this server has no direct messages/],
      ["/register", /! Not sent: this server has no accounts/],
      ["/whois bob", /! This server knows nothing about people/],
      ["/away", /! This server has no mark for being away/],
      ["/topic x", /! This server has no rooms/],
    ] as const
  ) {
    client.type(line);
    client.type("\r");
    await client.seen(why);
    await client.seen(new RegExp(`^ada> ${line}$`, "m"));
    client.type(CTRL_U);
  }
  client.type("\x04");
  await within(client.finished, "the end");
  await within(server.played, "the script");
});

Deno.test("an answer stands in the room in which it was asked for", async () => {
  await chat(async (peer) => {
    const sent = await peer.expect("whois");
    const msg = await peer.expect("msg");
    await peer.say(
      info("", {
        ...{ code: "whois", user: "bob", account: true, rooms: ["ops"] },
        id: sent.id,
      }),
      ackOf(msg, 3),
    );
    await peer.drain();
  }, async (client) => {
    client.type("\x1b2/whois bob\r");
    client.type(ALT_1);
    client.type("go\r");
    await client.seen(/ada: go/);
    assertEquals(client.terminal.said.join().includes("account"), false);
    client.type("\x1b2");
    await client.seen(/\* bob has an account\n +not here\n +in your rooms ops/);
  });
});

const wrong = refusal("That is not the password", { code: "bad_password" });

function joined(room: string, fields: Sent = {}): Sent {
  const names = ["ada", "bob"];
  return info("", {
    ...{ code: "joined", room, names, count: 2, topic: "", role: "owner" },
    ...{ history: "all", seq: 9, ...fields },
  });
}

/** Plays a chat of ada's on a server of version 3 until she has done it all. */
async function chat(
  play: (peer: RoomsPeer) => Promise<void>,
  act: (client: TerminalClient) => Promise<void>,
  options: RoomsPeerOptions & { readonly client?: TerminalClientOptions } = {},
): Promise<void> {
  await using server = playServer(async (peer) => {
    const rooms = new RoomsPeer(peer, options);
    await rooms.begin();
    await play(rooms);
  });
  const client = startTerminalClient(server.address, {
    name: "ada",
    ...options.client,
  });
  try {
    // Who begins elsewhere does not see who is in the lobby.
    if (!options.client?.target) await client.seen(/ here: /);
    await act(client);
  } finally {
    client.session.stop(0);
    await within(client.finished, "the end");
  }
}
