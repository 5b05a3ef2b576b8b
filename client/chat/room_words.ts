/**
 * What a server says about rooms and people, in words for who reads, with what
 * there is to be typed next.
 *
 * @module
 */

import type {
  AwayEvent,
  BlockedEvent,
  InvitationEvent,
  InviteEvent,
  JoinedEvent,
  LeftEvent,
  RoomChangedEvent,
  RoomsEvent,
  RoomSummary,
  TalkSummary,
  TopicEvent,
} from "../../shared/event.ts";

/** Left and right part of a line. */
type Line = readonly [left: string, right: string];

/** What the settings of a room's history mean to its members. */
const HISTORIES: ReadonlyMap<string, string> = new Map([
  ["all", "whoever joins reads what was said before"],
  ["joined", "whoever joins reads only what is said from then on"],
  ["none", "nothing that is said here is kept"],
]);

/** Most people who are named where somebody joins. */
const MAX_NAMED = 20;

/** Returns that somebody may come into a room. */
export function invitationWords({ by, room }: InvitationEvent): string {
  return `${by} invites you to ${room}: /join ${room} goes there`;
}

/** Returns what to give to somebody so that they can come into a room. */
export function inviteWords({ room, invite }: InviteEvent): string {
  const where = room ?? "ROOM";
  return `Whoever gets this can come in: /join ${where} ${invite}`;
}

/** Returns that who reads is in a room, and what it is like there. */
export function joinedWords(event: JoinedEvent): string {
  const { room, topic, count, names, history } = event;
  const isNamed = names.length === count && count <= MAX_NAMED;
  const who = isNamed ? `: ${names.join(", ")}` : "";
  return [
    `You are in ${room}, ${counted(count, "person", "people")} here${who}`,
    ...(topic === "" ? [] : [`The topic is: ${inOneLine(topic)}`]),
    ...(history === "all" ? [] : [sentence(historyWords(history))]),
  ].join("\n");
}

/** Returns that who reads is in a room no more. */
export function leftWords({ room, by, reason }: LeftEvent): string {
  const why = reason === undefined ? "" : `: ${inOneLine(reason)}`;
  if (by !== undefined) return `${by} has removed you from ${room}${why}`;
  return `You are no more in ${room}${why}`;
}

/** Returns what a room is about from here on. */
export function topicWords({ by, topic }: TopicEvent): string {
  const who = by === "" ? "Somebody" : by;
  if (topic === "") return `${who} took the topic away`;
  return `${who} set the topic: ${inOneLine(topic)}`;
}

/** Returns what is otherwise in a room. */
export function roomChangedWords(event: RoomChangedEvent): string {
  const { by, history, slowS, moderated, password } = event;
  const changes = [
    event.private === true && "only who is invited sees the room",
    event.private === false && "everybody sees the room",
    password === true && "it has a password",
    password === false && "it has no password",
    history !== undefined && historyWords(history),
    slowS !== undefined && slowWords(slowS),
    moderated === true && "only moderators may say something",
    moderated === false && "everybody may say something",
  ].filter((change) => change !== false);
  const who = by === "" ? "Somebody" : by;
  return `${who} changed the room: ${changes.join("; ")}`;
}

/** Returns which rooms and talks there are. */
export function roomsWords({ rooms, direct, more }: RoomsEvent): string {
  const [own, others] = [
    rooms.filter(({ role }) => role !== undefined),
    rooms.filter(({ role }) => role === undefined),
  ];
  const parts = [
    ...listed("You are in:", own.map(roomLine)),
    ...listed("You may join:", others.map(roomLine)),
    ...listed("You talk with:", direct.map(talkLine)),
    ...(more ? ["There are more rooms than these"] : []),
  ];
  return parts.length === 0 ? "There are no rooms" : parts.join("\n");
}

/** Returns that who reads is away, or back. */
export function awayWords({ away }: AwayEvent): string {
  return away === undefined
    ? "You are marked as here again"
    : `You are marked as away: ${inOneLine(away)}`;
}

/** Returns that who reads hears nothing of somebody, or again. */
export function blockedWords({ user, blocked }: BlockedEvent): string {
  return blocked
    ? `${user} can send you nothing any more`
    : `${user} can send you messages again`;
}

/** What others wrote must not look like a row of ktn's own. */
export function inOneLine(text: string): string {
  return text.replace(/\s+/gu, " ");
}

function historyWords(history: string): string {
  return HISTORIES.get(history) ?? `its history is "${history}"`;
}

function slowWords(seconds: number): string {
  return seconds === 0
    ? "there is no wait between two messages"
    : `everybody waits ${seconds} s between two messages`;
}

function listed(head: string, lines: readonly Line[]): readonly string[] {
  if (lines.length === 0) return [];
  const width = Math.max(...lines.map(([left]) => left.length));
  return [
    head,
    ...lines.map(([left, right]) =>
      `  ${left.padEnd(width)}  ${right}`.trimEnd()
    ),
  ];
}

function roomLine(summary: RoomSummary): Line {
  const { room, topic, count } = summary;
  const facts = [
    counted(count, "person", "people"),
    ...(summary.private ? ["private"] : []),
    ...newWords(summary),
  ];
  const about = topic === "" ? "" : `: ${inOneLine(topic)}`;
  return [room, `${facts.join(", ")}${about}`];
}

function talkLine(summary: TalkSummary): Line {
  return [summary.with, newWords(summary).join(", ")];
}

function newWords(
  { unread = 0, mentions = 0 }: Pick<RoomSummary, "unread" | "mentions">,
): readonly string[] {
  if (unread === 0) return [];
  const named = mentions === 0
    ? []
    : [mentions === 1 ? "1 names you" : `${mentions} name you`];
  return [`${unread} new`, ...named];
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
