import { assertEquals } from "@std/assert";
import {
  invitationWords,
  inviteWords,
  joinedWords,
  leftWords,
  roomChangedWords,
  roomsWords,
  topicWords,
} from "../../../client/chat/room_words.ts";
import { Calendar } from "../../../client/view/calendar.ts";
import { whoisWords } from "../../../client/view/whois_words.ts";
import { readEvent } from "../../../shared/read_event.ts";
import type { Event } from "../../../shared/event.ts";

Deno.test("an invitation, and a code for one, say what is to be typed", () => {
  const invitation = said("invitation", { room: "ops", by: "bob" });
  assertEquals(
    words(invitation, "invitation", invitationWords),
    "bob invites you to ops: /join ops goes there",
  );
  const invite = said("invite", { room: "ops", invite: "c0de" });
  assertEquals(
    words(invite, "invite", inviteWords),
    "Whoever gets this can come in: /join ops c0de",
  );
});

Deno.test("joinedWords() names few people, counts many, and says what is unusual", () => {
  const joined = (fields: object) =>
    words(said("joined", { room: "ops", ...fields }), "joined", joinedWords);
  assertEquals(
    joined({ count: 2, names: ["ada", "bob"], topic: "Friday" }),
    "You are in ops, 2 people here: ada, bob\nThe topic is: Friday",
  );
  const names = Array.from({ length: 200 }, (_, n) => `p${n}`);
  assertEquals(
    joined({ count: 500, names, history: "joined" }),
    "You are in ops, 500 people here\nWhoever joins reads only what is said from then on",
  );
});

Deno.test("leftWords() says who has removed one, and why", () => {
  const left = (fields: object) =>
    words(said("left", { room: "ops", ...fields }), "left", leftWords);
  assertEquals(left({}), "You are no more in ops");
  assertEquals(
    left({ by: "bob", reason: "late" }),
    "bob has removed you from ops: late",
  );
});

Deno.test("topicWords() and roomChangedWords() say who has changed what", () => {
  const topic = (fields: object) =>
    words(said("topic", { by: "bob", ...fields }), "topic", topicWords);
  assertEquals(topic({ topic: "Tea" }), "bob set the topic: Tea");
  assertEquals(topic({ topic: "" }), "bob took the topic away");
  const changed = said("room_changed", {
    ...{ by: "bob", private: true, slow_s: 5, history: "none" },
  });
  assertEquals(
    words(changed, "room_changed", roomChangedWords),
    "bob changed the room: only who is invited sees the room; " +
      "nothing that is said here is kept; " +
      "everybody waits 5 s between two messages",
  );
});

Deno.test("roomsWords() lists rooms one is in, rooms one may join, and talks", () => {
  const rooms = said("rooms", {
    rooms: [
      { room: "lobby", count: 5, role: "member", topic: "" },
      {
        ...{ room: "release", count: 1, role: "owner", topic: "Friday" },
        ...{ private: true, unread: 12, mentions: 1 },
      },
      { room: "tea", count: 3, topic: "" },
    ],
    direct: [{ with: "bob", talk: "t", unread: 2 }],
    more: true,
  });
  assertEquals(words(rooms, "rooms", roomsWords).split("\n"), [
    "You are in:",
    "  lobby    5 people",
    "  release  1 person, private, 12 new, 1 names you: Friday",
    "You may join:",
    "  tea  3 people",
    "You talk with:",
    "  bob  2 new",
    "There are more rooms than these",
  ]);
});

Deno.test("whoisWords() tells who somebody is in a few lines", () => {
  const calendar = new Calendar({ timeZone: "UTC" });
  const now = Date.UTC(2026, 10, 22, 13);
  const whois = (fields: object) => {
    const event = said("whois", { user: "bob", rooms: ["ops"], ...fields });
    return words(event, "whois", (one) => whoisWords(one, calendar, now))
      .split("\n");
  };
  assertEquals(
    whois({
      ...{ account: true, since: "2026-11-22T12:05:00.000Z", idle_s: 7200 },
      away: "lunch",
    }),
    [
      "bob has an account",
      "here since 12:05",
      "said nothing for 2 h",
      "away: lunch",
      "in your rooms ops",
    ],
  );
  assertEquals(
    whois({ account: true, seen: "2026-11-21T09:00:00.000Z", rooms: [] }),
    ["bob has an account", "last here at Saturday, 21 November 2026, 09:00"],
  );
});

function said(code: string, fields: object): Event {
  return readEvent({ response: "info", sender: "server", code, ...fields });
}

/** Returns the words of an event, which must be of the kind that they are for. */
function words<K extends Event["kind"]>(
  event: Event,
  kind: K,
  toWords: (event: Extract<Event, { kind: K }>) => string,
): string {
  assertEquals(event.kind, kind);
  return toWords(event as Extract<Event, { kind: K }>); // as was asserted
}
