/** The client with a server that numbers messages, over cuts and refusals. */

import { within } from "../../support/within.ts";
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { Connection } from "../../../client/connection/connection.ts";
import { makeIds } from "../../../client/connection/message_ids.ts";
import { dial } from "../../../client/connection/tcp_transport.ts";
import { UnackedMessages } from "../../../client/connection/unacked_messages.ts";
import { startPlainClient, TEST_TIMEOUTS } from "../../support/plain_client.ts";
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

Deno.test("Connection says what was not acknowledged again, with the same id and in order", async () => {
  const heard: Sent[][] = [[], []];
  await using server = playServer(
    async (peer) => {
      await peer.expect("login");
      await peer.say(welcome());
      for (let count = 0; count < 3; count++) {
        heard[0]?.push(await peer.expect("msg"));
      }
      await peer.say(ack(heard[0]?.[0] ?? {}, 1));
    },
    async (peer) => {
      await peer.expect("login");
      await peer.say(welcome({ seq: 2 }));
      for (let count = 0; count < 2; count++) {
        heard[1]?.push(await peer.expect("msg"));
      }
      await peer.say(
        ack(heard[1]?.[0] ?? {}, 2, { duplicate: true }),
        ack(heard[1]?.[1] ?? {}, 3),
      );
      await leave(peer);
    },
  );
  const { code, err } = await startPlainClient(server.address, {
    input: ["one", "two", "three"],
  }).finished;

  await server.played;
  assertEquals(heard[1], heard[0]?.slice(1));
  assertEquals(new Set(heard[0]?.map(({ id }) => id)).size, 3);
  assertEquals(err, [
    "! The connection was lost; trying again",
    "* Online again",
  ]);
  assertEquals(code, 0);
});

Deno.test("Connection goes on after the last seq, with its token, and shows nothing twice", async () => {
  const logins: Sent[] = [];
  await using server = playServer(
    async (peer) => {
      logins.push(await peer.expect("login"));
      await peer.say(
        welcome({ seq: 4 }),
        history([message("bob", "a", 3)], { more: true }),
        history([message("bob", "b", 4)], { more: false }),
        message("bob", "c", 7),
      );
    },
    async (peer) => {
      logins.push(await peer.expect("login"));
      await peer.say(
        welcome({ seq: 9, token: "other" }),
        history([message("bob", "c", 7), message("bob", "d", 9)]),
        message("bob", "d", 9),
        message("bob", "e", 10),
      );
      await leave(peer);
    },
  );
  const client = startPlainClient(server.address);
  await client.seen(/e$/m);
  client.end();
  const { out } = await client.finished;

  assertEquals(logins, [
    { request: "login", content: "ada", version: 3 },
    { request: "login", content: "ada", version: 3, since: 7, token: "secret" },
  ]);
  assertEquals(
    out,
    ["a", "b", "c", "d", "e"].map((text) => `13:00 bob: ${text}`),
  );
});

Deno.test("Connection resumes after an empty history too", async () => {
  const sinces: unknown[] = [];
  const part = (seq: number) => async (peer: Peer) => {
    sinces.push((await peer.expect("login")).since);
    await peer.say(welcome({ seq }), history([]));
  };
  const silent = async (peer: Peer) => {
    sinces.push((await peer.expect("login")).since);
    await peer.say(welcome({ seq: 0 }));
  };
  await using server = playServer(silent, part(5), async (peer) => {
    sinces.push((await peer.expect("login")).since);
    await peer.say(welcome({ seq: 5 }), message("bob", "hi", 6));
    await leave(peer);
  });
  const client = startPlainClient(server.address);
  await client.seen(/hi/);
  client.end();
  await client.finished;

  assertEquals(sinces, [undefined, 0, 5]);
});

Deno.test("Connection resumes where a login stood that brought no history at all", async () => {
  const logins: unknown[] = [];
  const login = async (peer: Peer) => {
    const { since, log } = await peer.expect("login");
    logins.push([since, log]);
  };
  await using server = playServer(async (peer) => {
    await login(peer);
    await peer.say(welcome({ seq: 5, log: "log-1" }));
    const { id } = await peer.expect("ping");
    await peer.say({ response: "info", code: "pong", content: "pong", id });
  }, async (peer) => {
    await login(peer);
    const missed = [message("bob", "missed", 6)];
    await peer.say(welcome({ seq: 6, log: "log-1" }), history(missed));
    await leave(peer);
  });
  const client = startPlainClient(server.address);
  await client.seen(/missed/);
  client.end();
  await client.finished;

  assertEquals(logins, [[undefined, undefined], [5, "log-1"]]);
});

