/**
 * That somebody is in a room, and as what.
 *
 * @module
 */

import type { Json } from "../../shared/json.ts";
import { count, fieldsOf, word } from "./record_fields.ts";

/** What a member may do; each may do what those behind it may. */
export const ROLES = ["owner", "moderator", "member"] as const;

/** One of {@linkcode ROLES}. */
export type Role = typeof ROLES[number];

/** What is stored of it. */
export type MembershipRecord = {
  /** The newest seq of the log when it joined. */
  readonly joined: number;
  /** When, in milliseconds since 1970. */
  readonly at: number;
  readonly role: Role;
};

/** One member of one room; never changed, but replaced. */
export interface Membership extends Readonly<MembershipRecord> {
  readonly room: number;
  readonly identity: number;
}

/** Returns the key of a membership's record. */
export function membershipKey(room: number, identity: number): string {
  return `member/${room}/${identity}`;
}

/** Reads a stored membership; @throws {RecordDamage} */
export function readMembership(value: Json): MembershipRecord {
  const fields = fieldsOf(value);
  return {
    joined: count(fields, "joined"),
    at: count(fields, "at"),
    role: word(fields, "role", ROLES),
  };
}

/**
 * Returns who owns a room that has no owner: the longest moderator, else the
 * longest member with an account; nobody where there is neither, or an owner.
 */
export function successorOf(
  members: Iterable<Membership>,
  isAccount: (identity: number) => boolean,
): Membership | undefined {
  let next: Membership | undefined;
  for (const member of members) {
    if (member.role === "owner") return undefined;
    const isPossible = member.role === "moderator" ||
      isAccount(member.identity);
    if (isPossible && (!next || isBefore(member, next))) next = member;
  }
  return next;
}

/** Moderators first; then who is in the room longer. */
function isBefore(one: Membership, other: Membership): boolean {
  if (one.role !== other.role) return one.role === "moderator";
  if (one.at !== other.at) return one.at < other.at;
  return one.joined - other.joined < 0 ||
    one.joined === other.joined && one.identity < other.identity;
}
