import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { Accounts, MAX_ACCOUNTS } from "../../../server/directory/accounts.ts";
import { OperatorAccounts } from "../../../server/directory/operator_accounts.ts";
import { PasswordHasher } from "../../../server/directory/password_hasher.ts";
import { Attempts } from "../../../server/directory/attempts.ts";
import {
  DirectoryBench,
  found,
  memoryPlace,
  outcomeOf,
} from "../../support/directory_bench.ts";

const ADDRESS = "192.0.2.1";

interface Bench {
  readonly bench: DirectoryBench;
  readonly accounts: Accounts;
  readonly operator: OperatorAccounts;
  /** Whose links were to be closed, and which one not. */
  readonly ended: (readonly [number, number | undefined])[];
}

function test(
  what: string,
  run: (bench: Bench) => Promise<void>,
  isOpen = true,
): void {
  Deno.test(what, async () => {
    await using bench = await DirectoryBench.make(memoryPlace());
    const ended: (readonly [number, number | undefined])[] = [];
    const parts = {
      directory: bench.directory,
      hasher: new PasswordHasher({ logN: 4, r: 8, p: 1 }),
      attempts: new Attempts(() => bench.now),
      isOpen,
      onLinksEnd: (identity: number, except?: number) => {
        ended.push([identity, except]);
      },
    };
    await run({
      bench,
      accounts: new Accounts(parts),
      operator: new OperatorAccounts(parts),
      ended,
    });
  });
}

function register(accounts: Accounts, identity: number): Promise<void> {
  return accounts.register("password", { identity, address: ADDRESS });
}

test("Accounts.register() makes an account of a guest, with all that is its own", async ({ bench, accounts }) => {
  const ada = await bench.enter({ name: "Ada" });
  const { number } = ada.identity;
  const room = await bench.room("tea", ada.identity);
  await register(accounts, number);
  const account = found(bench.directory.identities.get(number));
  assertEquals([account.kind, account.name], ["account", "Ada"]);
  assert(account.password?.startsWith("$scrypt$"));
  await bench.depart(account);
  assertEquals([...bench.directory.members.of(room.number).keys()], [number]);
  assertEquals(
    await outcomeOf(bench.enter({ name: "ada" })),
    "password_required",
  );
  const back = await bench.enter({ name: "ada", token: ada.token });
  assertEquals(back.link, ada.link);
});

test("Accounts.register() makes so many accounts, and leaves room for guests", async ({ bench, accounts }) => {
  const { identity } = await bench.enter({ name: "Ada" });
  const { identities } = bench.directory;
  for (let count = 0; count < MAX_ACCOUNTS; count++) {
    const number = 1_000_000 + count;
    const account = { ...identity, number, kind: "account" } as const;
    await identities.add({ ...account, name: `a${count}`, isStored: false });
  }
  assertEquals(
    await outcomeOf(register(accounts, identity.number)),
    "too_many",
  );
  await identities.change(1_000_000, () => undefined);
  assertEquals(await outcomeOf(register(accounts, identity.number)), "done");
});

test("Accounts.register() refuses a second time, and a password that is too short or too long", async ({ bench, accounts }) => {
  const { number } = await bench.person("ada");
  const attempt = (password: string) =>
    outcomeOf(
      accounts.register(password, { identity: number, address: ADDRESS }),
    );
  for (const weak of ["", "1234567", "\u{1f600}".repeat(7), "x".repeat(129)]) {
    assertEquals(await attempt(weak), "weak_password");
  }
  const both = [attempt("\u{1f600}".repeat(8)), attempt("x".repeat(128))];
  assertEquals((await Promise.all(both)).toSorted(), ["done", "name_taken"]);
  assertEquals(await attempt("password"), "name_taken");
});

test(
  "Accounts.register() is for the operator only where registration is off",
  async ({ bench, accounts, operator }) => {
    const { number } = await bench.person("ada");
    assertEquals(
      await outcomeOf(register(accounts, number)),
      "forbidden",
    );
    await operator.add("eve", "password");
  },
  false,
);

test("Accounts.check() refuses a wrong password, a guest and nobody alike", async ({ bench, accounts }) => {
  const { number } = await bench.person("Ada");
  await register(accounts, number);
  await bench.person("guest");
  const check = (name: string, password: string) =>
    accounts.check(password, { address: ADDRESS, name });
  assertEquals(await check("ADA", "password"), number);
  const refused: string[] = [];
  for (const name of ["ada", "guest", "nobody"]) {
    await check(name, "Password").catch(({ code, message }) =>
      refused.push(`${code} ${message}`)
    );
  }
  assertEquals(refused, Array(3).fill(refused[0]));
  assertEquals(refused[0]?.split(" ")[0], "bad_password");
});

