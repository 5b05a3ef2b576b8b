/**
 * What people, links, rooms and talks are to each other, as the contract says
 * and in memory alone: who is shown what. A random walk compares the server with
 * it.
 *
 * @module
 */

/** One thing that was said or changed. */
interface Said {
  readonly seq: number;
  /** The room's number, or the two identities of a talk. */
  readonly place: string;
  /** `#room` or `@name`. */
  readonly where: string;
  readonly by: number;
  readonly what: string;
  /** The id of a message; a change has none. */
  readonly id?: string;
}

/** A room. */
export interface ModelRoom {
  readonly name: string;
  readonly place: string;
  isPrivate: boolean;
  owner: number | undefined;
  /** Since when who is in it, in the order of joining. */
  readonly members: Map<number, number>;
  readonly invited: Set<number>;
}

/** Somebody to the server. */
export interface Identity {
  readonly number: number;
  readonly name: string;
  isAccount: boolean;
  /** Whether the name is its own: there, or kept for its token. */
  hasName: boolean;
}

/** A connection of somebody. */
export interface ModelLink {
  readonly name: string;
  isOn: boolean;
  /** The identity whose token it has. */
  identity?: Identity;
  token?: string;
  /** The newest it was shown. */
  since: number;
  shown: string[];
}

const LOBBY = "lobby";

/** The whole of it. */
export class RoomsModel {
  readonly links: readonly ModelLink[];
  readonly rooms = new Map<string, ModelRoom>();
  /** Who has a name now, or had it last. */
  readonly names = new Map<string, Identity>();
  readonly #said: Said[] = [];
  #identities = 0;
  #rooms = 0;

  /** Makes links of these people, nobody logged in. */
  constructor(owners: readonly string[]) {
    this.links = owners.map((name) => ({
      name,
      isOn: false,
      since: 0,
      shown: [],
    }));
  }

  /** Where the log stands. */
  get last(): number {
    return this.#said.at(-1)?.seq ?? 0;
  }

  /** A name that is free becomes somebody new. */
  newIdentity(name: string): Identity {
    const before = this.names.get(name);
    if (before) this.#leaveAll(before.number);
    const number = ++this.#identities;
    const identity = { number, name, isAccount: false, hasName: true };
    this.names.set(name, identity);
    return identity;
  }

  /** A link is in: it is shown all it may read after what it has. */
  loggedIn(link: ModelLink, identity: Identity, token: string): void {
    for (const other of this.links) {
      // A guest has one link; of an account the token's own one ends.
      if (other.identity === identity && !identity.isAccount) {
        other.isOn = false;
      }
    }
    identity.hasName = true;
    Object.assign(link, { isOn: true, identity, token, shown: [] });
    for (const said of this.#said) {
      if (said.seq > link.since && this.#isHeard(said, identity.number)) {
        link.shown.push(textOf(said, identity.number));
      }
    }
    this.#moveOn(link);
  }

  /** A clean end: a guest gives up its name and its rooms. */
  loggedOut(link: ModelLink): void {
    link.isOn = false;
    const { identity } = link;
    if (!identity || identity.isAccount) return;
    identity.hasName = false;
    this.#leaveAll(identity.number);
  }

  /** Says or changes something; all links that may read it are shown it. */
  say(
    link: ModelLink,
    entry: Omit<Said, "seq" | "by">,
    seq: number,
  ): void {
    const by = link.identity?.number ?? 0;
    const said = { ...entry, seq, by };
    this.#said.push(said);
    for (const other of this.links) {
      const { isOn, identity } = other;
      const isOwn = other === link && said.id !== undefined;
      if (!isOn || !identity || isOwn) continue;
      if (!this.#isHeard(said, identity.number)) continue;
      other.shown.push(textOf(said, identity.number));
      this.#moveOn(other);
    }
  }

  /** Makes a room, with its first member. */
  make(name: string, isPrivate: boolean, owner: number): void {
    const members = new Map([[owner, this.last]]);
    const place = String(++this.#rooms);
    const invited = new Set<number>();
    this.rooms.set(name, { name, place, isPrivate, owner, members, invited });
  }

  /** Lets somebody in. */
  join(room: ModelRoom, number: number): void {
    if (room.members.size === 0) room.owner = number; // the first in it
    room.members.set(number, this.last);
    room.invited.delete(number);
    this.#succeed(room);
  }

  /** Lets somebody go. */
  leave(room: ModelRoom, number: number): void {
    room.members.delete(number);
    if (room.owner === number) room.owner = undefined;
    this.#succeed(room);
  }

  /** An identity became an account, and may own what nobody owns. */
  registered(identity: Identity): void {
    identity.isAccount = true;
    for (const room of this.rooms.values()) this.#succeed(room);
  }

  /** The names of the rooms somebody is in, sorted. */
  roomsOf({ number }: Identity): readonly string[] {
    const rooms = [...this.rooms.values()]
      .filter(({ members }) => members.has(number));
    return [LOBBY, ...rooms.map(({ name }) => name)].sort();
  }

  /** What of a conversation a page of the history has, newest last. */
  history(place: string): readonly string[] {
    return this.#said.filter((said) => said.place === place)
      .map((said) => `${said.seq} ${said.where} ${said.what}`);
  }

  #isHeard({ place, seq }: Said, number: number): boolean {
    if (place === LOBBY) return true;
    if (place.startsWith("@")) {
      return place.slice(1).split(" ").includes(String(number));
    }
    for (const room of this.rooms.values()) {
      const joined = room.members.get(number);
      if (room.place === place) return joined !== undefined && seq > joined;
    }
    return false;
  }

  #moveOn(link: ModelLink): void {
    const last = link.shown.at(-1);
    if (last !== undefined) link.since = Number(last.split(" ", 1)[0]);
  }

  #leaveAll(number: number): void {
    for (const room of this.rooms.values()) {
      if (room.members.has(number)) this.leave(room, number);
    }
  }

  /** Without an owner the longest member with an account owns a room. */
  #succeed(room: ModelRoom): void {
    if (room.owner !== undefined) return;
    const accounts = [...this.names.values()].filter(({ isAccount }) =>
      isAccount
    );
    room.owner = [...room.members.keys()].find((number) =>
      accounts.some((account) => account.number === number)
    );
  }
}

/** The place of what two say to each other. */
export function talkOf(one: Identity, other: Identity): string {
  return `@${[one.number, other.number].sort((a, b) => a - b).join(" ")}`;
}

function textOf({ seq, where, what, by, id }: Said, reader: number): string {
  const own = by === reader && id !== undefined ? ` (${id})` : "";
  return `${seq} ${where} ${what}${own}`;
}
