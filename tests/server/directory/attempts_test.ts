import { assert, assertEquals } from "@std/assert";
import { Attempts } from "../../../server/directory/attempts.ts";
import { ServerPassword } from "../../../server/directory/server_password.ts";
import { ChatError } from "../../../shared/errors.ts";
import { codeOf } from "../../support/refused.ts";

const MINUTE_MS = 60_000;

/** Tries with a clock. */
function bench() {
  const clock = { now: 0 };
  const wrong = new Attempts(() => clock.now);
  const tries = (address: string, name: string, count: number) =>
    Array.from(
      { length: count },
      () => codeOf(() => wrong.begin(address, name)) ?? "wrong",
    );
  const counted = (address: string, name: string, count: number) =>
    tries(address, name, count).filter((code) => code === "wrong").length;
  return { clock, wrong, tries, counted };
}

Deno.test("Attempts lets an address try 3 a minute for a name, in whatever spelling", () => {
  const { clock, tries, counted } = bench();
  assertEquals(tries("192.0.2.1", "ada", 4), [
    ...["wrong", "wrong", "wrong", "busy"],
  ]);
  assertEquals(counted("192.0.2.1", "ADA", 5), 0);
  assertEquals(counted("192.0.2.1", "bob", 5), 3);
  clock.now += MINUTE_MS - 1;
  assertEquals(counted("192.0.2.1", "ada", 1), 0);
  clock.now++;
  assertEquals(counted("192.0.2.1", "ada", 100), 3);
});

Deno.test("Attempts lets 10 a minute be tried for a name, from however many addresses", () => {
  const { clock, counted } = bench();
  let all = 0;
  for (let host = 0; host < 100; host++) {
    all += counted(`192.0.2.${host}`, "ada", 3);
  }
  assertEquals(all, 10);
  clock.now += MINUTE_MS;
  assertEquals(counted("198.51.100.1", "ada", 3), 3);
});

Deno.test("Attempts hears nothing of an address for an hour after 20, but of this machine", () => {
  const { clock, counted } = bench();
  let all = 0;
  for (let n = 0; n < 30; n++) all += counted("192.0.2.1", `name${n}`, 3);
  assertEquals(all, 20);
  clock.now += 59 * MINUTE_MS;
  assertEquals(counted("192.0.2.1", "eve", 1), 0);
  clock.now += MINUTE_MS;
  assertEquals(counted("192.0.2.1", "eve", 1), 1);
  let own = 0;
  for (let n = 0; n < 30; n++) own += counted("127.0.0.1", `name${n}`, 1);
  assertEquals(own, 30);
});

Deno.test("Attempts does not count what was right, once each", () => {
  const { wrong, counted } = bench();
  for (let n = 0; n < 50; n++) {
    const attempt = wrong.begin("192.0.2.1", "ada");
    attempt.giveBack();
    attempt.giveBack();
  }
  assertEquals(counted("192.0.2.1", "ada", 9), 3);
});

Deno.test("Attempts says when the next may be tried", () => {
  const { clock, wrong, tries } = bench();
  tries("192.0.2.1", "ada", 3);
  clock.now += 20_000;
  try {
    wrong.begin("192.0.2.1", "ada");
    assert(false);
  } catch (error) {
    assert(error instanceof ChatError);
    assertEquals(error.retryMs, 40_000);
  }
});

Deno.test("ServerPassword.check() takes the right one only, and 3 wrong a minute", () => {
  const { wrong, clock } = bench();
  const password = new ServerPassword("open sesame", wrong);
  const check = (given?: string, name = "ada") =>
    codeOf(() => password.check(given, { address: "192.0.2.1", name }));
  assertEquals(check(), "password_required");
  assertEquals(check("open sesame"), undefined);
  for (const text of ["", "open", "open sesame "]) {
    assertEquals(check(text), "bad_password");
  }
  assertEquals(check("open sesame"), "busy");
  assertEquals(check("open sesame", "bob"), undefined);
  clock.now += MINUTE_MS;
  assertEquals(check("open sesame"), undefined);
});

Deno.test("Attempts lets 5 accounts be made in ten minutes from an address, 30 in all", () => {
  const { wrong, clock } = bench();
  const made = (address: string, count: number) =>
    Array.from(
      { length: count },
      () => codeOf(() => wrong.beginAccount(address)) ?? "made",
    ).filter((code) => code === "made").length;
  assertEquals(made("192.0.2.1", 9), 5);
  assertEquals(made("127.0.0.1", 9), 9);
  let others = 0;
  for (let host = 2; host < 9; host++) others += made(`192.0.2.${host}`, 4);
  assertEquals(others, 16);
  clock.now += 10 * MINUTE_MS;
  assertEquals(made("192.0.2.1", 1), 1);
});
