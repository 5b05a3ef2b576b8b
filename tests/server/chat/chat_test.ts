import { assert, assertEquals, assertNotEquals } from "@std/assert";
import type { Arrival } from "../../../server/chat/people.ts";
import { entriesOf, entryOf } from "../../support/entries.ts";
import { ChatBench, ChatGuest } from "../../support/chat_guest.ts";
import { found, outcomeOf } from "../../support/directory_bench.ts";

Deno.test("People.login() gives a name to one person only, in whatever case", async () => {
  using bench = await ChatBench.open();
  const { person: ada } = await bench.login("Ada");
  for (const name of ["Ada", "ada", "ADA"]) {
    assertEquals(await outcomeOf(bench.login(name)), "name_taken");
  }
  await bench.login("adam");
  assertEquals([ada.name, bench.chat.people.size], ["Ada", 2]);
  assertEquals(bench.names, ["Ada", "adam"]);
});

Deno.test("People.logout() frees the name at once, for any spelling", async () => {
  using bench = await ChatBench.open();
  const guest = new ChatGuest();
  const { person } = await bench.listen("Ada", guest);
  bench.chat.people.logout(person, guest);
  await bench.login("ADA");
  bench.chat.show([entryOf(1)]);
  assertEquals([bench.names, guest.batches], [["ADA"], []]);
});

Deno.test("People.login() with the token replaces the link before, and renews the token", async () => {
  using bench = await ChatBench.open();
  const { chat } = bench;
  const [first, second] = [new ChatGuest(), new ChatGuest()];
  const { token, identity } = await bench.listen("Ada", first);
  const back = await bench.listen("ada", second, token);
  assertEquals([back.person.name, first.replaced, chat.people.size], [
    ...["Ada", 1, 1],
  ]);
  assertEquals(back.identity.number, identity.number);
  assertNotEquals(back.token, token);
  chat.show([entryOf(1)]);
  assertEquals([first.seqs, second.seqs], [[], [1]]);
  // The one before has nothing to say in it any more.
  chat.people.logout(back.person, first);
  chat.people.keep(back.person, first, 0);
  chat.people.expire(1);
  assertEquals(chat.people.size, 1);
});

Deno.test("People.keep() keeps the name until its time, for the owner of the token", async () => {
  using bench = await ChatBench.open();
  const { chat: { people }, chat } = bench;
  const [guest, back] = [new ChatGuest(), new ChatGuest()];
  const { person: ada, token } = await bench.listen("Ada", guest);
  people.keep(ada, guest, 100);
  people.expire(99);
  assertEquals(await outcomeOf(bench.login("Ada")), "name_taken");
  assertEquals(bench.names, ["Ada"]);
  chat.show([entryOf(1)]);
  const again = await bench.login("Ada", back, token);
  people.expire(1000);
  assertEquals([people.size, guest.batches, guest.replaced], [1, [], 0]);

  people.keep(again.person, back, 2000);
  people.expire(2000);
  assertEquals(people.size, 0);
});

Deno.test("People.login() keeps the name for who comes in while the last link goes", async () => {
  using bench = await ChatBench.open();
  const { people } = bench.chat;
  const [guest, back] = [new ChatGuest(), new ChatGuest()];
  const { person, token } = await bench.login("ada", guest);
  const coming = bench.login("ada", back, token);
  people.logout(person, guest);
  assertEquals(await outcomeOf(bench.login("ada")), "name_taken");
  const { identity } = await coming;
  assertEquals(identity.number, person.identity);
  assertEquals(await outcomeOf(bench.login("ada")), "name_taken");
  assertEquals(bench.names, ["ada"]);
  people.logout(people.get(identity.number) ?? person, back);
  assertEquals(await outcomeOf(bench.login("ada")), "done");
});

