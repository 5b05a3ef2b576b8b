/** Passwords on a terminal: asked for, sent, and seen nowhere. */

import { assertEquals } from "@std/assert";
import { RoomsPeer } from "../../support/rooms_peer.ts";
import {
  info,
  type Peer,
  playServer,
  refusal,
  type Sent,
} from "../../support/scripted_server.ts";
import { startTerminalClient } from "../../support/terminal_client.ts";
import { within } from "../../support/within.ts";

const ESCAPE = "\x1b";
const CTRL_Y = "\x19";

Deno.test("/register asks twice for a password, which is seen nowhere and kept in no file", async () => {
  const heard: Sent[] = [];
  const historyFile = await Deno.makeTempFile();
  await using server = playServer(async (conn) => {
    const peer = new RoomsPeer(conn);
    await peer.begin();
    const sent = await peer.expect("register");
    heard.push(sent);
    await peer.say(info("ada is yours", { code: "registered", id: sent.id }));
    await peer.drain();
  });
  const client = startTerminalClient(server.address, {
    name: "ada",
    historyFile,
  });
  await client.seen(/name not registered/);
  client.type("half a line");
  client.type("\x15/register\r");
  await client.seen(/^New password for ada:$/m);
  client.type("hunter22\r");
  await client.seen(/^The same again:$/m);
  client.type("hunter22\r");
  await client.seen(/\* ada is yours/);
  await client.seen(/online · not encrypted ─/);
  client.type(CTRL_Y);
  await client.seen(/^ada> half a line$/m);
  client.session.stop(0);
  await client.finished;

  assertEquals(heard.map(({ content }) => content), ["hunter22"]);
  assertEquals(client.terminal.written.includes("hunter"), false);
  const kept = await Deno.readTextFile(historyFile);
  assertEquals([kept.includes("hunter"), kept.includes("register")], [
    false,
    false,
  ]);
  await Deno.remove(historyFile);
});

Deno.test("a password that is too short, or typed in two ways, changes nothing", async () => {
  await using server = playServer(async (conn) => {
    const peer = new RoomsPeer(conn, { isAccount: true });
    await peer.begin();
    const sent = await peer.next();
    assertEquals(sent?.request, "logout");
  });
  const client = startTerminalClient(server.address, { name: "ada" });
  await client.seen(/ here: /);
  client.type("/register\r");
  client.type("short\r");
  await client.seen(/! Not changed: a password has 8 to 128 characters/);
  client.type("/passwd\r");
  await client.seen(/^Password of ada so far:$/m);
  client.type("the old one\r");
  await client.seen(/^New password for ada:$/m);
  client.type("the new one\r");
  await client.seen(/^The same again:$/m);
  client.type("another one\r");
  await client.seen(/! Not changed: the two passwords are not the same/);
  client.type("/passwd\r");
  await client.seen(/^Password of ada so far:$/m);
  client.type(ESCAPE);
  await client.seen(/^ada>$/m);
  client.type("/register hunter22\r");
  await client.seen(/! Not taken: type the command alone/);
  client.session.stop(0);
  await client.finished;
  await within(server.played, "the script");
});

Deno.test("a name that has a password asks for it at the login, again where it was wrong", async () => {
  const heard: unknown[] = [];
  const refuse = (code: string) => async (peer: Peer) => {
    const { password } = await peer.expect("login");
    heard.push(password);
    await peer.say(refusal("ada is somebody's", { code, needs: "password" }));
    await peer.drain();
  };
  await using server = playServer(
    refuse("password_required"),
    refuse("bad_password"),
    async (conn) => {
      const peer = new RoomsPeer(conn, { isAccount: true });
      heard.push((await peer.begin()).password);
      await peer.drain();
    },
  );
  const client = startTerminalClient(server.address, { name: "ada" });
  await client.seen(/^Password of ada:$/m);
  client.type("a guess\r");
  await client.seen(/! ada is somebody's\n(?:.*\n)*! ada is somebody's/);
  await client.seen(/^Password of ada:$/m);
  client.type("hunter22\r");
  await client.seen(/online · not encrypted ─/);
  client.session.stop(0);
  await client.finished;

  assertEquals(heard, [undefined, "a guess", "hunter22"]);
  assertEquals(/guess|hunter/.test(client.terminal.written), false);
});

Deno.test("what is typed while a password is checked is the next try, and never part of the chat", async () => {
  const heard: unknown[] = [];
  const gate = Promise.withResolvers<void>();
  await using server = playServer(
    async (peer) => {
      await peer.expect("login");
      await peer.say(refusal("ada is somebody's", {
        ...{ code: "password_required", needs: "password" },
      }));
      await peer.drain();
    },
    async (peer) => {
      heard.push((await peer.expect("login")).password);
      await gate.promise;
      await peer.say(refusal("That was wrong", { code: "bad_password" }));
      await peer.drain();
    },
    async (conn) => {
      const peer = new RoomsPeer(conn, { isAccount: true });
      heard.push((await peer.begin()).password);
      const sent = await peer.next();
      heard.push(sent?.request);
    },
  );
  const client = startTerminalClient(server.address, { name: "ada" });
  await client.seen(/^Password of ada:$/m);
  client.type("a guess\r");
  await client.seen(/^Checking the password$/m);
  client.type("hunter22");
  client.type("\r");
  client.type("typed ahead");
  gate.resolve();
  await client.seen(/online · not encrypted ─/);
  await client.seen(/^ada>$/m);
  client.type("\x04");
  await client.finished;
  await within(server.played, "the script");

  assertEquals(heard, ["a guess", "hunter22", "logout"]);
  assertEquals(/hunter|ahead/.test(client.terminal.written), false);
});

Deno.test("whoever does not know the password takes another name", async () => {
  await using server = playServer(
    async (peer) => {
      await peer.expect("login");
      await peer.say(refusal("ada is somebody's", {
        ...{ code: "password_required", needs: "password" },
      }));
      await peer.drain();
    },
    async (conn) => {
      const peer = new RoomsPeer(conn);
      const { content } = await peer.begin();
      assertEquals(content, "eve");
      await peer.drain();
    },
  );
  const client = startTerminalClient(server.address, { name: "ada" });
  await client.seen(/^Password of ada:$/m);
  client.type(ESCAPE);
  await client.seen(/^Your name:$/m);
  client.type("eve\r");
  await client.seen(/you are eve/);
  client.session.stop(0);
  await client.finished;
});
