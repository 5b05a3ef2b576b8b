import { assert, assertEquals } from "@std/assert";
import { Ticker } from "../../../server/net/ticker.ts";
import { within } from "../../support/within.ts";

Deno.test("Ticker driven by hand counts what it is advanced, and tells its listeners", () => {
  using ticker = new Ticker("hand");
  const seen: number[] = [];
  const stop = ticker.onTick(() => seen.push(ticker.now));
  ticker.advance(500);
  ticker.advance(1);
  stop();
  ticker.advance(1);
  assertEquals([seen, ticker.now], [[500, 501], 502]);
});

Deno.test("Ticker counts by itself until it is disposed", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const ticker = new Ticker();
  ticker.onTick(resolve);
  await within(promise, "a tick");
  ticker[Symbol.dispose]();
  assert(ticker.now > 0);
});

Deno.test("Ticker.stalledMs is how late ticks are, those that are due included", () => {
  let now = 0;
  using ticker = new Ticker("timer", () => now);
  now += 500;
  assertEquals(ticker.stalledMs, 0);
  now += 3000;
  assertEquals(ticker.stalledMs, 3000);
});
