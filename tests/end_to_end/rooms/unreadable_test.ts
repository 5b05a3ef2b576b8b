/**
 * Reading what one may not: each request, each field and each moment in which
 * something could be learnt of a room or a talk that is somebody else's. What is
 * hidden and what is missing answer alike.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import type { Answer } from "../../support/answer.ts";
import { type LiveServer, startServer } from "../../support/live_server.ts";
import { WalkLink } from "../../support/walk_link.ts";

const SECRET = "swordfish";

/** A private room and a talk of ada and bob, and eve who is in neither. */
class Scene implements AsyncDisposable {
  readonly #server: LiveServer;
  readonly links = new Map<string, WalkLink>();
  readonly tokens = new Map<string, string>();
  talk = "";

  private constructor(server: LiveServer) {
    this.#server = server;
  }

  static async start(): Promise<Scene> {
    const scene = new Scene(await startServer());
    for (const name of ["ada", "bob", "eve"]) await scene.login(name);
    await scene.ask("ada", {
      request: "join",
      content: "cellar",
      make: true,
      private: true,
      password: "open sesame",
    });
    await scene.ask("ada", {
      request: "invite",
      room: "cellar",
      content: "bob",
    });
    await scene.ask("bob", { request: "join", content: "cellar" });
    await scene.ask("ada", {
      request: "topic",
      room: "cellar",
      content: SECRET,
    });
    await scene.ask("ada", { request: "msg", room: "cellar", content: SECRET });
    await scene.ask("ada", { request: "msg", to: "bob", content: SECRET });
    const rooms = await scene.ask("ada", { request: "rooms" });
    scene.talk = String((Object(rooms).direct ?? [])[0]?.talk);
    return scene;
  }

  async login(name: string, fields: object = {}): Promise<Answer> {
    const link = await WalkLink.connect(this.#server.address);
    const answer = await link.ask({
      request: "login",
      content: name,
      version: 3,
      ...fields,
    });
    if (answer.code !== "welcome") {
      link[Symbol.dispose]();
      return answer;
    }
    this.links.get(name)?.[Symbol.dispose]();
    this.links.set(name, link);
    this.tokens.set(name, String(answer.token));
    await link.pages();
    return answer;
  }

  async ask(name: string, request: Record<string, unknown>): Promise<Answer> {
    const link = this.links.get(name);
    if (!link) throw new Error(`${name} is not here`);
    return await link.ask(request);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const link of this.links.values()) link[Symbol.dispose]();
    await this.#server[Symbol.asyncDispose]();
  }
}

/** Requests that name a room: what eve asks of a hidden one, and of none. */
const OF_A_ROOM: Readonly<
  Record<string, (room: string) => Record<string, unknown>>
> = {
  "join": (room) => ({ request: "join", content: room }),
  "join #": (room) => ({ request: "join", content: `#${room}` }),
  "join with a wrong password": (room) => ({
    request: "join",
    content: room,
    password: "something else",
  }),
  "join with a wrong invitation": (room) => ({
    request: "join",
    content: room,
    invite: "0".repeat(32),
  }),
  "join in capitals": (room) => ({
    request: "join",
    content: room.toUpperCase(),
  }),
  "leave": (room) => ({ request: "leave", content: room }),
  "topic": (room) => ({ request: "topic", room, content: "mine" }),
  "invite somebody": (room) => ({ request: "invite", room, content: "ada" }),
  "invite oneself": (room) => ({ request: "invite", room, content: "eve" }),
  "invite a member": (room) => ({ request: "invite", room, content: "bob" }),
  "invite nobody": (room) => ({ request: "invite", room }),
  "set private": (room) => ({ request: "set", room, private: false }),
  "set a password": (room) => ({
    request: "set",
    room,
    password: "another one",
  }),
  "set the history": (room) => ({ request: "set", room, history: "all" }),
  "say": (room) => ({ request: "msg", room, content: "hello" }),
  "say #": (room) => ({ request: "msg", room: `#${room}`, content: "hello" }),
  "say again": (room) => ({
    request: "msg",
    room,
    content: SECRET,
    id: "again",
  }),
  "names": (room) => ({ request: "names", room }),
  "history": (room) => ({ request: "history", room }),
  "history before": (room) => ({ request: "history", room, before: 1000 }),
  "history after": (room) => ({ request: "history", room, after: 0 }),
  "history of one": (room) => ({ request: "history", room, limit: 1 }),
  "search": (room) => ({ request: "search", room, content: SECRET }),
  "search from": (room) => ({
    request: "search",
    room,
    content: SECRET,
    from: "ada",
  }),
  "search a word nobody said": (room) => ({
    request: "search",
    room,
    content: "nothing",
  }),
  "read": (room) => ({ request: "read", room, seq: 1 }),
  "read back": (room) => ({ request: "read", room, seq: 0, back: true }),
};

