import { assert, assertEquals } from "@std/assert";
import { MAX_TALKS, Rooms } from "../../../client/chat/rooms.ts";

Deno.test("Rooms keeps talks apart from rooms of the same name", () => {
  const rooms = new Rooms();
  const room = rooms.named("bob");
  const talk = rooms.talkWith("bob");
  assert(room !== talk);
  assertEquals(rooms.named("BOB"), room);
  assertEquals(rooms.talkWith("BOB"), talk);
  assertEquals(rooms.find({ room: "bob" }), room);
  assertEquals(rooms.find({ to: "Bob" }), talk);
  assertEquals([room.target, talk.target], [{ room: "bob" }, { to: "bob" }]);
});

Deno.test("Rooms takes a talk for that of another person only where the server says so", () => {
  const rooms = new Rooms();
  const first = rooms.talkWith("bob");
  assertEquals(rooms.talkWith("bob", "t1"), first);
  assertEquals(first.target, { to: "bob", talk: "t1" });
  const second = rooms.talkWith("bob", "t2");
  assert(second !== first);
  assertEquals(rooms.talkWith("somebody", "t1"), first);
  assertEquals(rooms.talkWith("bob"), second);
  assertEquals(rooms.find({ to: "bob", talk: "t1" }), first);
});

Deno.test("Rooms goes back to the room before when one is taken away, and always has one", () => {
  const rooms = new Rooms();
  const [lobby, ops, tea] = ["lobby", "ops", "tea"].map((name) =>
    rooms.named(name)
  );
  assert(lobby && ops && tea);
  rooms.lookAt(tea);
  rooms.lookAt(ops);
  rooms.remove(ops);
  assertEquals(rooms.current, tea);
  rooms.remove(tea);
  assertEquals(rooms.current, lobby);
  rooms.remove(lobby);
  assertEquals(rooms.list, [lobby]);
});

Deno.test("Rooms finds the next with something new: what is for who reads before all else", () => {
  const rooms = new Rooms();
  const [lobby, ops, tea] = ["lobby", "ops", "tea"].map((name) =>
    rooms.named(name)
  );
  assert(lobby && ops && tea);
  const talk = rooms.talkWith("cy");
  assertEquals(rooms.nextWithNews, undefined);
  ops.countUnread(false);
  assertEquals(rooms.nextWithNews, ops);
  talk.countUnread(false);
  assertEquals(rooms.nextWithNews, talk);
  tea.countUnread(true);
  assertEquals(rooms.nextWithNews, tea);
  rooms.lookAt(tea);
  assertEquals(rooms.nextWithNews, talk);
  assertEquals([rooms.beside(1), rooms.beside(-1)], [talk, ops]);
  rooms.lookAt(lobby);
  assertEquals(rooms.beside(-1), talk);
});

Deno.test("Rooms has a bound on talks: the one opened first goes, never the one that is looked at", () => {
  const rooms = new Rooms();
  const first = rooms.talkWith("p0");
  rooms.lookAt(first);
  for (let n = 1; n <= MAX_TALKS; n++) rooms.talkWith(`p${n}`);
  assertEquals(rooms.list.length, MAX_TALKS + 1);
  assertEquals(rooms.current, first);
  assertEquals(rooms.findTalk("p1"), undefined);
});
