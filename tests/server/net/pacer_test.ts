import { assert, assertEquals } from "@std/assert";
import { Pacer } from "../../../server/net/pacer.ts";
import { within } from "../../support/within.ts";

const GAP_MS = 8;

/** A pacer, what it sent and when. */
function paced(isQuick = true) {
  const sent: string[] = [];
  const times: number[] = [];
  const waiting: (() => void)[] = [];
  const pacer: Pacer = new Pacer((text) => {
    sent.push(text);
    times.push(performance.now());
    if (isQuick) queueMicrotask(() => pacer.written());
    waiting.shift()?.();
  }, GAP_MS);
  const next = () =>
    within(new Promise<void>((resolve) => waiting.push(resolve)), "a payload");
  return { pacer, sent, times, next };
}

Deno.test("Pacer sends the first at once and each other after a gap, in order", async () => {
  const { pacer, sent, times, next } = paced();
  using _pacer = pacer;
  for (const text of ["a", "bb", "ccc"]) pacer.push(text);
  assertEquals([sent, pacer.length], [["a"], 5]);
  await next();
  await next();
  assertEquals([sent, pacer.length], [["a", "bb", "ccc"], 0]);
  const gaps = times.slice(1).map((time, n) => time - (times[n] ?? 0));
  // A loaded machine lets timers come early after a late turn; never at once.
  assert(gaps.every((gap) => gap > 2), `${gaps}`);
});

Deno.test("Pacer keeps the gap after the last one, too", async () => {
  const { pacer, sent, next } = paced();
  using _pacer = pacer;
  pacer.push("a");
  pacer.push("b");
  await next();
  pacer.push("c");
  assertEquals(sent, ["a", "b"]);
  await next();
  assertEquals(sent, ["a", "b", "c"]);
});

Deno.test("Pacer.drain() takes out what waits, and it is not sent", async () => {
  const { pacer, sent, next } = paced();
  using _pacer = pacer;
  for (const text of ["a", "b", "c"]) pacer.push(text);
  assertEquals([pacer.drain(), pacer.length], [["b", "c"], 0]);
  pacer.push("d");
  await next();
  assertEquals(sent, ["a", "d"]);
});

Deno.test("Pacer begins its pause when the payload is written, however long that takes", async () => {
  const { pacer, sent, times, next } = paced(false);
  using _pacer = pacer;
  pacer.push("a");
  pacer.push("b");
  await new Promise((resolve) => setTimeout(resolve, 3 * GAP_MS));
  assertEquals(sent, ["a"]);
  const writtenAt = performance.now();
  pacer.written();
  pacer.written();
  await next();
  assertEquals(sent, ["a", "b"]);
  assert((times[1] ?? 0) - writtenAt >= GAP_MS - 2);
});

Deno.test("Pacer leaves no timer behind and sends nothing once it is disposed", () => {
  const { pacer, sent } = paced();
  pacer.push("a");
  pacer.push("b");
  pacer[Symbol.dispose]();
  pacer[Symbol.dispose]();
  assertEquals([sent, pacer.length], [["a"], 0]);
});
