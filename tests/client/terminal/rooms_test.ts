/** Several rooms on one terminal: what is typed in a room belongs to it. */

import { assertEquals } from "@std/assert";
import { beginChat } from "../../support/played_chat.ts";
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
  await using server = playServer(async (peer) => {
    await beginChat(peer, { welcome: { rooms: ["lobby", "ops"] } });
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
  await using server = playServer(async (peer) => {
    await beginChat(peer, { welcome: { rooms: ["lobby", "ops"] } });
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