/** Requests about a talk: of others, and of none. */
const OF_A_TALK: Readonly<
  Record<string, (talk: string) => Record<string, unknown>>
> = {
  "history": (talk) => ({ request: "history", talk }),
  "history before": (talk) => ({ request: "history", talk, before: 1000 }),
  "history with and talk": (talk) => ({
    request: "history",
    with: "bob",
    talk,
  }),
  "search": (talk) => ({ request: "search", talk, content: SECRET }),
  "search with and talk": (talk) => ({
    request: "search",
    with: "ada",
    talk,
    content: SECRET,
  }),
  "say": (talk) => ({ request: "msg", to: "bob", talk, content: "hello" }),
  "read": (talk) => ({ request: "read", with: "bob", talk, seq: 1 }),
};

function shape(answer: Answer, ...names: readonly string[]): string {
  const { timestamp: _, id: __, ...rest } = answer;
  let text = JSON.stringify(rest);
  for (const name of names) text = text.replaceAll(new RegExp(name, "gi"), "X");
  return text;
}

Deno.test("every request answers of a hidden room as of none", async (t) => {
  await using scene = await Scene.start();
  for (const [what, request] of Object.entries(OF_A_ROOM)) {
    await t.step(what, async () => {
      const hidden = await scene.ask("eve", request("cellar"));
      const missing = await scene.ask("eve", request("garret"));
      assertEquals(hidden.response, "error", JSON.stringify(hidden));
      assertEquals(shape(hidden, "cellar"), shape(missing, "garret"));
      assert(!JSON.stringify(hidden).includes(SECRET));
    });
  }
});

Deno.test("every request answers of others' talk as of none", async (t) => {
  await using scene = await Scene.start();
  assertEquals(scene.talk.length > 0, true, "a talk has an id");
  const none = "0123456789abcdef".slice(0, scene.talk.length);
  for (const [what, request] of Object.entries(OF_A_TALK)) {
    await t.step(what, async () => {
      const hidden = await scene.ask("eve", request(scene.talk));
      const missing = await scene.ask("eve", request(none));
      assertEquals(hidden.response, "error", JSON.stringify(hidden));
      assertEquals(shape(hidden, scene.talk), shape(missing, none));
    });
  }
});

Deno.test("neither the list of rooms nor who somebody is shows a hidden room", async () => {
  await using scene = await Scene.start();
  for (
    const request of [
      { request: "rooms" },
      { request: "rooms", all: true },
      { request: "rooms", all: true, limit: 1000 },
      { request: "whois", content: "ada" },
      { request: "whois", content: "bob" },
      { request: "names" },
      { request: "help" },
      { request: "search", content: SECRET },
      { request: "search", with: "ada", content: SECRET },
      { request: "history", with: "ada" },
      { request: "history", with: "bob" },
    ]
  ) {
    const answer = JSON.stringify(await scene.ask("eve", request));
    assert(!/cellar|swordfish/.test(answer), `${request.request}: ${answer}`);
  }
});

