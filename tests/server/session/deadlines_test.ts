import { assertEquals } from "@std/assert";
import { Deadlines, type Stage } from "../../../server/session/deadlines.ts";
import { ByteRate } from "../../../server/net/byte_rate.ts";
import { StreamLink } from "../../../server/net/stream_link.ts";
import { Ticker } from "../../../server/net/ticker.ts";
import { SocketPair } from "../../support/socket_pair.ts";
import { freeShare } from "../../support/free_share.ts";

const rate = new ByteRate(null);

/** What is due after these times, one after the other. */
async function dueAfter(stage: Stage, ...times: readonly number[]) {
  using pair = await SocketPair.open();
  using ticker = new Ticker("hand");
  ticker.advance(123);
  const link = new StreamLink(pair.near, "127.0.0.1:1", {
    ticker,
    rate,
    share: freeShare(),
  });
  const deadlines = new Deadlines(link, 5000);
  const due = times.map((ms) => {
    ticker.advance(ms);
    return deadlines.check(ticker.now, stage);
  });
  link.abort();
  return due;
}

Deno.test("Deadlines give a peer so long to log in", async () => {
  assertEquals(await dueAfter("before_login", 5000, 1), [
    undefined,
    { kind: "close", code: "login_timeout" },
  ]);
});

Deno.test("Deadlines leave an old client that is silent alone", async () => {
  assertEquals(await dueAfter("old_client", 5001, 1e9), [undefined, undefined]);
});

Deno.test("Deadlines ask a silent modern client for a sign of life, then give up", async () => {
  assertEquals(await dueAfter("modern_client", 29_999, 1, 15_000, 1), [
    undefined,
    { kind: "ping" },
    undefined,
    { kind: "close", code: "idle" },
  ]);
});

Deno.test("Deadlines do not take a client that is not asked for more for silent", async () => {
  using pair = await SocketPair.open();
  using ticker = new Ticker("hand");
  const link = new StreamLink(pair.near, "127.0.0.1:1", {
    ticker,
    rate,
    share: freeShare(),
  });
  const ignore = () => {};
  link.start({
    receive: ignore,
    ended: ignore,
    failed: ignore,
    flooded: ignore,
    gone: ignore,
  });
  const deadlines = new Deadlines(link, 5000);
  link.pause();
  ticker.advance(60_000);
  assertEquals(deadlines.check(ticker.now, "modern_client"), undefined);
  link.resume();
  ticker.advance(500);
  assertEquals(deadlines.check(ticker.now, "modern_client"), undefined);
  link.abort();
});
