import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import {
  MAX_HASHES,
  MAX_WAITING,
  PasswordHasher,
} from "../../../server/directory/password_hasher.ts";
import {
  readScryptString,
  USUAL_COST,
} from "../../../server/directory/scrypt_string.ts";
import { ChatError } from "../../../shared/errors.ts";
import { within } from "../../support/within.ts";

const CHEAP = { logN: 4, r: 8, p: 1 };

Deno.test("PasswordHasher.hash() keeps parameters and a salt of its own beside what scrypt makes", async () => {
  const hasher = new PasswordHasher(CHEAP);
  const [one, other] = [
    await hasher.hash("secret"),
    await hasher.hash("secret"),
  ];
  const form = /^\$scrypt\$ln=4,r=8,p=1\$[\w-]{22}\$[\w-]{43}$/;
  assertMatch(one, form);
  assertMatch(other, form);
  assert(one !== other);
  assertEquals(readScryptString(one)?.salt.length, 16);
});

Deno.test("PasswordHasher.verify() knows a password by what is stored, whatever hashing costs now", async () => {
  const stored = await new PasswordHasher(CHEAP).hash("Gr\u00fc\u00dfe 2");
  const hasher = new PasswordHasher({ logN: 5, r: 8, p: 1 });
  assertEquals(await hasher.verify("Gr\u00fc\u00dfe 2", stored), true);
  assertEquals(await hasher.verify("Gru\u0308\u00dfe 2", stored), true);
  assertEquals(await hasher.verify("gr\u00fc\u00dfe 2", stored), false);
  assertEquals(await hasher.verify("", stored), false);
});

Deno.test("PasswordHasher.verify() finds no password right where nothing is stored, or what asks for too much", async () => {
  const hasher = new PasswordHasher(CHEAP);
  const stored = await hasher.hash("secret");
  for (
    const wrong of [undefined, "", "secret", stored.replace("ln=4", "ln=30")]
  ) {
    assertEquals(await hasher.verify("secret", wrong), false);
  }
});

Deno.test("PasswordHasher uses 32 MiB and 2^15, 8, 3 if nothing else is said", () => {
  assertEquals(USUAL_COST, { logN: 15, r: 8, p: 3 });
});

Deno.test("PasswordHasher hashes 2 at once, lets 64 wait and refuses more as busy", async () => {
  const hasher = new PasswordHasher(CHEAP);
  const most = MAX_HASHES + MAX_WAITING;
  assertEquals(most, 66);
  const all = Array.from({ length: most }, () => hasher.hash("secret"));
  const error = await assertRejects(() => hasher.hash("secret"), ChatError);
  assertEquals(error.code, "busy");
  assert((error.retryMs ?? 0) > 1000);
  assertEquals((await within(Promise.all(all), "all hashes")).length, most);
  await hasher.hash("secret");
});