test("Accounts.check() counts parallel tries, and leaves who is here alone", async ({ bench, accounts }) => {
  const ada = await bench.enter({ name: "Ada" });
  await register(accounts, ada.identity.number);
  const tries = await Promise.all(
    Array.from(
      { length: 100 },
      (_, n) =>
        outcomeOf(
          accounts.check(`wrong ${n}`, { address: ADDRESS, name: "ada" }),
        ),
    ),
  );
  const wrong = tries.filter((code) => code === "bad_password");
  assertEquals([wrong.length, tries.length], [3, 100]);
  assert(tries.every((code) => code === "bad_password" || code === "busy"));
  const right = accounts.check("password", { address: ADDRESS, name: "ada" });
  assertEquals(await outcomeOf(right), "busy");
  await bench.enter({ name: "ada", token: ada.token });
});

test("Accounts.change() ends all other links, and gives this one another token", async ({ bench, accounts, ended }) => {
  const phone = await bench.enter({ name: "Ada" });
  const { number: identity } = phone.identity;
  await register(accounts, identity);
  const desk = await bench.enter({ name: "ada", proved: identity });
  const change = (password: string, old: string) =>
    accounts.change(password, old, {
      ...{ identity, link: desk.link, address: ADDRESS },
    });
  assertEquals(await outcomeOf(change("another one", "wrong")), "bad_password");
  assertEquals(await outcomeOf(change("short", "password")), "weak_password");
  const token = await change("another one", "password");
  assertEquals(ended, [[identity, desk.link]]);
  for (const old of [phone.token, desk.token]) {
    const enter = bench.enter({ name: "ada", token: old });
    assertEquals(await outcomeOf(enter), "password_required");
  }
  const back = await bench.enter({ name: "ada", token });
  assertEquals(back.link, desk.link);
  const asker = { address: ADDRESS, name: "ada" };
  assertEquals(
    await outcomeOf(accounts.check("password", asker)),
    "bad_password",
  );
  assertEquals(await accounts.check("another one", asker), identity);
});

test("Accounts.unregister() makes a guest again, whose name is free when it goes", async ({ bench, accounts, ended }) => {
  const ada = await bench.enter({ name: "Ada" });
  const identity = ada.identity.number;
  await register(accounts, identity);
  const desk = await bench.enter({ name: "ada", proved: identity });
  const link = { identity, link: desk.link, address: ADDRESS };
  assertEquals(
    await outcomeOf(accounts.unregister("wrong", link)),
    "bad_password",
  );
  await accounts.unregister("password", link);
  assertEquals(ended, [[identity, desk.link]]);
  const guest = found(bench.directory.identities.get(identity));
  assertEquals([guest.kind, guest.password], ["guest", undefined]);
  assertEquals(
    await outcomeOf(accounts.unregister("password", link)),
    "forbidden",
  );
  await bench.enter({ name: "ada", token: desk.token });
  await bench.depart(guest);
  assertNotEquals((await bench.person("ada")).number, identity);
});

test("Accounts.checkRoom() knows the password of a room, 3 wrong a minute", async ({ accounts }) => {
  const room = { name: "tea", password: await accounts.hashRoom("tea") };
  const asker = { address: ADDRESS, name: "ada" };
  const check = (password: string) =>
    outcomeOf(accounts.checkRoom(password, room, asker));
  assertEquals(await check("tea"), "done");
  for (let n = 0; n < 3; n++) assertEquals(await check(""), "bad_password");
  assertEquals(await check("tea"), "busy");
});

test("OperatorAccounts makes, lists, resets and removes accounts", async ({ bench, accounts, operator, ended }) => {
  await operator.add("eve", "password");
  await operator.add("Ada", "password");
  assertEquals(await outcomeOf(operator.add("EVE", "password")), "name_taken");
  assertEquals(await outcomeOf(operator.add("all", "password")), "bad_name");
  assertEquals(await outcomeOf(operator.add("bob", "short")), "weak_password");
  await bench.person("guest");
  assertEquals(
    await outcomeOf(operator.add("guest", "password")),
    "name_taken",
  );
  const names = operator.list().map(({ name, here }) => [name, here]);
  assertEquals(names, [["Ada", false], ["eve", false]]);
  const asker = { address: ADDRESS, name: "ada" };
  const proved = await accounts.check("password", asker);
  const { identity, token } = await bench.enter({ name: "ada", proved });
  assertEquals(operator.list()[0]?.here, true);
  await operator.reset("ADA", "another one");
  assertEquals(ended, [[identity.number, undefined]]);
  const enter = bench.enter({ name: "ada", token });
  assertEquals(await outcomeOf(enter), "password_required");
  assertEquals(await accounts.check("another one", asker), identity.number);
  await bench.depart(identity);
  await operator.remove("ada");
  assertEquals(operator.list().map(({ name }) => name), ["eve"]);
  assertEquals(await outcomeOf(operator.remove("ada")), "unknown_user");
  assertEquals(
    await outcomeOf(operator.reset("guest", "password")),
    "unknown_user",
  );
  assertNotEquals((await bench.person("ada")).number, identity.number);
});
