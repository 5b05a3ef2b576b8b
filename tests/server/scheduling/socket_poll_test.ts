import { assert, assertEquals } from "@std/assert";
import { setImmediate } from "node:timers";
import { SocketPoll } from "../../../server/scheduling/socket_poll.ts";
import { SocketPair } from "../../support/socket_pair.ts";
import { within } from "../../support/within.ts";

/** Connects; every machine that runs tests has a loopback. */
async function open(): Promise<SocketPoll> {
  const poll = await SocketPoll.open();
  assert(poll);
  return poll;
}

/** Resolves when sockets were looked at. */
function polled(poll: SocketPoll): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  poll.next(resolve);
  return within(promise, "a look at the sockets");
}

Deno.test("SocketPoll calls back again and again", async () => {
  using poll = await open();
  for (let count = 0; count < 100; count++) await polled(poll);
});

Deno.test("SocketPoll lets a socket be heard while immediates keep the loop busy", async () => {
  using poll = await open();
  using pair = await SocketPair.open();
  let isOver = false;
  const keepBusy = () => void (isOver || setImmediate(keepBusy));
  keepBusy();
  let isHeard = false;
  const read = pair.near.read(new Uint8Array(1)).then(() => isHeard = true);
  await pair.far.write(new Uint8Array(1));
  await polled(poll);
  assertEquals(isHeard, true);
  isOver = true;
  await within(read, "a byte");
});

Deno.test("SocketPoll calls nobody back when it is disposed", async () => {
  const poll = await open();
  let calls = 0;
  poll.next(() => calls++);
  poll[Symbol.dispose]();
  poll.next(() => calls++);
  await new Promise((resolve) => setTimeout(resolve));
  assertEquals(calls, 0);
});
