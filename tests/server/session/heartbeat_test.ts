import { assertEquals } from "@std/assert";
import { Heartbeat } from "../../../server/session/heartbeat.ts";
import { PING_MS, PONG_MS } from "../../../server/session/heartbeat.ts";

Deno.test("Heartbeat asks once after 30 s of silence and gives up 15 s later", () => {
  assertEquals([PING_MS, PONG_MS], [30_000, 15_000]);
  const heartbeat = new Heartbeat();
  const said = [0, 29_999, 30_000, 30_500, 45_000, 45_001].map((ms) =>
    heartbeat.check(ms)
  );
  assertEquals(said, [
    undefined,
    undefined,
    "ping",
    undefined,
    undefined,
    "give_up",
  ]);
});

Deno.test("Heartbeat asks anew after a sign of life", () => {
  const heartbeat = new Heartbeat();
  const said = [30_000, 200, 30_000, 44_000, 0, 31_000].map((ms) =>
    heartbeat.check(ms)
  );
  assertEquals(said, ["ping", undefined, "ping", undefined, undefined, "ping"]);
});
