/**
 * What is made of the blocks does not say what they say: it has to be made anew.
 *
 * @module
 */

import { DataError } from "./data_error.ts";
import type { Damage } from "./block_table.ts";

/** An index hides an entry, or says something else of it. */
export class IndexDamage extends DataError {
  /** Names the block that it is about. */
  constructor({ first, last }: Damage) {
    const which = first === last
      ? `message ${first}`
      : `messages ${first} to ${last}`;
    super(
      `Cannot trust an index of the messages: it is wrong about ${which}; it is made anew from the messages`,
    );
  }
}
