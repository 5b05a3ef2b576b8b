/** Several rooms on one terminal: what is typed in a room belongs to it. */

import { assertEquals } from "@std/assert";
import { beginChat } from "../../support/played_chat.ts";
import { RoomsPeer } from "../../support/rooms_peer.ts";
import {
  ack,
  message,
  playServer,
  type Sent,
} from "../../support/scripted_server.ts";
import { startTerminalClient } from "../../support/terminal_client.ts";
import { within } from "../../support/within.ts";

const ALT_1 = "\x1b1";
const ALT_2 = "\x1b2";
const CTRL_D = "\x04";

Deno.test("what is typed in a room goes to that room, and stands there when it is confirmed", async () => {
  const heard: Sent[] = [];
  await using server = playServer(async (conn) => {
    const peer = new RoomsPeer(conn);
    await peer.begin();
    for (const seq of [1, 2]) {
      const sent = await peer.expect("msg");
      heard.push(sent);
      await peer.say(ack(sent, seq, { room: sent.room ?? "lobby" }));
    }
    await peer.drain();
  });
  const client = startTerminalClient(server.address, { name: "ada" });
  await within(client.seen(/here:/), "the beginning");
  client.type(`${ALT_2}to ops\r`);
  await within(client.seen(/ada: to ops/), "the first ack");
  assertEquals(client.terminal.status.includes(" ops "), true);
  client.type(`${ALT_1}to all\r`);
  await within(client.seen(/ada: to all/), "the second ack");

  assertEquals(heard.map(({ content, room }) => [content, room ?? "lobby"]), [
    ["to ops", "ops"],
    ["to all", "lobby"],
  ]);
  assertEquals(client.terminal.said.at(-1), "13:00 ada: to all");
  assertEquals(client.terminal.said.join().includes("to ops"), false);
  client.type(CTRL_D);
  assertEquals(await within(client.finished, "the end"), 0);
});

Deno.test("what others say in a room that is not looked at is counted, and is there", async () => {
  await using server = playServer(async (conn) => {
    const peer = new RoomsPeer(conn);
    await peer.begin();
    await peer.say({ ...message("bob", "ada: down", 1), room: "ops" });
    await peer.drain();
  });
  const client = startTerminalClient(server.address, { name: "ada" });
  await within(client.seen(/#ops 1 @1/), "the count");
  client.type(ALT_2);
  await within(client.seen(/bob: ada: down/), "the message");

  assertEquals(client.terminal.status.includes("#"), false);
  client.type(CTRL_D);
  assertEquals(await within(client.finished, "the end"), 0);
});

Deno.test("what waits to be sent stands in the room it was typed in", async () => {
  await using server = playServer(async (conn) => {
    const peer = new RoomsPeer(conn);
    await peer.begin();
    await peer.drain(); // and no ack
  });
  const client = startTerminalClient(server.address, { name: "ada" });
  await within(client.seen(/here:/), "the beginning");
  client.type(`${ALT_2}to ops\r`);
  await within(client.seen(/… to ops/), "the pending row");
  client.type(`${ALT_1}to all\r`);
  await within(client.seen(/… to all/), "the other one");
  assertEquals(client.terminal.said.join().includes("to ops"), false);
  client.type(ALT_2);
  await within(client.seen(/… to ops/), "the first again");
  assertEquals(client.terminal.said.join().includes("to all"), false);
  client.session.stop(0);
  await client.finished;
});

for (
  const [columns, expected] of [
    [40, /not encrypted/],
    [80, /online · not encrypted · name not registered/],
    [120, /online · not encrypted · name not registered/],
  ] as const
) {
  Deno.test(`the status row says that a chat is not encrypted and a name is nobody's, in ${columns} columns`, async () => {
    await using server = playServer(async (peer) => {
      await beginChat(peer);
      await peer.drain();
    });
    const size = { columns, rows: 24 };
    const client = startTerminalClient(server.address, { name: "ada", size });
    await within(client.seen(expected), "the status row");
    client.session.stop(0);
    await client.finished;
  });
}
