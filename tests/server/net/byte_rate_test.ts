import { assertEquals } from "@std/assert";
import { ByteRate } from "../../../server/net/byte_rate.ts";

/** A limit of a peer that has logged in, with a clock that is set by hand. */
function rateOf(burst: number, perSecond: number) {
  const clock = { now: 0 };
  const rate = new ByteRate({ burst, perSecond, now: () => clock.now });
  rate.loggedIn();
  return { rate, clock };
}

Deno.test("ByteRate takes a burst at once, then pauses until it is paid back and a second's worth is there", () => {
  const { rate, clock } = rateOf(1000, 100);
  rate.add(1000);
  assertEquals(rate.pauseMs(), 0);
  rate.add(50);
  assertEquals(rate.pauseMs(), 1500);
  clock.now += 1500;
  assertEquals(rate.pauseMs(), 0);
  rate.add(101);
  assertEquals(rate.pauseMs(), 1010);
});

Deno.test("ByteRate cuts after 60 pauses without a value, and counts anew after one", () => {
  const { rate, clock } = rateOf(1000, 100);
  const pause = () => {
    rate.add(2000);
    clock.now += rate.pauseMs();
  };
  for (let i = 0; i < 60; i++) pause();
  assertEquals(rate.isExceeded, false);
  rate.foundValue();
  for (let i = 0; i < 60; i++) pause();
  assertEquals(rate.isExceeded, false);
  pause();
  assertEquals(rate.isExceeded, true);
});

Deno.test("ByteRate cuts after 4 KiB before login", () => {
  const rate = new ByteRate({ burst: 1e6, perSecond: 1e6 });
  rate.add(4096);
  assertEquals(rate.isExceeded, false);
  rate.add(1);
  assertEquals(rate.isExceeded, true);
  rate.loggedIn();
  rate.add(4097);
  assertEquals(rate.isExceeded, false);
});

Deno.test("ByteRate of null takes everything, before login too", () => {
  const rate = new ByteRate(null);
  rate.add(1e9);
  assertEquals([rate.isExceeded, rate.pauseMs()], [false, 0]);
});