Deno.test("People.login() that is refused leaves nobody behind who went meanwhile", async () => {
  using bench = await ChatBench.open();
  const guest = new ChatGuest();
  const { person } = await bench.login("ada", guest);
  const refused = outcomeOf(bench.login("ada"));
  bench.chat.people.logout(person, guest);
  assertEquals(await refused, "name_taken");
  assertEquals(await outcomeOf(bench.login("ada")), "done");
});

Deno.test("People.restore() keeps a name for its token, and tells nobody of it before the name is given up", async () => {
  using before = await ChatBench.open();
  const { directory } = before;
  const { token, identity } = await before.login("Ada");
  await before.login("bob");

  using bench = await ChatBench.open(directory);
  const { chat: { people } } = bench;
  for (const one of directory.logins.here()) people.restore(one, 100);
  assertEquals(bench.names, ["Ada", "bob"]);
  const eve = new ChatGuest();
  await bench.listen("eve", eve);
  assertEquals(await outcomeOf(bench.login("Ada")), "name_taken");
  const back = await bench.login("ada", new ChatGuest(), token);
  assertEquals(back.identity.number, identity.number);
  assertEquals(await eve.presence(), {
    ...{ room: "lobby", joined: ["eve"], left: [], count: 3 },
  });
  people.expire(100);
  assertEquals(await eve.presence(), {
    ...{ room: "lobby", joined: [], left: ["bob"], count: 2 },
  });
});

Deno.test("Chat tells presence once for all that came and left together", async () => {
  using bench = await ChatBench.open();
  const { people } = bench.chat;
  const watcher = new ChatGuest();
  await bench.listen("watcher", watcher);
  await bench.login("a");
  const passing = new ChatGuest();
  const { person } = await bench.login("passer", passing);
  people.logout(person, passing);
  assertEquals(await watcher.presence(), {
    ...{ room: "lobby", joined: ["watcher", "a"], left: [], count: 2 },
  });

  const [guest, back] = [new ChatGuest(), new ChatGuest()];
  const { person: b, token } = await bench.login("b", guest);
  await watcher.presence();
  people.keep(b, guest, 10);
  await bench.login("b", back, token);
  people.logout(b, back);
  await bench.login("c");
  assertEquals(await watcher.presence(), {
    ...{ room: "lobby", joined: ["c"], left: ["b"], count: 3 },
  });
});

Deno.test("Chat names a person who left and came back in another spelling", async () => {
  using bench = await ChatBench.open();
  const [watcher, guest] = [new ChatGuest(), new ChatGuest()];
  await bench.listen("watcher", watcher);
  const { person } = await bench.login("ada", guest);
  await watcher.presence();
  bench.chat.people.logout(person, guest);
  await bench.login("ADA");
  assertEquals(await watcher.presence(), {
    ...{ room: "lobby", joined: ["ADA"], left: ["ada"], count: 2 },
  });
});

Deno.test("Chat tells only a count above 200 people", async () => {
  using bench = await ChatBench.open();
  const watcher = new ChatGuest();
  await bench.listen("watcher", watcher);
  for (let n = 0; n < 200; n++) await bench.login(`p${n}`);
  let presence = await watcher.presence();
  while (JSON.stringify(presence).includes("joined")) {
    presence = await watcher.presence();
  }
  assertEquals(presence, { room: "lobby", count: 201 });
});

Deno.test("Chat.show() hands everybody one batch, and then counts it as shown", async () => {
  using bench = await ChatBench.open();
  const { chat } = bench;
  chat.startAfter(6);
  const guests = [new ChatGuest(), new ChatGuest()];
  const shown: unknown[] = [];
  for (const [n, guest] of guests.entries()) {
    await bench.listen(`p${n}`, guest);
    const [, lobby] = guest.hearings;
    const { show } = guest;
    guest.show = (batch) => {
      shown.push(lobby?.conversation.shown);
      show.call(guest, batch);
    };
  }
  chat.show(entriesOf(7, 9));
  chat.show([entryOf(10)]);
  const [one, other] = guests;
  assertEquals(one?.seqs, [7, 8, 9, 10]);
  assertEquals(shown, [6, 6, 9, 9]);
  assertEquals(chat.last, 10);
  assert(one?.batches[0] === other?.batches[0]);
});