Deno.test("nothing live, of presence or of a login is of what one may not read", async () => {
  await using scene = await Scene.start();
  await scene.login("eve", { since: 0, token: scene.tokens.get("eve") });
  await scene.ask("ada", { request: "msg", room: "cellar", content: SECRET });
  await scene.ask("ada", { request: "msg", to: "bob", content: SECRET });
  await scene.ask("bob", { request: "leave", content: "cellar" });
  await scene.ask("ada", { request: "set", room: "cellar", history: "joined" });
  await scene.ask("eve", { request: "ping" });
  const heard = JSON.stringify([
    scene.links.get("eve")?.shown,
    scene.links.get("eve")?.told,
  ]);
  assert(!/cellar|swordfish/.test(heard), heard);
});

Deno.test("who left a room reads nothing of it any more, and without an invitation stays out", async () => {
  await using scene = await Scene.start();
  await scene.ask("bob", { request: "leave", content: "cellar" });
  await scene.ask("ada", { request: "msg", room: "cellar", content: "later" });
  for (const request of Object.values(OF_A_ROOM)) {
    const answer = await scene.ask("bob", request("cellar"));
    assertEquals(
      answer.response,
      "error",
      JSON.stringify([request("cellar"), answer]),
    );
    assertEquals(
      shape(answer, "cellar"),
      shape(await scene.ask("bob", request("garret")), "garret"),
    );
  }
  assertEquals(
    scene.links.get("bob")?.shown.some((text) => /later/.test(text)),
    false,
  );
});

Deno.test("who has a name later reads and inherits nothing of who had it before", async () => {
  await using scene = await Scene.start();
  await scene.ask("eve", {
    request: "msg",
    to: "bob",
    content: "before",
    id: "one",
  });
  const before = scene.tokens.get("bob");
  await scene.ask("bob", { request: "logout" });
  const welcome = await scene.login("bob", { since: 0 });
  assertEquals(welcome.rooms, ["lobby"]);
  assertEquals(
    scene.links.get("bob")?.shown.some((text) => /before|swordfish/.test(text)),
    false,
  );
  for (const name of ["ada", "eve"]) {
    const page = await scene.ask("bob", { request: "history", with: name });
    assertEquals(page.content, [], `history with ${name}`);
    const found = await scene.ask("bob", {
      request: "search",
      with: name,
      content: SECRET,
    });
    assertEquals(found.content, [], `search with ${name}`);
  }
  const talk = await scene.ask("bob", { request: "history", talk: scene.talk });
  assertEquals(talk.response, "error");
  const direct =
    Object((await scene.ask("bob", { request: "rooms" })) as object).direct;
  assertEquals(direct, [], "talks of the one before");
  const old = await scene.ask("ada", {
    request: "msg",
    to: "bob",
    talk: scene.talk,
    content: "hi",
  });
  assertEquals(old.code, "unknown_user", "a talk with who had the name before");
  const again = await scene.login("bob", { token: before });
  assertEquals(again.code, "name_taken", "a token of the one before");
});

Deno.test("a member who joined later reads nothing before where the room says so", async () => {
  await using scene = await Scene.start();
  await scene.ask("ada", { request: "set", room: "cellar", history: "joined" });
  await scene.ask("ada", { request: "invite", room: "cellar", content: "eve" });
  const joined = await scene.ask("eve", { request: "join", content: "cellar" });
  assertEquals(joined.code, "joined");
  for (
    const request of [
      { request: "history", room: "cellar" },
      { request: "history", room: "cellar", after: 0 },
      { request: "search", room: "cellar", content: SECRET },
    ]
  ) {
    const { content } = await scene.ask("eve", request);
    assert(
      !JSON.stringify(content).includes(`"content":"${SECRET}"`),
      JSON.stringify(content),
    );
  }
});
