import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { Ticker } from "../../../server/net/ticker.ts";
import type { Told } from "../../support/room_client.ts";
import { PASSWORD, RoomServer } from "../../support/room_server.ts";

function pick(told: Told | undefined, ...fields: readonly string[]) {
  return fields.map((field) => told?.[field]);
}

/** Logs in, and returns the answer, whatever it is. */
async function answerTo(
  server: RoomServer,
  name: string,
  fields: object = {},
): Promise<Told> {
  const client = await server.connect();
  return await client.ask("login", { content: name, version: 3, ...fields });
}

Deno.test("register makes an account of the name in use, with all that was the guest's", async () => {
  await using server = await RoomServer.start();
  const [ada, bob] = await server.people("ada", "bob");
  assert(ada && bob);
  await ada.ask("join", { content: "tea", make: true });
  await bob.ask("join", { content: "tea" });
  const { talk } = await bob.ask("msg", { content: "psst", to: "ada" });
  const cases: readonly (readonly [object, string])[] = [
    [{}, "bad_request"],
    [{ content: 7 }, "bad_request"],
    [{ content: "short" }, "weak_password"],
    [{ content: "x".repeat(129) }, "weak_password"],
    [{ content: PASSWORD }, "registered"],
    [{ content: PASSWORD }, "name_taken"],
  ];
  for (const [fields, code] of cases) {
    assertEquals(await ada.code("register", { ...fields }), code);
  }
  await ada.ask("msg", { content: "mine", room: "tea" });
  const [said] = await bob.entries();
  assertEquals(pick(said, "content", "account"), ["mine", true]);
  await ada.ask("logout");

  for (
    const [fields, code, needs] of [
      [{}, "password_required", "password"],
      [{ password: "wrong password" }, "bad_password", undefined],
      [{ version: 1 }, "password_required", "password"],
    ] as const
  ) {
    assertEquals(pick(await answerTo(server, "Ada", fields), "code", "needs"), [
      ...[code, needs],
    ]);
  }
  const back = await server.join("ada", { password: PASSWORD, since: 0 });
  assertEquals(back.welcome?.rooms, ["lobby", "tea"]);
  assertEquals(await back.texts(), ["psst", "mine"]);
  const { content } = await back.ask("history", { talk });
  assertEquals((content as Told[]).length, 1);
});

Deno.test("register goes on for who is taken over while its password is hashed", async () => {
  await using server = await RoomServer.start({
    passwordCost: { logN: 14, r: 8, p: 2 },
  });
  const ada = await server.join("ada");
  await ada.send({ request: "register", content: PASSWORD, id: "r" });
  const again = await server.join("ada", { token: ada.token });
  const rest = await ada.rest();
  assertEquals(rest.at(-1)?.code, "replaced");
  const isAccount = async () => {
    const { account } = await again.ask("whois", { content: "ada" });
    return account === true;
  };
  // Two are hashed at once, so the first is done soon after another one.
  for (let tries = 0; tries < 3 && !await isAccount(); tries++) {
    await again.ask("join", { content: "none", password: PASSWORD });
  }
  assertEquals(await isAccount(), true);
});

Deno.test("a password of a name that is nobody's, or a guest's, is refused as a wrong one", async () => {
  await using server = await RoomServer.start();
  await server.join("guest");
  await server.account("ada");
  const bare = async (name: string) => {
    const { timestamp: _, id: __, ...rest } = await answerTo(server, name, {
      password: "wrong password",
    });
    return rest;
  };
  const refused = await bare("ada");
  assertEquals(refused.code, "bad_password");
  assertEquals(await bare("nobody"), refused);
  assertEquals(await bare("guest"), refused);
});

Deno.test("old clients send the password behind the name, and nobody is told of it", async () => {
  await using server = await RoomServer.start();
  const ada = await server.account("ada");
  await ada.ask("logout");
  using old = await server.live.connectBare();
  const wrong = await old.ask({ request: "login", content: "ada wrong one" });
  assertEquals(wrong.code, "bad_password");
  const right = await old.ask({ request: "login", content: `ada ${PASSWORD}` });
  assertEquals([right.code, right.user], ["welcome", "ada"]);
  const logged = JSON.stringify(server.live.events);
  for (const secret of ["wrong one", PASSWORD]) {
    assert(!logged.includes(secret));
    assert(!JSON.stringify([wrong, right]).includes(secret));
  }
});

