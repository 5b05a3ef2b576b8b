/**
 * What the directory must do, whatever store is behind it.
 *
 * @module
 */

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import type { Directory } from "../../server/directory/directory.ts";
import type { Login, LoginClaim } from "../../server/directory/logins.ts";
import {
  roomConversation,
  type RoomState,
} from "../../server/directory/room.ts";
import { MAX_ROOMS_OF_GUESTS } from "../../server/directory/rooms.ts";
import {
  MAX_TALKS_WITH_GUESTS,
  otherOf,
  talkConversation,
} from "../../server/directory/talks.ts";
import {
  DirectoryBench,
  found,
  outcomeOf,
} from "../support/directory_bench.ts";
import type { StorePlace } from "./directory_store_contract.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Registers the tests that a directory must pass with every store. */
export function testDirectory(
  name: string,
  makePlace: () => StorePlace,
): void {
  const test = (
    what: string,
    run: (bench: DirectoryBench) => Promise<void>,
  ): void => {
    Deno.test(`Directory with ${name} ${what}`, async () => {
      await using bench = await DirectoryBench.make(makePlace());
      await run(bench);
    });
  };

  test("gives a name to one guest only, in whatever spelling, while it is here", async (bench) => {
    const ada = await bench.person("Ada");
    assertEquals([ada.name, ada.kind], ["Ada", "guest"]);
    for (const name of ["Ada", "ada", "ADA"]) {
      assertEquals(await outcomeOf(bench.enter({ name })), "name_taken");
    }
    assertNotEquals((await bench.person("adam")).number, ada.number);
  });

  test("decides before the first await: of many who ask at once one gets the name", async (bench) => {
    for (const isGone of [false, true]) {
      const name = isGone ? "bob" : "ada";
      if (isGone) await bench.depart(await bench.person(name));
      const codes = Promise.all(
        Array.from({ length: 100 }, () => outcomeOf(bench.enter({ name }))),
      );
      assert(bench.directory.identities.named(name)?.here);
      const won = (await codes).filter((code) => code === "done");
      assertEquals(won.length, 1);
    }
  });

  test("gives an identity to who has its token, and the name alone to who comes later", async (bench) => {
    const { identity, token } = await bench.enter({ name: "Ada" });
    await bench.depart(identity);
    const back = await bench.enter({ name: "ada", token });
    assertEquals(back.identity.number, identity.number);
    assertEquals(back.identity.name, "Ada");
    await bench.depart(identity);
    const other = await bench.person("ADA");
    assertNotEquals(other.number, identity.number);
    assertEquals(bench.directory.identities.get(identity.number), undefined);
    await bench.depart(other);
    const late = await bench.enter({ name: "ada", token: back.token });
    assertNotEquals(late.identity.number, identity.number);
  });

  test("takes a used token until its successor is used", async (bench) => {
    const enter = (token?: string) => bench.enter({ name: "Ada", token });
    const { token: first } = await enter();
    const { token: unread } = await enter(first);
    const { token: second } = await enter(first);
    assertEquals(await outcomeOf(enter(unread)), "name_taken");
    const { token: third } = await enter(second);
    assertEquals(await outcomeOf(enter(first)), "name_taken");
    await enter(third);
  });

  test("lets nobody in whose tokens were ended while its next one was stored", async (bench) => {
    const { identities } = bench.directory;
    const { number } = await bench.account("ada");
    const [entered] = await Promise.all([
      outcomeOf(bench.enter({ name: "ada", proved: number })),
      identities.change(number, (ada) => ({ ...ada, tokens: [] })),
    ]);
    assertEquals(entered, "password_required");
  });

  test("takes no token of another, nor one that is none, nor one that is too old", async (bench) => {
    const { identity, token } = await bench.enter({ name: "Ada" });
    await bench.person("bob");
    for (const wrong of [token, "", "x", "0".repeat(32), "\u00e4".repeat(32)]) {
      const code = await outcomeOf(bench.enter({ name: "bob", token: wrong }));
      assertEquals(code, "name_taken");
    }
    await bench.depart(identity);
    bench.wait(30 * DAY_MS);
    const late = await bench.enter({ name: "Ada", token });
    assertNotEquals(late.identity.number, identity.number);
  });

  test("gives each link of an account a token of its own; a guest has one link", async (bench) => {
    const guest = await bench.enter({ name: "bob" });
    const { token } = guest;
    const beside = bench.enter({ name: "bob", token, isBeside: true });
    assertEquals(await outcomeOf(beside), "forbidden");
    const { number } = await bench.account("Ada");
    const enter = (claim: Partial<LoginClaim>) =>
      bench.enter({ name: "ada", ...claim });
    assertEquals(await outcomeOf(enter({})), "password_required");
    assertEquals(await outcomeOf(enter({ token: "x" })), "password_required");
    const wrong = bench.directory.identities.named("bob")?.number;
    assertEquals(
      await outcomeOf(enter({ proved: wrong })),
      "password_required",
    );
    const phone = await enter({ proved: number });
    const desk = await enter({ token: phone.token, isBeside: true });
    assertNotEquals(desk.link, phone.link);
    const phoneAgain = await enter({ token: phone.token });
    const deskAgain = await enter({ token: desk.token });
    assertEquals([phoneAgain.link, deskAgain.link], [phone.link, desk.link]);
    await bench.directory.logins.forget(number, desk.link);
    assertEquals(
      await outcomeOf(enter({ token: deskAgain.token })),
      "password_required",
    );
    assertEquals((await enter({ token: phoneAgain.token })).link, phone.link);
  });

  test("keeps identities over a restart, and those of programs that cannot resume not", async (bench) => {
    const { identity, token } = await bench.enter({ name: "Ada" });
    const old = await bench.enter({ name: "old", canResume: false });
    assertEquals(await outcomeOf(bench.enter({ name: "OLD" })), "name_taken");
    const { number } = await bench.account("eve");
    await bench.restart();
    const { identities, logins } = bench.directory;
    assertEquals(identities.named("old"), undefined);
    assertEquals(identities.named("eve")?.number, number);
    const here = logins.here().map(({ name }) => name);
    assertEquals(here.toSorted(), ["Ada", "eve"]);
    const back = await bench.enter({ name: "ada", token });
    assertEquals(back.identity.number, identity.number);
    const next = await bench.person("next");
    assert(next.number > old.identity.number && next.number > number);
    await bench.depart(back.identity);
    await bench.restart();
    assertEquals(
      bench.directory.logins.here().map(({ name }) => name).toSorted(),
      ["eve", "next"],
    );
  });

  test("gives nobody a name that looks like one that is taken, or reserved", async (bench) => {
    const enter = (name: string) => outcomeOf(bench.enter({ name }));
    const ace = await bench.person("ace");
    assertEquals(await enter("\u0430\u0441\u0435"), "name_taken");
    assertEquals(await enter("\u03b1ll"), "bad_name");
    await bench.depart(ace);
    assertEquals(await enter("\u0430\u0441\u0435"), "done");
    assertEquals(bench.directory.identities.get(ace.number), undefined);
    assertEquals(await enter("ace"), "name_taken");
  });

  test("has a room owned by the first in it, then by who is there longest", async (bench) => {
    const [guest, ada, bob, eve] = [
      await bench.person("guest"),
      await bench.account("ada"),
      await bench.account("bob"),
      await bench.account("eve"),
    ];
    const { number } = await bench.room("Tea", guest);
    const { members } = bench.directory;
    const roles = () =>
      [...members.of(number).values()].map(({ role }) => role);
    for (const { number: person } of [ada, bob, eve]) {
      bench.wait(1);
      await members.join(number, person, 5);
    }
    assertEquals(roles(), ["owner", "member", "member", "member"]);
    await members.setRole(number, eve.number, "moderator");
    await members.leave(number, guest.number);
    assertEquals(roles(), ["member", "member", "owner"]);
    await members.leave(number, eve.number);
    assertEquals(roles(), ["owner", "member"]);
    await bench.restart();
    assertEquals(
      bench.directory.members.get(number, ada.number)?.role,
      "owner",
    );
  });

  test("has a room without an owner owned by a guest that gets an account", async (bench) => {
    const [ada, bob] = [await bench.person("ada"), await bench.person("bob")];
    const { number } = await bench.room("tea", ada);
    const { members, identities } = bench.directory;
    await members.join(number, bob.number, 0);
    await members.leave(number, ada.number);
    assertEquals(members.get(number, bob.number)?.role, "member");
    await identities.change(
      bob.number,
      (bob) => ({ ...bob, kind: "account" }),
    );
    await members.registered(bob.number);
    assertEquals(members.get(number, bob.number)?.role, "owner");
  });

  test("joins once: again it is the membership from before", async (bench) => {
    const ada = await bench.person("ada");
    const { number } = await bench.room("tea", ada);
    const { members } = bench.directory;
    const bob = await bench.person("bob");
    const first = await members.join(number, bob.number, 7);
    assertEquals([first.joined, first.role], [7, "member"]);
    bench.wait(5);
    assertEquals(await members.join(number, bob.number, 9), first);
    assertEquals([...members.roomsOf(bob.number).keys()], [number]);
    await members.leave(number, bob.number);
    await members.leave(number, bob.number);
    assertEquals(members.roomsOf(bob.number).size, 0);
    assertEquals((await members.join(number, bob.number, 9)).joined, 9);
  });

  test("makes no room of a name that is used, reserved, illegal or confusing", async (bench) => {
    const { number: by } = await bench.account("ada");
    const make = (name: string) =>
      outcomeOf(bench.directory.rooms.make({ name, by, isGuest: false }));
    assertEquals(await make("ace"), "done");
    for (
      const name of [
        ...["ace", "ACE", "\u0430\u0441\u0435", "lobby", "Lobby", "all"],
        ...["", "a b", "x".repeat(33), "#tea"],
      ]
    ) assertEquals(await make(name), "bad_room", name);
  });

  test("has three rooms of a guest, and 50 of a person", async (bench) => {
    const guest = await bench.person("guest");
    const { rooms, members } = bench.directory;
    const made: RoomState[] = [];
    for (const name of ["a", "b", "c"]) {
      made.push(await bench.room(name, guest));
    }
    assertEquals(await outcomeOf(bench.room("d", guest)), "too_many");
    await bench.directory.endRoom(found(made[0]));
    assertEquals(await outcomeOf(bench.room("d", guest)), "done");
    const { number } = await bench.account("ada");
    for (let n = 0; n < 50; n++) {
      const name = `room${n}`;
      const room = await rooms.make({ name, by: number, isGuest: false });
      await members.join(room.number, number, 0);
    }
    const full = members.join(found(made[1]).number, number, 0);
    assertEquals(await outcomeOf(full), "too_many");
    const last = found([...members.roomsOf(number).keys()].at(-1));
    await members.leave(last, number);
    const again = members.join(found(made[1]).number, number, 0);
    assertEquals(await outcomeOf(again), "done");
  });

  test("ends a room 24 h after its last member left, 1 h if nothing was said", async (bench) => {
    const ada = await bench.account("ada");
    const said = await bench.room("said", ada);
    const unused = await bench.room("unused", ada);
    const expire = async () =>
      (await bench.directory.expire(({ name }) => name === "said"))
        .map(({ name }) => name);
    bench.wait(2 * DAY_MS);
    assertEquals(await expire(), []);
    const { members } = bench.directory;
    await bench.directory.leave(said, ada.number);
    await bench.directory.leave(unused, ada.number);
    await bench.restart();
    bench.wait(HOUR_MS - 1);
    assertEquals(await expire(), []);
    bench.wait(1);
    assertEquals(await expire(), ["unused"]);
    bench.wait(22 * HOUR_MS);
    await bench.directory.members.join(said.number, ada.number, 0);
    await bench.directory.leave(said, ada.number);
    bench.wait(DAY_MS - 1);
    assertEquals(await expire(), []);
    bench.wait(1);
    assertEquals(await expire(), ["said"]);
    const again = await bench.room("said", ada);
    assertNotEquals(roomConversation(again), roomConversation(said));
    assertEquals(members.of(said.number).size, 0);
  });

  test("changes the rules and the topic of a room, the lobby's too, and only what changes", async (bench) => {
    const ada = await bench.account("ada");
    const { number } = await bench.room("tea", ada);
    const { rooms } = bench.directory;
    const by = "ada";
    await rooms.set(number, { private: true, password: "hash", slow: 5 }, 3);
    await rooms.set(number, { history: "joined" }, 4);
    await rooms.set(number, { history: "none" }, 3); // from before
    await rooms.setTopic(number, { topic: "Tea", by, seq: 6 });
    await rooms.setTopic(number, { topic: "Old", by, seq: 5 });
    await rooms.setTopic(0, { topic: "Hello", by, seq: 7 });
    await bench.restart();
    const tea = found(bench.directory.rooms.named("TEA"));
    assertEquals(
      [tea.private, tea.password, tea.slow, tea.history, tea.topic],
      [true, "hash", 5, "joined", "Tea"],
    );
    assertEquals(bench.directory.rooms.lobby.topic, "Hello");
    await bench.directory.rooms.set(number, { password: null }, 8);
    assertEquals(bench.directory.rooms.get(number)?.password, undefined);
  });

  test("has one talk of two, which outlives one of them", async (bench) => {
    const [ada, bob] = [await bench.account("ada"), await bench.person("bob")];
    const { talks } = bench.directory;
    const [first, second] = await Promise.all([
      talks.between(ada, bob),
      talks.between(bob, ada),
    ]);
    assertEquals(first, second);
    const note = await talks.between(ada, ada);
    assertNotEquals(note.id, first.id);
    assertEquals(/^[0-9a-f]{16}$/.test(first.id), true);
    await bench.restart();
    assertEquals(bench.directory.talks.find(bob.number, ada.number), first);
    await bench.directory.endIdentity(bob.number);
    assertEquals(bench.directory.talks.get(first.id), first);
    await bench.directory.endIdentity(ada.number);
    assertEquals(bench.directory.talks.get(first.id), undefined);
    assertEquals(bench.directory.talks.get(note.id), undefined);
  });

  test("has so many talks of one person, fewer with guests, and ends those with nobody first", async (bench) => {
    const [ada, bob] = [await bench.account("ada"), await bench.account("bob")];
    const { talks, readMarks } = bench.directory;
    const eve = await bench.person("eve");
    const oldest = await talks.between(ada, eve);
    const others = Array.from(
      { length: MAX_TALKS_WITH_GUESTS - 1 },
      (_, index) => talks.between(ada, { number: 10_000 + index, name: "x" }),
    );
    const [second] = await Promise.all(others);
    const key = talkConversation(found(second));
    readMarks.set(ada.number, key, 7);
    const mallory = await bench.person("mallory");
    const third = await talks.between(mallory, ada);
    assertEquals(talks.get(found(second).id), undefined);
    assertEquals(readMarks.get(ada.number, key), 0);
    assertEquals(talks.get(oldest.id), oldest);
    assertEquals(talks.get(third.id), third);
    assertEquals([...talks.of(ada.number)].length, MAX_TALKS_WITH_GUESTS);
    for (
      const { number } of [...bench.directory.talks.of(ada.number)].map((
        talk,
      ) => otherOf(talk, ada.number))
    ) {
      if (bench.directory.identities.get(number)) continue;
      await bench.directory.identities.add({
        ...mallory,
        name: `n${number}`,
        number,
        isStored: false,
      });
    }
    const carol = await bench.person("carol");
    assertEquals(await outcomeOf(talks.between(carol, ada)), "too_many");
    assertEquals(await outcomeOf(talks.between(mallory, ada)), "done");
    assertEquals(await outcomeOf(talks.between(bob, ada)), "done");
  });

  test("leaves half of all rooms to who has an account, whatever guests make", async (bench) => {
    const ada = await bench.account("ada");
    const { rooms } = bench.directory;
    const guests = Array.from({ length: MAX_ROOMS_OF_GUESTS }, (_, number) => {
      const by = 100_000 + Math.floor(number / 3);
      return rooms.make({ name: `room${number}`, by, isGuest: true });
    });
    await Promise.all(guests);
    const make = (by: number, isGuest: boolean) =>
      outcomeOf(rooms.make({ name: `of${by}`, by, isGuest }));
    assertEquals(await make(900_000, true), "too_many");
    assertEquals(await make(ada.number, false), "done");
  });

  test("takes a guest out of its rooms when it goes, and an account not", async (bench) => {
    const [ada, bob] = [await bench.account("ada"), await bench.person("bob")];
    const { number } = await bench.room("tea", ada);
    const { members, readMarks } = bench.directory;
    await members.join(number, bob.number, 0);
    readMarks.set(bob.number, `${number}#tea`, 7);
    await bench.depart(ada);
    await bench.depart(bob);
    assertEquals([...members.of(number).keys()], [ada.number]);
    assertEquals(readMarks.get(bob.number, `${number}#tea`), 0);
  });

  test("remembers how far everybody has read, over a restart, and of nobody who has gone", async (bench) => {
    const [ada, bob] = [await bench.account("ada"), await bench.person("bob")];
    const tea = await bench.room("tea", ada);
    const key = roomConversation(tea);
    const { readMarks } = bench.directory;
    assertEquals(readMarks.get(ada.number, key), 0);
    readMarks.set(ada.number, key, 7);
    readMarks.set(ada.number, "@abc", 8);
    readMarks.set(bob.number, "lobby", 9);
    readMarks.set(ada.number, key, 5);
    const marks = ({ readMarks }: Directory) => [
      readMarks.get(ada.number, key),
      readMarks.get(ada.number, "@abc"),
      readMarks.get(bob.number, "lobby"),
    ];
    assertEquals(marks(bench.directory), [5, 8, 9]);
    await bench.restart();
    assertEquals(marks(bench.directory), [5, 8, 9]);
    await bench.directory.leave(tea, ada.number);
    await bench.directory.endIdentity(bob.number);
    assertEquals(marks(bench.directory), [0, 8, 0]);
    await bench.restart();
    assertEquals(marks(bench.directory), [0, 8, 0]);
  });

  test("invites somebody, or whoever has a code, for a time and so often", async (bench) => {
    const [ada, bob, eve] = [
      await bench.account("ada"),
      await bench.account("bob"),
      await bench.account("eve"),
    ];
    const { number: room } = await bench.room("tea", ada);
    const by = ada.number;
    await bench.directory.invitations.invite(bob.number, { room, by });
    await bench.directory.invitations.invite(bob.number, { room, by });
    const code = await bench.directory.invitations.makeCode({
      ...{ room, by, uses: 2, forMs: HOUR_MS },
    });
    assertEquals(/^[0-9a-f]{32}$/.test(code), true);
    await bench.restart();
    const { invitations } = bench.directory;
    assertEquals(invitations.for(bob.number).length, 1);
    assertEquals(invitations.find(room, eve.number), undefined);
    assertEquals(invitations.find(room, eve.number, "x"), undefined);
    assertEquals(invitations.find(0, eve.number, code), undefined);
    for (const isThere of [true, true, false]) {
      const invitation = invitations.find(room, eve.number, code);
      assertEquals(invitation !== undefined, isThere);
      if (invitation) await invitations.use(invitation.id);
    }
    const own = found(invitations.find(room, bob.number));
    await invitations.use(own.id);
    assertEquals(invitations.find(room, bob.number), undefined);
    const late = await invitations.makeCode({ room, by, forMs: HOUR_MS });
    bench.wait(HOUR_MS);
    assertEquals(invitations.find(room, eve.number, late), undefined);
    await bench.directory.expire(() => true);
    assertEquals(invitations.of(room), []);
  });

  test("has 100 invitations to a room that wait", async (bench) => {
    const { number: by } = await bench.account("ada");
    const invitations = bench.directory.invitations;
    const invite = (forMs?: number) =>
      outcomeOf(invitations.makeCode({ room: 1, by, forMs }));
    await Promise.all(Array.from({ length: 100 }, () => invite(HOUR_MS)));
    assertEquals(await invite(), "too_many");
    bench.wait(HOUR_MS);
    assertEquals(await invite(), "done");
  });

  test("takes no direct messages of whom somebody blocks", async (bench) => {
    const [ada, bob] = [await bench.account("ada"), await bench.person("bob")];
    await bench.directory.blocks.block(ada.number, bob.number);
    await bench.directory.blocks.block(ada.number, ada.number);
    await bench.restart();
    const { blocks } = bench.directory;
    assertEquals(blocks.takes(ada.number, bob.number), false);
    assertEquals(blocks.takes(bob.number, ada.number), true);
    assertEquals(blocks.takes(ada.number, ada.number), true);
    await blocks.unblock(ada.number, bob.number);
    await blocks.unblock(ada.number, bob.number);
    assertEquals(blocks.takes(ada.number, bob.number), true);
  });

  test("ends guests whose token is over and who are not here, and tokens of accounts", async (bench) => {
    const [ada, bob] = [await bench.account("ada"), await bench.person("bob")];
    const eve = await bench.person("eve");
    await bench.depart(bob);
    bench.wait(90 * DAY_MS);
    await bench.directory.expire(() => true);
    const { identities } = bench.directory;
    assertEquals(identities.get(bob.number), undefined);
    assertEquals(identities.get(eve.number)?.name, "eve");
    assertEquals(identities.get(ada.number)?.name, "ada");
    await bench.depart(ada);
    await bench.restart();
    await bench.directory.expire(() => true);
    assertEquals(bench.directory.identities.get(ada.number)?.tokens, []);
  });

  test("takes away what a crash has left of people and rooms that are gone", async (bench) => {
    const ada = await bench.account("ada");
    const bob = await bench.person("bob");
    const tea = await bench.room("tea", ada);
    await bench.directory.members.join(tea.number, bob.number, 0);
    await bench.room("gone", ada);
    await bench.directory.invitations.invite(bob.number, {
      ...{ room: tea.number, by: ada.number },
    });
    bench.directory.readMarks.set(ada.number, "lobby", 3);
    await bench.restart({ without: [`identity/${ada.number}`, "room/2"] });
    const { members, rooms, readMarks, invitations } = bench.directory;
    assertEquals(rooms.named("gone"), undefined);
    assertEquals([...members.of(2).keys()], []);
    assertEquals([...members.of(tea.number).keys()], [bob.number]);
    assertEquals(readMarks.get(ada.number, "lobby"), 0);
    assertEquals(invitations.of(tea.number).length, 1);
    await bench.restart({ without: [`room/${tea.number}`] });
    assertEquals(bench.directory.invitations.of(tea.number), []);
    assertEquals(bench.directory.members.roomsOf(bob.number).size, 0);
  });

  test("waits for nobody who was here when the process before stopped more than an hour ago", async (bench) => {
    const ada = await bench.account("ada");
    const { token } = await bench.enter({ name: "bob" });
    const here = () =>
      bench.directory.takeWhoWasHere().map(({ name }) => name).toSorted();
    bench.wait(DAY_MS);
    await bench.restart();
    bench.wait(HOUR_MS);
    assertEquals(here(), ["ada", "bob"]);
    await bench.restart();
    bench.wait(HOUR_MS + 1);
    await bench.restart();
    assertEquals(here(), ["ada", "bob"], "it was stopped just now");
    await bench.restart({ waitMs: HOUR_MS + 1 });
    assertEquals(here(), []);
    assertEquals(bench.directory.identities.get(ada.number)?.here, undefined);
    const back = await bench.enter({ name: "bob", token });
    assertEquals(back.identity.name, "bob");
  });

  test("lets the token of a link go on as long as the link is there", async (bench) => {
    const { number } = await bench.account("ada");
    const phone = await bench.enter({ name: "ada", proved: number });
    const desk = await bench.enter({ name: "ada", proved: number });
    for (let day = 0; day < 100; day++) {
      bench.wait(DAY_MS);
      await bench.directory.linksAreThere(number, new Set([desk.link]));
    }
    const enter = ({ token }: Login) =>
      outcomeOf(bench.enter({ name: "ada", token }));
    assertEquals(await enter(desk), "done");
    assertEquals(await enter(phone), "password_required");
  });
}
