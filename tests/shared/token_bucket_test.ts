import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { TokenBucket } from "../../shared/token_bucket.ts";

Deno.test("TokenBucket.take() refuses after the burst and recovers with time", () => {
  let now = 0;
  const bucket = new TokenBucket({ burst: 3, perSecond: 2, now: () => now });
  assertEquals([1, 2, 3, 4].map(() => bucket.take()), [
    true,
    true,
    true,
    false,
  ]);
  now += 499;
  assertEquals(bucket.take(), false);
  now += 1;
  assertEquals([bucket.take(), bucket.take()], [true, false]);
  now += 3_600_000;
  assertEquals([1, 2, 3, 4].map(() => bucket.take()), [
    true,
    true,
    true,
    false,
  ]);
});

Deno.test("TokenBucket.keep() keeps what nobody could take, and no longer than it took to come", () => {
  let now = 0;
  const bucket = new TokenBucket({ burst: 3, perSecond: 2, now: () => now });
  const left = () => {
    let count = 0;
    while (bucket.take()) count++;
    return count;
  };
  now += 10_000;
  bucket.keep(4000);
  assertEquals(left(), 3 + 8);
  now += 10_000;
  bucket.keep(4000);
  now += 2000;
  assertEquals(left(), 3 + 4, "half of it is gone again");
  now += 10_000;
  bucket.keep(4000);
  now += 4000;
  assertEquals(left(), 3);
  now += 1000;
  bucket.keep(5000);
  assertEquals(left(), 2, "no more than time brought");
});

Deno.test("TokenBucket.take() takes several or none", () => {
  const bucket = new TokenBucket({ burst: 5, perSecond: 1, now: () => 0 });
  assertEquals([4, 2, 1, 1].map((n) => bucket.take(n)), [
    true,
    false,
    true,
    false,
  ]);
});

Deno.test("TokenBucket.waitMs() tells when the next token is there", () => {
  let now = 0;
  const bucket = new TokenBucket({ burst: 1, perSecond: 4, now: () => now });
  assertEquals(bucket.waitMs(), 0);
  bucket.take();
  assertEquals(bucket.waitMs(), 250);
  now += 100;
  assertEquals(Math.round(bucket.waitMs()), 150);
  now += bucket.waitMs();
  assertEquals(bucket.take(), true);
});

Deno.test("TokenBucket gives out no more than burst and rate allow, over any time", () => {
  const burst = fc.integer({ min: 1, max: 20 });
  const perSecond = fc.integer({ min: 1, max: 50 });
  const pauses = fc.array(fc.nat({ max: 700 }), { maxLength: 200 });
  fc.assert(
    fc.property(burst, perSecond, pauses, (burst, perSecond, pauses) => {
      let now = 0;
      const bucket = new TokenBucket({ burst, perSecond, now: () => now });
      let taken = 0;
      for (const pause of pauses) {
        now += pause;
        if (bucket.take()) taken++;
      }
      assert(taken <= burst + now / 1000 * perSecond + 1e-6);
    }),
  );
});