Deno.test("an account has many links; a token takes over its own, a password or beside adds one", async () => {
  await using server = await RoomServer.start();
  const bob = await server.join("bob");
  const laptop = await server.account("ada");
  const phone = await server.join("ada", { password: PASSWORD });
  const tablet = await server.join("ada", { token: phone.token, beside: true });
  assertNotEquals(phone.token, tablet.token);
  assertEquals((await bob.ask("names")).names, ["bob", "ada"]);
  await bob.ask("msg", { content: "all" });
  for (const link of [laptop, phone, tablet]) {
    assertEquals(await link.texts(), ["all"]);
  }
  const again = await server.join("ada", { token: phone.token });
  assertEquals((await phone.rest()).at(-1)?.code, "replaced");
  await bob.ask("msg", { content: "more" });
  for (const link of [laptop, tablet, again]) {
    assertEquals((await link.texts()).at(-1), "more");
  }
  await laptop.ask("msg", { content: "own", id: "o1" });
  for (const link of [tablet, again]) {
    assertEquals(pick((await link.entries())[0], "content", "own_id"), [
      ...["own", "o1"],
    ]);
  }
  assertEquals(await laptop.texts(), []);
  // The last one out is the end of it.
  for (const link of [laptop, tablet]) await link.ask("logout");
  assertEquals((await bob.ask("names")).names, ["bob", "ada"]);
  await again.ask("logout");
  assertEquals((await bob.ask("names")).names, ["bob"]);
});

Deno.test("an account has 32 links at once, each can come back, and those that are gone make room", async () => {
  await using server = await RoomServer.start();
  const first = await server.account("ada");
  const links = [];
  for (let count = 1; count < 32; count++) {
    links.push(await server.join("ada", { token: first.token, beside: true }));
  }
  const login = { content: "ada", version: 3, token: first.token };
  const late = await server.connect();
  const beside = { ...login, beside: true };
  assertEquals(await late.code("login", beside), "too_many");
  await links[0]?.ask("logout");
  assertEquals(await late.code("login", beside), "welcome");
  first.close();
  const back = await server.connect();
  assertEquals(await back.code("login", login), "welcome");
});

Deno.test("a guest has one link: its token takes over, beside is forbidden", async () => {
  await using server = await RoomServer.start();
  const ada = await server.join("ada");
  const beside = { token: ada.token, beside: true };
  assertEquals((await answerTo(server, "ada", beside)).code, "forbidden");
  const back = await server.join("ada", { token: ada.token });
  assertEquals((await ada.rest()).at(-1)?.code, "replaced");
  assertEquals((await back.ask("names")).names, ["ada"]);
});

Deno.test("passwd gives a new token, and ends all others and their links", async () => {
  await using server = await RoomServer.start();
  const ada = await server.account("ada");
  const phone = await server.join("ada", { password: PASSWORD });
  const old = PASSWORD;
  const cases: readonly (readonly [object, string])[] = [
    [{ content: "another one" }, "bad_request"],
    [{ content: "short", old }, "weak_password"],
    [{ content: "another one", old: "wrong" }, "bad_password"],
  ];
  for (const [fields, code] of cases) {
    assertEquals(await ada.code("passwd", { ...fields }), code);
  }
  const changed = await ada.ask("passwd", { content: "another one", old });
  assertEquals(changed.code, "password_changed");
  assertEquals((await phone.rest()).at(-1)?.code, "replaced");
  for (const fields of [{ token: phone.token }, { token: ada.token }]) {
    assertEquals(
      (await answerTo(server, "ada", fields)).code,
      "password_required",
    );
  }
  assertEquals(
    (await answerTo(server, "ada", { password: PASSWORD })).code,
    "bad_password",
  );
  const back = await server.join("ada", { token: changed.token });
  assertEquals((await ada.rest()).at(-1)?.code, "replaced");
  const guest = await server.join("guest");
  assertEquals(
    await guest.code("passwd", { content: "another one", old }),
    "forbidden",
  );
  assertEquals((await back.ask("names")).names, ["ada", "guest"]);
});

Deno.test("unregister makes a guest again, with this link alone", async () => {
  await using server = await RoomServer.start();
  const ada = await server.account("ada");
  const phone = await server.join("ada", { password: PASSWORD });
  assertEquals(
    await ada.code("unregister", { content: "wrong" }),
    "bad_password",
  );
  assertEquals(
    await ada.code("unregister", { content: PASSWORD }),
    "unregistered",
  );
  assertEquals((await phone.rest()).at(-1)?.code, "replaced");
  assertEquals(
    await ada.code("unregister", { content: PASSWORD }),
    "forbidden",
  );
  const bob = await server.join("bob");
  await ada.ask("msg", { content: "still here" });
  assertEquals(pick((await bob.entries())[0], "content", "account"), [
    ...["still here", undefined],
  ]);
  await ada.ask("logout");
  await server.join("ada");
});

