/**
 * Whose a name is: names are given out, and given back to who proves that they
 * are its own. Where that is kept is up to the implementation; it is decided at
 * once, from what is in memory.
 *
 * @module
 */

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

/** Gives names out; one is nobody's or one user's, in whatever spelling, and no other looks like it. */
export interface Directory {
  /**
   * Gives a name to who asks first, or who proves that it has it already.
   *
   * @param proof A token of an earlier claim. The one that is used stays good
   * until its successor is used: the connection may be cut before that is read.
   * @throws {ChatError} `name_taken`, also for a name that could be confused
   * with one that is; `bad_name` for one that looks reserved.
   */
  claim(name: string, proof?: string): Claim;
  /** Frees a name; its tokens prove nothing any more. */
  release(user: User): void;
}