Deno.test("Connection does not show its own messages when a resume brings them back", async () => {
  let lost: unknown;
  await using server = playServer(
    async (peer) => {
      await peer.expect("login");
      await peer.say(welcome());
      await peer.say(ack(await peer.expect("msg"), 1));
      lost = (await peer.expect("msg")).id; // stored, but the ack is lost
    },
    async (peer) => {
      await peer.expect("login");
      const two = { ...message("ada", "two", 2), ["own_id"]: lost };
      const past = [message("ada", "one", 1), two];
      await peer.say(welcome({ seq: 2 }), history(past));
      await peer.say(ack(await peer.expect("msg"), 2, { duplicate: true }));
      await peer.say(message("bob", "end", 3));
      await leave(peer);
    },
  );
  const client = startPlainClient(server.address);
  client.type("one");
  client.type("two");
  await client.seen(/end/);
  client.end();

  assertEquals((await client.finished).out, ["13:00 bob: end"]);
});

Deno.test("Connection shows what somebody else said in the words of an own message that waits", async () => {
  await using server = playServer(
    async (peer) => {
      await peer.expect("login");
      await peer.say(welcome());
      await peer.expect("msg"); // lost
    },
    async (peer) => {
      await peer.expect("login");
      // Under the same name, but from another program.
      await peer.say(welcome({ seq: 1 }), history([message("ada", "yes", 1)]));
      await peer.say(ack(await peer.expect("msg"), 2));
      await leave(peer);
    },
  );
  const client = startPlainClient(server.address, { input: ["yes"] });

  assertEquals((await client.finished).out, ["13:00 ada: yes"]);
});

Deno.test("Connection counts attempts on when a server accepts it and cuts it at once", async () => {
  const attempts: number[] = [];
  const cut = async (peer: Peer) => {
    await peer.expect("login");
    await peer.say(welcome());
  };
  await using server = playServer(cut, cut, cut, async (peer) => {
    await peer.expect("login");
    await peer.say(welcome());
    await leave(peer);
  });
  const third = Promise.withResolvers<void>();
  const client = startPlainClient(server.address, {
    backoff: (attempt) => {
      if (attempts.push(attempt) === 3) third.resolve();
      return 0;
    },
  });

  await within(third.promise, "three attempts");
  client.end();
  assertEquals((await client.finished).code, 0);
  assertEquals(attempts, [0, 1, 2]);
});

Deno.test("Connection shows what others said before an own message that was acknowledged first", async () => {
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(welcome());
    const sent = await peer.expect("msg");
    await peer.say(ack(sent, 2), message("bob", "earlier", 1));
    await leave(peer);
  });
  const { out } = await startPlainClient(server.address, { input: ["x"] })
    .finished;

  assertEquals(out, ["13:00 bob: earlier"]);
});

Deno.test("Connection says so when the server has another log, and starts from there", async () => {
  await using server = playServer(
    async (peer) => {
      await peer.expect("login");
      await peer.say(welcome({ seq: 8 }), message("bob", "old", 9));
    },
    async (peer) => {
      assertEquals((await peer.expect("login")).since, 9);
      await peer.say(welcome({ seq: 1 }), message("bob", "new", 2));
      await leave(peer);
    },
  );
  const client = startPlainClient(server.address);
  await client.seen(/new/);
  client.end();
  const { out, err } = await client.finished;

  assertEquals(out, ["13:00 bob: old", "13:00 bob: new"]);
  assert(err.some((line) => line.includes("new log")), err.join());
});

Deno.test("Connection sends what was refused for the rate again, in order", async () => {
  const heard: unknown[] = [];
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(welcome());
    for (let count = 0; count < 2; count++) {
      const { id } = await peer.expect("msg");
      await peer.say(refusal("Cannot take so much", { code: "rate", id }));
    }
    for (let seq = 1; seq <= 2; seq++) {
      const sent = await peer.expect("msg");
      heard.push(sent.content);
      await peer.say(ack(sent, seq));
    }
    await leave(peer);
  });
  const { code } = await startPlainClient(server.address, {
    input: ["one", "two"],
  }).finished;

  assertEquals(heard, ["one", "two"]);
  assertEquals(code, 0);
});