Deno.test("logout with forget ends the token, without it a guest comes back with it", async () => {
  await using server = await RoomServer.start();
  const [first, second] = await server.people("ada", "bob");
  assert(first && second);
  const { talk } = await first.ask("msg", { content: "hi", to: "bob" });
  await first.ask("logout");
  const back = await server.join("ada", { token: first.token, since: 0 });
  assertEquals((await back.ask("history", { talk })).code, undefined);
  await back.ask("logout", { forget: true });
  const other = await server.join("ada", { token: back.token });
  assertEquals(await other.code("history", { talk }), "unknown_user");

  const eve = await server.account("eve");
  await eve.ask("logout", { forget: true });
  const refused = await answerTo(server, "eve", { token: eve.token });
  assertEquals(refused.code, "password_required");
});

Deno.test("three wrong passwords a minute for an address and a name, then busy; links and tokens go on", async () => {
  using ticker = new Ticker("hand");
  await using server = await RoomServer.start({}, ticker);
  const ada = await server.account("ada");
  const bob = await server.account("bob");
  const wrong = { password: "wrong password" };
  for (let n = 0; n < 3; n++) {
    assertEquals((await answerTo(server, "ada", wrong)).code, "bad_password");
  }
  const busy = await answerTo(server, "ADA", { password: PASSWORD });
  assertEquals([busy.code, typeof busy.retry_ms], ["busy", "number"]);
  assertEquals(await ada.code("msg", { content: "x" }), "ack");
  assertEquals(
    (await answerTo(server, "ada", { token: ada.token })).code,
    "welcome",
  );
  assertEquals(
    (await answerTo(server, "bob", { password: PASSWORD })).code,
    "welcome",
  );
  ticker.advance(30_000);
  await bob.ask("ping");
  ticker.advance(31_000);
  await bob.ask("ping");
  assertEquals(
    (await answerTo(server, "ada", { password: PASSWORD })).code,
    "welcome",
  );
});

Deno.test("a server password is asked of everybody without a token, old clients included", async () => {
  await using server = await RoomServer.start({
    serverPassword: "open sesame",
  });
  const cases: readonly (readonly [object, string, unknown])[] = [
    [{}, "password_required", "server_password"],
    [{ server_password: "wrong" }, "bad_password", undefined],
    [{ server_password: "open sesame" }, "welcome", undefined],
  ];
  for (const [fields, code, needs] of cases) {
    const answer = await answerTo(server, `p${code.slice(0, 3)}`, fields);
    assertEquals(pick(answer, "code", "needs"), [code, needs]);
  }
  const ada = await server.join("ada", { server_password: "open sesame" });
  assertEquals(
    (await answerTo(server, "ada", { token: ada.token })).code,
    "welcome",
  );
  using old = await server.live.connectBare();
  const wrong = await old.ask({ request: "login", content: "old sesame" });
  assertEquals(wrong.code, "bad_password");
  const right = await old.ask({ request: "login", content: "old open sesame" });
  assertEquals(right.code, "welcome");
});

Deno.test("register is forbidden where the operator says so", async () => {
  await using server = await RoomServer.start({ registration: false });
  const ada = await server.join("ada");
  assertEquals(await ada.code("register", { content: PASSWORD }), "forbidden");
});

Deno.test("accounts, rooms, talks and tokens survive a restart, names of those who were here are kept", async () => {
  const folder = await Deno.makeTempDir({ prefix: "ktn" });
  try {
    await using server = await RoomServer.start({ dataFolder: folder });
    const ada = await server.account("ada");
    const guest = await server.join("guest");
    await ada.ask("join", { content: "tea", make: true });
    await guest.ask("join", { content: "tea" });
    await ada.ask("away", { content: "lunch" });
    await ada.ask("msg", { content: "one", room: "tea", id: "a1" });
    await server.restart();
    assertEquals((await answerTo(server, "guest")).code, "name_taken");
    const back = await server.join("guest", { token: guest.token, since: 0 });
    assertEquals(back.welcome?.rooms, ["lobby", "tea"]);
    assertEquals(await back.texts(), ["one"]);
    assertEquals((await back.ask("names", { room: "tea" })).names, [
      ...["ada", "guest"],
    ]);
    assertEquals((await back.ask("whois", { content: "ada" })).away, "lunch");
    const again = await server.join("ada", { password: PASSWORD, since: 0 });
    const [own] = await again.entries();
    assertEquals(pick(own, "content", "own_id"), ["one", "a1"]);
    const repeat = { content: "one", room: "tea", id: "a1" };
    assertEquals(pick(await again.ask("msg", repeat), "code", "duplicate"), [
      ...["ack", true],
    ]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
