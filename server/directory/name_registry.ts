/**
 * Whose a name is: names are given out, and given back to who proves that they
 * are its own. Where that is kept is up to the implementation; it is decided at
 * once, from what is in memory.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";

/** One person; exists as long as the name is taken. */
export interface User {
  /** The name as it was spelled when it was claimed. */
  readonly name: string;
  /** Under which the name counts as taken. */
  readonly key: string;
}

/** A name that was given out. */
export interface Claim {
  readonly user: User;
  /** Proves later that the name is one's own; new with every claim. */
  readonly token: string;
}

/** A name as it outlives the process that gave it out. */
export interface KeptName {
  /** As it was spelled when it was claimed. */
  readonly name: string;
  /** What its tokens are recognised by; tells nobody the tokens. */
  readonly proofs: readonly string[];
  /** How much longer it is kept for who comes back, in milliseconds. */
  readonly leftMs: number;
}

/** A name is another's; says whose, for who knows when that will end. */
export class NameTaken extends ChatError {
  /** Takes the name that was asked for, and who has it. */
  constructor(
    /** As it was spelled when it was asked for. */
    readonly wanted: string,
    /** Who has it. */
    readonly holder: User,
  ) {
    super("name_taken", `Cannot use "${wanted}": it is taken`);
  }
}

/** Gives names out; one is nobody's or one user's, in whatever spelling, and no other looks like it. */
export interface NameRegistry {
  /**
   * Gives a name to who asks first, or who proves that it has it already.
   *
   * @param proof A token of an earlier claim. The one that is used stays good
   * until its successor is used: the connection may be cut before that is read.
   * @throws {NameTaken} when another has it, or one that could be confused with
   * it; {ChatError} `bad_name` for one that looks reserved.
   */
  claim(name: string, proof?: string): Claim;
  /** Returns what the tokens of a name are recognised by; none if it is free. */
  proofs(user: User): readonly string[];
  /**
   * Gives a name to who had it in another process, and has a token from there.
   *
   * @throws as `claim()`.
   */
  restore(kept: Pick<KeptName, "name" | "proofs">): User;
  /** Frees a name; its tokens prove nothing any more. */
  release(user: User): void;
}
