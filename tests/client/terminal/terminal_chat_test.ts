/** A person at a terminal, seen from the keyboard and the screen. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { InputHistory } from "../../../client/files/input_history.ts";
import { LockFile } from "../../../client/files/lock_file.ts";
import { within } from "../../support/within.ts";
import {
  ack,
  history,
  info,
  message,
  type Peer,
  playServer,
  refusal,
  welcome,
} from "../../support/scripted_server.ts";
import { startTerminalClient } from "../../support/terminal_client.ts";

const CTRL_C = "\x03";
const CTRL_D = "\x04";
const CTRL_U = "\x15";

Deno.test("TerminalChat begins with who is called, who calls and how to get help", async () => {
  await using server = playServer(async (peer) => {
    await enterChat(peer);
    await peer.drain();
  });
  const client = startTerminalClient(server.address, { name: "ada" });
  await client.seen(/here: ada, bob/);
  client.type(CTRL_D);

  assertEquals(await client.finished, 0);
  const [first, second] = client.terminal.said;
  assert(
    /^\* ktn \S+: ktn\/test at .*, you are ada\. \/help/.test(first ?? ""),
    first,
  );
  assertEquals(second, "* 2 here: ada, bob");
});

Deno.test("TerminalChat leaves what is being typed as it is when a line arrives", async () => {
  const typed = Promise.withResolvers<void>();
  await using server = playServer(async (peer) => {
    await enterChat(peer);
    await typed.promise;
    await peer.say(message("bob", "hello\nthere", 1), message("bob", "you", 2));
    await peer.drain();
  });
  const client = startTerminalClient(server.address, { name: "ada" });
  await client.seen(/here:/);
  client.type("half a ine\x1b[D\x1b[D\x1b[D");
  await client.seen(/half a ine/);
  const { writes } = client.terminal;
  typed.resolve();
  await client.seen(/bob: you/);

  assertEquals(client.terminal.cursorLine, "ada> half a |ine");
  assert(
    client.terminal.writes - writes <= 2,
    "one write for what came at once",
  );
  client.type("l");
  await client.seen(/half a line/);
  assertEquals(client.terminal.said.slice(-3), [
    "13:00 bob: hello",
    "           there",
    "13:00 bob: you",
  ]);
  assertEquals(client.terminal.rows.at(-1), "ada> half a line");
  client.type(CTRL_C + CTRL_C);
  assertEquals(await client.finished, 0);
});

Deno.test("TerminalChat shows own words as pending until the server has them", async () => {
  const shown = Promise.withResolvers<void>();
  await using server = playServer(async (peer) => {
    await enterChat(peer);
    const sent = await peer.expect("msg");
    await shown.promise;
    await peer.say(ack(sent, 1));
    await peer.drain();
  });
  const client = startTerminalClient(server.address, { name: "ada" });
  await client.seen(/here:/);
  client.type("hi\r");
  await client.seen(/^… hi\n─.*\nada>$/m);
  shown.resolve();
  await client.seen(/^\d\d:\d\d ada: hi\n─.*\nada>$/m);

  assert(!client.terminal.lines.includes("… hi"));
  client.type(CTRL_D);
  await client.finished;
});

Deno.test("TerminalChat gives a refused text back with the reason", async () => {
  await using server = playServer(async (peer) => {
    await enterChat(peer);
    const { id } = await peer.expect("msg");
    await peer.say(refusal("Cannot take that", { code: "bad_text", id }));
    await peer.drain();
  });
  const client = startTerminalClient(server.address, { name: "ada" });
  await client.seen(/here:/);
  client.type("hi\r");
  await client.seen(/Cannot take that/);

  assertEquals(client.terminal.said.slice(-2), [
    "! Not sent: hi",
    "! Cannot take that",
  ]);
  assertEquals(client.terminal.rows.at(-1), "ada> hi");
  client.type(CTRL_C + CTRL_D);
  assertEquals(await client.finished, 0);
});

Deno.test("TerminalChat never sends a mistyped command, and sends //text as /text", async () => {
  await using server = playServer(async (peer) => {
    await enterChat(peer);
    const sent = await peer.expect("msg");
    assertEquals(sent.content, "/shrug");
    await peer.say(ack(sent, 1));
    await peer.drain();
  });
  const client = startTerminalClient(server.address, { name: "ada" });
  await client.seen(/here:/);
  client.type("/hlep\r");
  client.type(`${CTRL_U} /quite\r`);
  client.type(`${CTRL_U}//shrug\r`);
  await client.seen(/ada: \/shrug/);

  const text = client.terminal.lines.join("\n");
  assert(text.includes('no command /hlep: did you mean "/help"?'), text);
  assert(text.includes('no command /quite: did you mean "/quit"?'), text);
  client.type("/quit\r");
  assertEquals(await client.finished, 0);
  await server.played;
});

Deno.test("TerminalChat asks no server for its own help before it knows that it is an old one", async () => {
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.drain();
  });
  const client = startTerminalClient(server.address, { name: "ada" });
  await client.seen(/^ada>$/m);
  client.type("/help\r");
  await client.seen(/\/quit/);
  client.type("/hlep\r");
  await client.seen(/no command \/hlep/);

  const text = client.terminal.lines.join("\n");
  assert(!/the server itself|Not connected/.test(text), text);
  client.type(CTRL_U + CTRL_D);
  await within(client.finished, "the end");
});

Deno.test("TerminalChat asks the server for names, history and a search", async () => {
  await using server = playServer(async (peer) => {
    await enterChat(peer);
    const page = await peer.expect("history");
    assertEquals(page.limit, 2);
    await peer.say(history([message("bob", "past", 1)], { id: page.id }));
    const search = await peer.expect("search");
    assertEquals(search.content, "some words");
    await peer.say(history([], { id: search.id }));
    const { id } = await peer.expect("names");
    await peer.say(info("cyd", { names: ["cyd"], id }));
    await peer.drain();
  });
  const client = startTerminalClient(server.address, { name: "ada" });
  await client.seen(/here:/);
  for (const line of ["/history 2", "/search some words", "/names"]) {
    client.type(`${line}\r`);
  }
  for (const line of ["/search", "/history x"]) client.type(`${line}\r`);
  await client.seen(/1 here: cyd/);

  assertEquals(client.terminal.said.slice(2), [
    "! Cannot search for nothing: /search WORDS",
    '! Cannot show "x" messages: /history 20',
    "* The last message:",
    "13:00 bob: past",
    "* End of the last message",
    '* Nothing found with "some words"; words* finds words that begin so',
    "* 1 here: cyd",
  ]);
  client.type(CTRL_D);
  await client.finished;
  await server.played;
});

Deno.test("TerminalChat completes who spoke last with Tab", async () => {
  await using server = playServer(async (peer) => {
    await enterChat(peer);
    await peer.say(message("bea", "x", 1), message("bob", "y", 2));
    await peer.drain();
  });
  const client = startTerminalClient(server.address, { name: "ada" });
  await client.seen(/bob: y/);
  client.type("b\t");
  await client.seen(/ada> bob:/);
  client.type("\t");
  await client.seen(/ada> bea:/);
  client.type("\x1b[Z");
  await client.seen(/ada> bob:/);
  client.type(CTRL_C + CTRL_D);

  assertEquals(await client.finished, 0);
});

Deno.test("TerminalChat comes back in two lines, and keeps the line being typed", async () => {
  const typed = Promise.withResolvers<void>();
  await using server = playServer(
    async (peer) => {
      await enterChat(peer);
      await typed.promise;
    },
    async (peer) => {
      await enterChat(peer);
      await peer.say(message("bob", "welcome back", 1));
      await peer.drain();
    },
  );
  const client = startTerminalClient(server.address, { name: "ada" });
  await client.seen(/here:/);
  client.type("half");
  await client.seen(/ada> half/);
  typed.resolve();
  await client.seen(/welcome back/);

  assertEquals(client.terminal.said.slice(2), [
    "! The connection was lost",
    "* Online again",
    "13:00 bob: welcome back",
  ]);
  assertEquals(client.terminal.rows.at(-1), "ada> half");
  client.type(CTRL_C + CTRL_D);
  assertEquals(await client.finished, 0);
});

Deno.test("TerminalChat keeps what is not confirmed on disk, and sends it next time under the same id", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const file = `${folder}/unsent.json`;
    const ids: unknown[] = [];
    await using server = playServer(
      async (peer) => {
        await enterChat(peer);
        ids.push((await peer.expect("msg")).id);
        await peer.drain();
      },
      async (peer) => {
        await enterChat(peer);
        const sent = await peer.expect("msg");
        ids.push(sent.id);
        await peer.say(ack(sent, 1));
        await peer.drain();
      },
    );
    const first = startTerminalClient(server.address, { name: "ada", file });
    await first.seen(/here:/);
    first.type("precious\r");
    await first.seen(/… precious/);
    first.session.stop(143);

    assertEquals(await first.finished, 143);
    assertEquals(first.session.lastWords, [
      "Not confirmed by the server; it goes out next time:",
      "precious",
    ]);

    const second = startTerminalClient(server.address, { name: "ada", file });
    await second.seen(/ada: precious/);
    second.type(CTRL_D);

    assertEquals(await second.finished, 0);
    assertEquals(ids[0], ids[1]);
    assertEquals(await Array.fromAsync(Deno.readDir(folder)), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("TerminalChat sends a line though another program holds the file of earlier lines", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const historyFile = `${folder}/input_history.json`;
    const lock = LockFile.tryTake(`${historyFile}.lock`);
    assert(lock);
    await using server = playServer(async (peer) => {
      await enterChat(peer);
      await peer.say(ack(await peer.expect("msg"), 1));
      await peer.drain();
    });
    const client = startTerminalClient(server.address, {
      name: "ada",
      historyFile,
    });
    await client.seen(/here:/);
    client.type("not held up\r");
    await within(client.seen(/ada: not held up/), "the ack");
    lock[Symbol.dispose]();
    client.type(CTRL_D);

    assertEquals(await within(client.finished, "the end"), 0);
    assertEquals(new InputHistory(historyFile).load(), ["not held up"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("TerminalSession asks for a name until one is legal and free", async () => {
  await using server = playServer(
    async (peer) => {
      assertEquals((await peer.expect("login")).content, "bob");
      await peer.say(refusal("It is taken", { code: "name_taken" }));
      await peer.drain();
    },
    async (peer) => {
      assertEquals((await peer.expect("login")).content, "ada");
      await peer.say(welcome());
      await peer.drain();
    },
  );
  const client = startTerminalClient(server.address, { proposal: "ada" });
  await client.seen(/Your name \[ada\]:/);
  client.type("not legal\r");
  await client.seen(/! Cannot use this name/);
  client.type("bob\r");
  await client.seen(/! It is taken/);
  client.type("\r");
  await client.seen(/you are ada/);
  client.type(CTRL_D);

  assertEquals(await client.finished, 0);
});

Deno.test("TerminalSession leaves when nobody wants to be named", async () => {
  const nowhere = { hostname: "127.0.0.1", port: 1 };
  const client = startTerminalClient(nowhere);
  client.type(CTRL_D);

  assertEquals(await client.finished, 0);
});

Deno.test("TerminalSession says in one line that nothing is listening", async () => {
  const nowhere = { hostname: "127.0.0.1", port: 1 };
  const client = startTerminalClient(nowhere, { name: "ada" });

  assertEquals(await client.finished, 3);
  assertEquals(client.session.lastWords.length, 1);
  assertMatch(client.session.lastWords[0] ?? "", /^Cannot connect to/);
});

/** Answers the login and the first question who is here. */
async function enterChat(peer: Peer): Promise<void> {
  await peer.expect("login");
  await peer.say(welcome());
  const { id } = await peer.expect("names");
  await peer.say(info("ada, bob", { names: ["ada", "bob"], id }));
}