Deno.test("Chat.show() shows a room's entries to that room only", async () => {
  using bench = await ChatBench.open();
  const guest = new ChatGuest();
  await bench.listen("ada", guest);
  bench.chat.show([
    entryOf(1),
    entryOf(2, { target: { room: "attic" } }),
    entryOf(3),
  ]);
  bench.chat.show([entryOf(4, { target: { room: "attic" } })]);
  bench.chat.show([entryOf(5, { target: { to: "guest" } })]);
  bench.chat.show([entryOf(6)]);
  assertEquals(guest.seqs, [1, 3, 6]);
});

Deno.test("Chat.show() shows a group to all others when one listener throws, who reads on from the log", async () => {
  using bench = await ChatBench.open();
  const guests = [new ChatGuest(), new ChatGuest(), new ChatGuest()] as const;
  for (const [n, guest] of guests.entries()) await bench.listen(`p${n}`, guest);
  const [first, second, third] = guests;
  const bug = second.throwNext = new TypeError("a bug");
  bench.chat.show([entryOf(1)]);
  bench.chat.show([entryOf(2)]);
  assertEquals([first.seqs, second.seqs, third.seqs], [[1, 2], [2], [1, 2]]);
  assertEquals([first.readings, second.readings, third.readings], [0, 1, 0]);
  assertEquals([bench.bugs, bench.chat.last], [[bug], 2]);
});

Deno.test("Chat.show() shows what two say to each other to all links of both, once", async () => {
  using bench = await ChatBench.open();
  const guests = [new ChatGuest(), new ChatGuest(), new ChatGuest()] as const;
  const [ada, bob, eve] = guests;
  const people: Arrival[] = [];
  for (const [n, guest] of guests.entries()) {
    people.push(await bench.listen(`p${n}`, guest));
  }
  const talker = (n: number) => ({
    number: found(people[n]).identity.number,
    name: "",
  });
  const { talks } = bench.directory;
  const talk = await talks.between(talker(0), talker(1));
  const note = await talks.between(talker(0), talker(0));
  const target = { to: "p1" };
  bench.chat.show([
    entryOf(1, { target, conversation: `@${talk.id}` }),
    entryOf(2, { target, conversation: `@${note.id}` }),
    entryOf(3, { target, conversation: "@0123456789abcdef" }),
  ]);
  assertEquals([ada.seqs, bob.seqs, eve.seqs], [[1, 2], [1], []]);
});

Deno.test("Chat follows the directory: who comes into a room hears it, who leaves does not", async () => {
  using bench = await ChatBench.open();
  const { chat, directory: { rooms, members } } = bench;
  const [ada, bob] = [new ChatGuest(), new ChatGuest()];
  bob.knowsRooms = false;
  const { identity: { number }, person } = await bench.listen("ada", ada);
  const old = await bench.listen("bob", bob);
  const tea = await rooms.make({ name: "tea", by: number, isGuest: true });
  const key = `${tea.number}#tea`;
  const inTea = (seq: number) =>
    entryOf(seq, { target: { room: "tea" }, conversation: key });
  chat.show([entryOf(4)]);
  await members.join(tea.number, number, 4);
  await members.join(tea.number, old.identity.number, 4);
  chat.show([inTea(5)]);
  assertEquals([ada.seqs, bob.seqs, ada.codes, bob.codes], [
    ...[[4, 5], [4], ["joined"], []],
  ]);
  assertEquals(ada.hearings.at(-1)?.after, 4);
  await members.leave(tea.number, number);
  chat.show([inTea(6)]);
  assertEquals([ada.seqs, ada.codes], [[4, 5], ["joined", "left"]]);
  assertEquals(ada.ended.map(({ upTo }) => upTo), [5]);
  assertEquals([...person.rooms].map(({ name }) => name), ["lobby"]);
  assertEquals(chat.room(tea)?.names, ["bob"]);
});
