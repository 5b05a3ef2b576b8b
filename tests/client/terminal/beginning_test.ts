/** Going to the beginning of all that was said, and back. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { beginChat } from "../../support/played_chat.ts";
import {
  history,
  message,
  type Peer,
  playServer,
  type Sent,
} from "../../support/scripted_server.ts";
import { startTerminalClient } from "../../support/terminal_client.ts";

const CTRL_HOME = "\x1b[1;5H";
const CTRL_END = "\x1b[1;5F";
const CTRL_D = "\x04";

function messages(from: number, to: number): Sent[] {
  return Array.from(
    { length: to - from + 1 },
    (_, at) => message("bob", `line ${from + at}.`, from + at),
  );
}

/** Answers a request for earlier messages. */
async function answer(
  peer: Peer,
  before: number,
  found: readonly Sent[],
): Promise<void> {
  const { id, ...request } = await peer.expect("history");
  assertEquals([request.before, request.limit], [before, 1000]);
  await peer.say(history(found, { id, more: false }));
}

Deno.test("Ctrl-Home goes to the beginning of the history, and says that it loads and where it begins", async () => {
  const shown = Promise.withResolvers<void>();
  await using server = playServer(async (peer) => {
    await beginChat(peer, { past: messages(2041, 2070) });
    const { id } = await peer.expect("history");
    await shown.promise;
    await peer.say(history(messages(1041, 2040), { id, more: false }));
    await answer(peer, 1041, messages(41, 1040));
    await answer(peer, 41, messages(1, 40));
    await answer(peer, 1, []);
    await peer.drain();
  });
  const client = startTerminalClient(server.address, { name: "ada" });
  await client.seen(/here:/);
  client.type(`half${CTRL_HOME}`);
  await client.seen(/─ loading earlier · .* below ─/);
  shown.resolve();
  await client.seen(/─ the beginning · .* below ─/);

  const [first, second] = client.terminal.said;
  assertMatch(first ?? "", /bob: line 1\.$/);
  assertMatch(second ?? "", /bob: line 2\.$/);
  assertEquals(client.terminal.cursorLine, "ada> half|");
  client.type(CTRL_END);
  await client.seen(/line 2070\./);
  assert(!client.terminal.status.includes("beginning"));
  client.type(`\x15${CTRL_D}`);
  await client.finished;
});

Deno.test("Ctrl-End on the way to the beginning stays at the end, and nothing more is asked for", async () => {
  const back = Promise.withResolvers<void>();
  const asked: Sent[] = [];
  await using server = playServer(async (peer) => {
    await beginChat(peer, { past: messages(2041, 2070) });
    const { id } = await peer.expect("history");
    await back.promise;
    await peer.say(
      history(messages(1041, 2040), { id, more: false }),
      message("bob", "news", 2071),
    );
    for (let sent = await peer.next(); sent; sent = await peer.next()) {
      asked.push(sent);
    }
  });
  const client = startTerminalClient(server.address, { name: "ada" });
  await client.seen(/here:/);
  client.type(CTRL_HOME);
  await client.seen(/loading earlier/);
  client.type(CTRL_END);
  await client.seen(/line 2070\.[^]*─ loading earlier ─/);
  back.resolve();
  await client.seen(/bob: news/);
  assert(!client.terminal.status.includes("earlier"));
  client.type(CTRL_D);
  await client.finished;
  assertEquals(asked.map(({ request }) => request), ["logout"]);
});

Deno.test("Ctrl-Home says in a short chat that it is all", async () => {
  await using server = playServer(async (peer) => {
    await beginChat(peer, { past: messages(1, 3) });
    await answer(peer, 1, []);
    await peer.drain();
  });
  const client = startTerminalClient(server.address, { name: "ada" });
  await client.seen(/here:/);
  client.type(CTRL_HOME);
  await client.seen(/─ the beginning ─/);
  client.type(CTRL_D);
  await client.finished;
});