Deno.test("Connection keeps the author's order where a server limits the rate: none passes one that is refused", async () => {
  const heard: unknown[] = [];
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(welcome({ limits: { burst: 100, ["per_second"]: 1000 } }));
    const first = await peer.expect("msg");
    await peer.say(refusal("Too much", { code: "rate", id: first.id }));
    // With another on its way, this one would be the second.
    for (let seq = 1; seq <= 2; seq++) {
      const sent = await peer.expect("msg");
      heard.push(sent.content);
      await peer.say(ack(sent, seq));
    }
    await leave(peer);
  });
  const { code } = await startPlainClient(server.address, {
    input: ["one", "two"],
  }).finished;

  assertEquals(heard, ["one", "two"]);
  assertEquals(code, 0);
});

Deno.test("Connection sends an old server nothing that is for another room than its own", async () => {
  const heard: unknown[] = [];
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(info("Login successful"));
    heard.push((await peer.expect("msg")).content);
    await leave(peer);
  });
  const settled: [text: string, kind: string][] = [];
  const connection = new Connection({
    dial: (signal) => dial(server.address, signal),
    name: "ada",
    pending: new UnackedMessages(),
    nextId: makeIds(),
    backoff: () => 0,
    timeouts: { ...TEST_TIMEOUTS, lateMs: 50 },
    listener: {
      onState: () => {},
      onEvent: () => {},
      onSettled: ({ text }, { kind }) => {
        if (settled.push([text, kind]) === 3) void connection.leave();
      },
    },
  });
  connection.say("for bob alone", { to: "bob" });
  connection.say("for the kitchen", { room: "kitchen" });
  connection.say("for all");

  assertEquals((await connection.run()).kind, "left");
  assertEquals(heard, ["for all"]);
  assertEquals(settled, [
    ["for bob alone", "refused"],
    ["for the kitchen", "refused"],
    ["for all", "sent"],
  ]);
});

Deno.test("Connection keeps at most 64 messages on their way", async () => {
  const input = Array.from({ length: 200 }, (_, index) => `line ${index}`);
  const texts: unknown[] = [];
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(welcome());
    const first: Sent[] = [];
    for (let count = 0; count < 64; count++) {
      first.push(await peer.expect("msg"));
    }
    // A 65th would come before the answer to this.
    await peer.say(info("", { code: "ping" }));
    await peer.expect("ping");
    await peer.say(...first.map((sent, index) => ack(sent, index + 1)));
    texts.push(...first.map(({ content }) => content));
    while (texts.length < input.length) {
      const sent = await peer.expect("msg");
      texts.push(sent.content);
      await peer.say(ack(sent, texts.length));
    }
    await leave(peer);
  });
  const { code } = await startPlainClient(server.address, { input }).finished;

  await server.played;
  assertEquals(texts, input);
  assertEquals(code, 0);
});

Deno.test("Connection answers a ping of the server", async () => {
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(welcome(), info("", { code: "ping" }));
    await peer.expect("ping");
    await peer.say(message("bob", "alive", 1));
    await leave(peer);
  });
  const client = startPlainClient(server.address);
  await client.seen(/alive/);
  client.end();

  assertEquals((await client.finished).code, 0);
});

Deno.test("Connection leaves a server that answers neither the login nor anything else", async () => {
  const heard: unknown[] = [];
  await using server = playServer(async (peer) => {
    for (let sent = await peer.next(); sent; sent = await peer.next()) {
      heard.push(sent.request);
    }
  });
  const client = startPlainClient(server.address, {
    timeouts: { loginMs: 5, silentMs: 5, quietMs: 60_000 },
    giveUpMs: Infinity,
  });
  const { code, err } = await client.finished;

  assertEquals(heard, ["login", "names"]);
  assertEquals(code, 5);
  assertEquals(err.at(-1)?.includes("Nothing answers there"), true);
});

Deno.test("Connection asks a silent server for a sign of life, then takes it for dead", async () => {
  await using server = playServer(
    async (peer) => {
      await peer.expect("login");
      await peer.say(welcome());
      await peer.expect("ping");
      await peer.drain(); // until the client gives up
    },
    async (peer) => {
      await peer.expect("login");
      await peer.say(welcome(), message("bob", "back", 1));
      await peer.drain();
    },
  );
  const client = startPlainClient(server.address, {
    timeouts: { quietMs: 5, deadMs: 5 },
  });
  await client.seen(/back/);
  client.end();

  assertEquals((await client.finished).code, 0);
});

