import { assertEquals } from "@std/assert";
import { Rooms } from "../../../client/chat/rooms.ts";
import {
  info,
  type Peer,
  playServer,
  welcome,
} from "../../support/scripted_server.ts";
import { startTerminalClient } from "../../support/terminal_client.ts";

Deno.test("TerminalSession keeps a draft for each room, and goes from one to another", async () => {
  await using server = playServer(stay);
  const rooms = new Rooms();
  rooms.named("lobby");
  rooms.named("ops");
  const client = startTerminalClient(server.address, { name: "ada", rooms });
  await client.seen(/here:/);
  client.type("in the lobby");
  client.type("\x1b2");
  await client.seen(/^ada>$/m);
  client.type("in #o\t");
  await client.seen(/^ada> in #ops$/m);
  client.type("\x1b1");
  await client.seen(/^ada> in the lobby$/m);
  client.type("\x1b2");
  await client.seen(/^ada> in #ops$/m);
  client.type("\x15\x04");

  assertEquals(await client.finished, 0);
});

Deno.test("TerminalSession scrolls the chat with the wheel, and leaves the draft alone", async () => {
  await using server = playServer(stay);
  const size = { columns: 40, rows: 6 };
  const client = startTerminalClient(server.address, { name: "ada", size });
  await client.seen(/here:/);
  for (let at = 0; at < 6; at++) client.type("/info\r");
  await client.seen(/Nothing was said yet\n.*Nothing/);
  client.type("draft");
  await client.seen(/^ada> draft$/m);
  client.type("\x1b[A\x1b[A\x1b[A");
  await client.seen(/ more below.*\nada> draft$/m);
  client.type("\x1b[B\x1b[B\x1b[B");
  await client.seen(/encrypted ─*\nada> draft$/m);
  client.type("\x03");
  client.type("\x04");

  assertEquals(await client.finished, 0);
});

Deno.test("TerminalSession gives the keyboard back when a paste does not end", async () => {
  await using server = playServer(stay);
  const client = startTerminalClient(server.address, { name: "ada" });
  await client.seen(/here:/);
  client.type("\x1b[200~pasted");
  await client.seen(/^ada> pasted$/m);
  client.type("\x1b[200~again");
  client.type("\x03");
  await client.seen(/^ada>$/m);
  client.type("\x04");

  assertEquals(await client.finished, 0);
});

async function stay(peer: Peer): Promise<void> {
  await peer.expect("login");
  await peer.say(welcome());
  const { id } = await peer.expect("names");
  await peer.say(info("ada, bob", { names: ["ada", "bob"], id }));
  await peer.drain();
}
