/**
 * A directory of its own for each test, with a clock and some people.
 *
 * @module
 */

import { assert } from "@std/assert";
import { Directory } from "../../server/directory/directory.ts";
import type { Identity } from "../../server/directory/identity.ts";
import type { Login, LoginClaim } from "../../server/directory/logins.ts";
import type { DirectoryStore } from "../../server/directory/directory_store.ts";
import { MemoryDirectoryStore } from "../../server/directory/memory_directory_store.ts";
import type { RoomState } from "../../server/directory/room.ts";
import { ChatError } from "../../shared/errors.ts";
import type { StorePlace } from "../contracts/directory_store_contract.ts";

/** Somebody who logs in. */
type Claim = Partial<LoginClaim> & Pick<LoginClaim, "name">;

/** A directory with a clock of its own, and some people who are here. */
export class DirectoryBench implements AsyncDisposable {
  readonly #place: StorePlace;
  readonly #clock: { now: number };
  #directory: Directory;

  private constructor(
    place: StorePlace,
    directory: Directory,
    clock: { now: number },
  ) {
    this.#place = place;
    this.#directory = directory;
    this.#clock = clock;
  }

  /** Opens the directory of a place, which ends with it. */
  static async make(place: StorePlace): Promise<DirectoryBench> {
    const clock = { now: 1_000_000_000_000 };
    const directory = await open(place, clock);
    return new DirectoryBench(place, directory, clock);
  }

  /** The one that is open. */
  get directory(): Directory {
    return this.#directory;
  }

  /** What its clock says, in milliseconds. */
  get now(): number {
    return this.#clock.now;
  }

  /** Lets time go by. */
  wait(ms: number): void {
    this.#clock.now += ms;
  }

  /** Logs somebody in, whose program can resume if nothing else is said. */
  enter(claim: Claim): Promise<Login> {
    return this.directory.logins.enter({ canResume: true, ...claim });
  }

  /** Logs a new person in. */
  async person(name: string): Promise<Identity> {
    return (await this.enter({ name })).identity;
  }

  /** Logs a new person in who has an account. */
  async account(name: string): Promise<Identity> {
    const { number } = await this.person(name);
    await this.directory.identities.change(
      number,
      (identity) => ({ ...identity, kind: "account", password: "x" }),
    );
    return found(this.directory.identities.get(number));
  }

  /** Makes a room that somebody is in. */
  async room(name: string, { number, kind }: Identity): Promise<RoomState> {
    const { rooms, members } = this.directory;
    const isGuest = kind === "guest";
    const room = await rooms.make({ name, by: number, isGuest });
    await members.join(room.number, number, 0);
    return room;
  }

  /** Somebody is not here any more, whatever that means for the directory. */
  async depart({ number }: Identity): Promise<void> {
    await this.directory.depart(number);
  }

  /**
   * Another process goes on with the same data.
   *
   * @param without Keys that are lost meanwhile.
   * @param waitMs How long no process runs.
   */
  async restart(
    { without = [], waitMs = 0 }: {
      readonly without?: readonly string[];
      readonly waitMs?: number;
    } = {},
  ): Promise<void> {
    await this.directory[Symbol.asyncDispose]();
    this.wait(waitMs);
    await lose(this.#place.open(), without);
    this.#directory = await open(this.#place, this.#clock);
  }

  /** Closes and removes all. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.directory[Symbol.asyncDispose]();
    await this.#place[Symbol.asyncDispose]();
  }
}

async function lose(
  store: DirectoryStore,
  keys: readonly string[],
): Promise<void> {
  await using owned = store;
  const revisions = new Map<string, number>();
  await owned.watch((key, _, revision) => void revisions.set(key, revision));
  for (const key of keys) {
    await owned.put(key, undefined, found(revisions.get(key)));
  }
}

function open(
  place: StorePlace,
  clock: { readonly now: number },
): Promise<Directory> {
  return Directory.open(place.open(), {
    now: () => clock.now,
  });
}

/** A place of one directory that ends with its process. */
export function memoryPlace(): StorePlace {
  return {
    open: () => new MemoryDirectoryStore(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** Returns what must be there. */
export function found<T>(value: T | undefined): T {
  assert(value !== undefined);
  return value;
}

/** With which code a promise is refused; "done" where it is not. */
export async function outcomeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return "done";
  } catch (error) {
    if (error instanceof ChatError) return error.code;
    throw error;
  }
}
