import { assert, assertEquals, assertNotEquals } from "@std/assert";
import type { Batch } from "../../../server/chat/batch.ts";
import {
  Chat,
  type Member,
  presenceDelayMs,
} from "../../../server/chat/chat.ts";
import type { Payload } from "../../../server/chat/payload.ts";
import type { Listener } from "../../../server/chat/room.ts";
import { entriesOf, entryOf } from "../../support/entries.ts";
import { codeOf } from "../../support/refused.ts";
import { within } from "../../support/within.ts";

/** Somebody who notes what happens to him. */
class Guest implements Listener, Member {
  readonly listener = this;
  readonly batches: Batch[] = [];
  readonly presences: Payload[] = [];
  replaced = 0;
  #wake = Promise.withResolvers<void>();

  readings = 0;
  /** Thrown at the next batch. */
  throwNext: Error | undefined;

  show(batch: Batch): void {
    const error = this.throwNext;
    this.throwNext = undefined;
    if (error) throw error;
    this.batches.push(batch);
  }

  readOn(): void {
    this.readings++;
  }

  tell(presence: Payload): void {
    this.presences.push(presence);
    this.#wake.resolve();
  }

  replace(): void {
    this.replaced++;
  }

  /** Resolves with the fields of the next presence. */
  async presence(): Promise<unknown> {
    if (this.presences.length === 0) {
      await within(this.#wake.promise, "presence");
    }
    this.#wake = Promise.withResolvers();
    return this.presences.shift()?.fields;
  }

  get seqs(): readonly number[] {
    return this.batches.flatMap(({ entries }) => entries.map(({ seq }) => seq));
  }
}

Deno.test("Chat.login() gives a name to one member only, in whatever case", () => {
  using chat = new Chat();
  const { user: ada } = chat.login("Ada", new Guest());
  for (const name of ["Ada", "ada", "ADA"]) {
    assertEquals(codeOf(() => chat.login(name, new Guest())), "name_taken");
  }
  chat.login("adam", new Guest());
  assertEquals([ada.name, ada.key, chat.names("lobby").length], [
    "Ada",
    "ada",
    2,
  ]);
  assertEquals(chat.names("lobby"), ["Ada", "adam"]);
});

Deno.test("Chat.logout() frees the name at once, for any spelling", () => {
  using chat = new Chat();
  const guest = new Guest();
  const { user: ada } = chat.login("Ada", guest);
  chat.listen(guest);
  chat.logout(ada, guest);
  chat.login("ADA", new Guest());
  chat.show([entryOf(1)]);
  assertEquals([chat.names("lobby"), guest.batches], [["ADA"], []]);
});

Deno.test("Chat.login() with the token replaces the member before, and renews the token", () => {
  using chat = new Chat();
  const [first, second] = [new Guest(), new Guest()];
  const { token } = chat.login("Ada", first);
  chat.listen(first);
  const { user: back, token: next } = chat.login("ada", second, token);
  chat.listen(second);
  assertEquals([back.name, first.replaced, chat.names("lobby").length], [
    "Ada",
    1,
    1,
  ]);
  assertNotEquals(next, token);
  chat.show([entryOf(1)]);
  assertEquals([first.seqs, second.seqs], [[], [1]]);
  // The one before has nothing to say in it any more.
  chat.logout(back, first);
  chat.keep(back, first, 0);
  chat.expire(1);
  assertEquals(chat.names("lobby").length, 1);
});

Deno.test("Chat.login() takes a used token until the one it was changed for is used", () => {
  using chat = new Chat();
  const login = (token?: string) => chat.login("Ada", new Guest(), token).token;
  const first = login();
  const unread = login(first);
  const second = login(first);
  assertEquals(codeOf(() => login(unread)), "name_taken");
  const third = login(second);
  assertEquals(codeOf(() => login(first)), "name_taken");
  assertEquals(new Set([first, unread, second, third]).size, 4);
  login(third);
});

Deno.test("Chat.login() ignores a token while the name is free", () => {
  using chat = new Chat();
  const { user } = chat.login("Ada", new Guest(), "whatever");
  assertEquals(user.name, "Ada");
});

Deno.test("Chat.keep() keeps the name until its time, for the owner of the token", () => {
  using chat = new Chat();
  const [guest, back] = [new Guest(), new Guest()];
  const { user: ada, token } = chat.login("Ada", guest);
  chat.listen(guest);
  chat.keep(ada, guest, 100);
  chat.expire(99);
  assertEquals(codeOf(() => chat.login("Ada", new Guest())), "name_taken");
  assertEquals(chat.names("lobby"), ["Ada"]);
  chat.show([entryOf(1)]);
  chat.login("Ada", back, token);
  chat.expire(1000);
  assertEquals([chat.names("lobby").length, guest.batches, guest.replaced], [
    1,
    [],
    0,
  ]);

  chat.keep(ada, back, 2000);
  chat.expire(2000);
  assertEquals(chat.names("lobby").length, 0);
});

Deno.test("Chat.kept() returns the names that are kept, and how much longer", () => {
  let now = 1000;
  using chat = new Chat({ now: () => now });
  const [here, gone] = [new Guest(), new Guest()];
  chat.login("here", here);
  const { user } = chat.login("Gone", gone);
  assertEquals(chat.kept(), []);
  chat.keep(user, gone, 1100);
  now = 1040;
  const kept = chat.kept().map(({ name, leftMs }) => [name, leftMs]);
  assertEquals(kept, [["Gone", 60]]);
  now = 1100;
  assertEquals(chat.kept(), []);
});

Deno.test("Chat.restore() keeps a name for its token, and tells nobody of it before the name is given up", async () => {
  let now = 0;
  using before = new Chat({ now: () => now });
  const [ada, bob] = [new Guest(), new Guest()];
  const { user, token } = before.login("Ada", ada);
  before.keep(user, ada, 100);
  before.keep(before.login("bob", bob).user, bob, 100);
  const kept = before.kept();

  now = 5000;
  using chat = new Chat({ now: () => now });
  for (const one of kept) chat.restore(one);
  assertEquals(chat.names("lobby"), ["Ada", "bob"]);
  const eve = new Guest();
  chat.login("eve", eve);
  chat.listen(eve);
  assertEquals(codeOf(() => chat.login("Ada", new Guest())), "name_taken");
  assertEquals(chat.login("ada", new Guest(), token).user, user);
  assertEquals(await eve.presence(), {
    ...{ room: "lobby", joined: ["eve"], left: [], count: 3 },
  });
  chat.expire(5100);
  assertEquals(await eve.presence(), {
    ...{ room: "lobby", joined: [], left: ["bob"], count: 2 },
  });
});

Deno.test("Chat tells presence once for all that came and left together", async () => {
  using chat = new Chat();
  const watcher = new Guest();
  chat.login("watcher", watcher);
  chat.listen(watcher);
  chat.login("a", new Guest());
  const passing = new Guest();
  const { user: passer } = chat.login("passer", passing);
  chat.logout(passer, passing);
  assertEquals(await watcher.presence(), {
    room: "lobby",
    joined: ["watcher", "a"],
    left: [],
    count: 2,
  });

  const [guest, back] = [new Guest(), new Guest()];
  const { user: b, token } = chat.login("b", guest);
  await watcher.presence();
  chat.keep(b, guest, 10);
  chat.login("b", back, token);
  chat.logout(b, back);
  chat.login("c", new Guest());
  assertEquals(await watcher.presence(), {
    room: "lobby",
    joined: ["c"],
    left: ["b"],
    count: 3,
  });
});

Deno.test("Chat names a person who left and came back in another spelling", async () => {
  using chat = new Chat();
  const [watcher, guest] = [new Guest(), new Guest()];
  chat.login("watcher", watcher);
  chat.listen(watcher);
  const { user: ada } = chat.login("ada", guest);
  await watcher.presence();
  chat.logout(ada, guest);
  chat.login("ADA", new Guest());
  assertEquals(await watcher.presence(), {
    room: "lobby",
    joined: ["ADA"],
    left: ["ada"],
    count: 2,
  });
});

Deno.test("Chat tells only a count above 200 people", async () => {
  using chat = new Chat();
  const watcher = new Guest();
  chat.listen(watcher);
  for (let n = 0; n < 201; n++) chat.login(`p${n}`, new Guest());
  assertEquals(await watcher.presence(), {
    room: "lobby",
    count: 201,
  });
});

Deno.test("Chat tells only a count where more than 200 left at once", async () => {
  using chat = new Chat();
  const watcher = new Guest();
  chat.login("watcher", watcher);
  chat.listen(watcher);
  const guests = Array.from({ length: 201 }, (_, n) => {
    const guest = new Guest();
    return { guest, user: chat.login(`p${n}`, guest).user };
  });
  await watcher.presence();
  for (const { guest, user } of guests) chat.logout(user, guest);
  assertEquals(await watcher.presence(), { room: "lobby", count: 1 });
});

Deno.test("presenceDelayMs() grows with those who hear it, so that writing it stays cheap", () => {
  assertEquals([1, 500, 10_000].map(presenceDelayMs), [50, 50, 1000]);
});

Deno.test("Chat.show() hands everybody one batch, and then counts it as shown", () => {
  using chat = new Chat();
  chat.startAfter(6);
  const guests = [new Guest(), new Guest()];
  const shown: unknown[] = [];
  for (const guest of guests) {
    const [lobby] = chat.listen(guest);
    const { show } = guest;
    guest.show = (batch) => {
      shown.push(lobby?.shown);
      show.call(guest, batch);
    };
  }
  chat.show(entriesOf(7, 9));
  chat.show([entryOf(10)]);
  const [one, other] = guests;
  assertEquals(one?.seqs, [7, 8, 9, 10]);
  assertEquals(shown, [6, 6, 9, 9]);
  assertEquals(chat.room("lobby").shown, 10);
  assert(one?.batches[0] === other?.batches[0]);
});

Deno.test("Chat.show() shows a room's entries to that room only", () => {
  using chat = new Chat();
  const guest = new Guest();
  chat.listen(guest);
  chat.show([
    entryOf(1),
    entryOf(2, { target: { room: "attic" } }),
    entryOf(3),
  ]);
  chat.show([entryOf(4, { target: { room: "attic" } })]);
  chat.show([entryOf(5, { target: { to: "guest" } })]);
  chat.show([entryOf(6)]);
  assertEquals(guest.seqs, [1, 3, 6]);
});

Deno.test("Chat.show() shows a group to all others when one listener throws, who reads on from the log", () => {
  const bugs: unknown[] = [];
  using chat = new Chat({ onBug: (error) => bugs.push(error) });
  const [first, second, third] = [new Guest(), new Guest(), new Guest()];
  for (const guest of [first, second, third]) chat.listen(guest);
  const bug = second.throwNext = new TypeError("a bug");
  chat.show([entryOf(1)]);
  chat.show([entryOf(2)]);
  assertEquals([first.seqs, second.seqs, third.seqs], [[1, 2], [2], [1, 2]]);
  assertEquals([first.readings, second.readings, third.readings], [0, 1, 0]);
  assertEquals([bugs, chat.room("lobby").shown], [[bug], 2]);
});

Deno.test("Chat.room() refuses rooms that are not there", () => {
  using chat = new Chat();
  assertEquals(chat.room("lobby").name, "lobby");
  for (const room of ["attic", "", "__proto__", "Lobby"]) {
    assertEquals(codeOf(() => chat.room(room)), "unknown_room", room);
    assertEquals(codeOf(() => chat.names(room)), "unknown_room", room);
  }
});