Deno.test("Connection stays away as long as a server that stops asks for", async () => {
  const closedAt: number[] = [];
  await using server = playServer(
    async (peer) => {
      await peer.expect("login");
      await peer.say(
        welcome(),
        refusal("The server stops", { code: "shutdown", retry_ms: 60 }),
      );
      closedAt.push(performance.now());
    },
    async (peer) => {
      closedAt.push(performance.now());
      await peer.expect("login");
      await peer.say(welcome(), message("bob", "back", 1));
      await leave(peer);
    },
  );
  const client = startPlainClient(server.address);
  await client.seen(/back/);
  client.end();
  const { err } = await client.finished;

  const [before = 0, after = 0] = closedAt;
  assert(after - before >= 55, `came back after ${after - before} ms`);
  assertEquals(err, ["! The server stops", "* Trying again", "* Online again"]);
});

Deno.test("Connection does not come back after it was replaced", async () => {
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(welcome(), refusal("You are here", { code: "replaced" }));
  });
  const { code, err } = await startPlainClient(server.address).finished;

  assertEquals({ code, err }, { code: 4, err: ["! You are here"] });
});

Deno.test("Connection waits for its name when a cut left it taken", async () => {
  const refuse = async (peer: Peer) => {
    await peer.expect("login");
    await peer.say(refusal("It is taken", { code: "name_taken" }));
    await peer.drain();
  };
  await using server = playServer(
    async (peer) => {
      await peer.expect("login");
      await peer.say(welcome());
    },
    refuse,
    refuse,
    async (peer) => {
      await peer.expect("login");
      await peer.say(welcome(), message("bob", "back", 1));
      await leave(peer);
    },
  );
  const client = startPlainClient(server.address);
  await client.seen(/back/);
  client.end();

  const { code, err } = await client.finished;
  assertEquals(code, 0);
  assertEquals(err, [
    "! The connection was lost; trying again",
    "* Online again",
  ]);
});

Deno.test("Connection gives up after its time and names what was not confirmed", async () => {
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(welcome());
    await peer.expect("msg");
  });
  const { code, err } = await startPlainClient(server.address, {
    input: ["precious"],
    giveUpMs: 100,
  }).finished;

  assertEquals(code, 6);
  assertEquals(err.slice(-2), [
    "! Not confirmed, so perhaps not sent: 1",
    "! precious",
  ]);
});

Deno.test("Connection gives up with the code of a timeout when one was asked for and nothing is lost", async () => {
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(welcome());
  });
  const { code } = await startPlainClient(server.address, {
    giveUpMs: 100,
    hasTimeout: true,
  }).finished;

  assertNotEquals(code, 0);
  assertEquals(code, 124);
});

Deno.test("Connection writes 8 MiB to a server that reads slowly without mixing anything up", async () => {
  const text = "x".repeat(4000);
  const count = 2200;
  let heard = 0;
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(welcome());
    for (; heard < count; heard++) {
      const sent = await peer.expect("msg");
      assertEquals(sent.content, `${heard} ${text}`);
      await peer.say(ack(sent, heard + 1));
    }
    await leave(peer);
  });
  const input = Array.from({ length: count }, (_, index) => `${index} ${text}`);
  const { code } = await startPlainClient(server.address, { input }).finished;

  await server.played;
  assertEquals({ code, heard }, { code: 0, heard: count });
});

/** Answers the logout and closes, as ktn's server does. */
async function leave(peer: Peer): Promise<void> {
  await peer.expect("logout");
  await peer.say(info("Goodbye"));
}

Deno.test("PlainChat ends with 6 and names where it stopped reading, when no answer comes for too long", async () => {
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(welcome());
    const sent: Sent[] = [];
    for (let next = await peer.next(); next; next = await peer.next()) {
      if (next.request === "msg") sent.push(next);
      if (next.request !== "logout") continue;
      // All that was sent is stored after all; what was not read is not.
      for (const [index, each] of sent.entries()) {
        await peer.say(ack(each, index + 1));
      }
      return await peer.say(info("Goodbye"));
    }
  });
  const { code, err } = await startPlainClient(server.address, {
    input: Array.from({ length: 400 }, (_, index) => `line ${index}`),
    giveUpMs: 100,
  }).finished;

  assertEquals(code, 6);
  assert(err.some((line) => /input after line \d+ was not read/.test(line)));
});
