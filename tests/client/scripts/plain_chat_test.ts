import { assertEquals } from "@std/assert";
import { startPlainClient } from "../../support/plain_client.ts";
import {
  ack,
  history,
  info,
  message,
  playServer,
  welcome,
} from "../../support/scripted_server.ts";
import { within } from "../../support/within.ts";

for (const [input, code] of [["all input", 0], ["more to come", 1]] as const) {
  Deno.test(`PlainChat leaves with ${code} when nobody reads it any more after ${input}`, async () => {
    const heard = Promise.withResolvers<void>();
    const gone = Promise.withResolvers<void>();
    await using server = playServer(async (peer) => {
      await peer.expect("login");
      await peer.say(welcome());
      const sent = await peer.expect("msg");
      heard.resolve();
      await gone.promise;
      await peer.say(ack(sent, 1));
      await peer.expect("logout");
      await peer.say(info("Goodbye"));
    });
    const client = startPlainClient(server.address);
    client.type("one");
    if (code === 0) client.end();
    await within(heard.promise, "the message");
    client.chat.readerGone();
    gone.resolve();
    assertEquals((await client.finished).code, code);
    client.end();
  });
}

Deno.test("PlainChat sends nothing that could not be read where somebody types", async () => {
  const heard: unknown[] = [];
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(welcome());
    const sent = await peer.expect("msg");
    heard.push(sent.content);
    await peer.say(ack(sent, 1));
    await peer.expect("logout");
    await peer.say(info("Goodbye"));
  });
  const { err } = await startPlainClient(server.address, {
    isTyped: true,
    input: ["caf\ufffd", "cafe"],
  }).finished;
  assertEquals(heard, ["cafe"]);
  assertEquals(err.slice(1), [
    "! Not sent: U+FFFD stands for what cannot be read in this locale (is LANG right?)",
  ]);
});

Deno.test("PlainChat shows what was asked for between two lines, and /info is about the talk", async () => {
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(welcome(), message("cyd", "news", 9));
    const search = await peer.expect("search");
    const newest = [message("bob", "tea too", 2)];
    await peer.say(history(newest, { id: search.id, more: true, first: 2 }));
    const rest = await peer.expect("search");
    assertEquals(rest.before, 2);
    const oldest = [message("bob", "a tea", 1)];
    await peer.say(history(oldest, { id: rest.id, more: false, first: 1 }));
    const page = await peer.expect("history");
    await peer.say(history([], { id: page.id, more: false }));
    await peer.expect("logout");
    await peer.say(info("Goodbye"));
  });
  const client = startPlainClient(server.address, { isTyped: true });
  client.type("/search tea");
  await client.seen(/tea too/);
  client.type("/history");
  client.type("/info");
  client.type("/quit");
  const { out, err } = await client.finished;
  client.end();
  assertEquals(out.slice(-2), ["13:00 bob: a tea", "13:00 bob: tea too"]);
  assertEquals(err.slice(1, 3), [
    '* 2 messages with "tea":',
    '* End of what was found with "tea"',
  ]);
  assertEquals(err.includes("* Nothing was said yet"), true);
  assertEquals(
    err.some((line) => line.startsWith("* The last message is by cyd, ")),
    true,
  );
});

Deno.test("PlainChat connects again at once with /reconnect", async () => {
  await using server = playServer(
    async (peer) => {
      await peer.expect("login");
      await peer.say(welcome());
    },
    async (peer) => {
      await peer.expect("login");
      await peer.say(welcome(), message("bob", "back", 1));
      await peer.expect("logout");
      await peer.say(info("Goodbye"));
    },
  );
  const client = startPlainClient(server.address, {
    isTyped: true,
    backoff: () => 60_000,
  });
  await client.warned(/trying again/);
  client.type("/reconnect");
  await client.seen(/back/);
  client.type("/reconnect");
  client.type("/quit");
  const { code, err } = await client.finished;
  assertEquals(code, 0);
  assertEquals(err.slice(-2), [
    "* Online again",
    "* Online: there is nothing to wait for",
  ]);
  client.end();
});
