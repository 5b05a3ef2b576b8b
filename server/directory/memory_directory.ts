/**
 * The directory in memory: names and tokens are gone with the process.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { timingSafeEqual } from "node:crypto";
import { ChatError } from "../../shared/errors.ts";
import { foldName } from "../../shared/names.ts";
import {
  type Claim,
  type Directory,
  NameTaken,
  type User,
} from "./directory.ts";
import { looksReserved, NameSkeletons } from "./name_skeletons.ts";

const TOKEN_BYTES = 16;

interface Holder {
  readonly user: User;
  token: string;
  /** The token that was used last. */
  usedToken: string;
}

/** Names that are taken, and the tokens that prove whose they are. */
export class MemoryDirectory implements Directory {
  readonly #holders = new Map<string, Holder>();
  readonly #skeletons = new NameSkeletons();

  /**
   * Gives a name to who asks first, or who proves that it has it already.
   *
   * @throws {NameTaken} or {ChatError} `bad_name`.
   */
  claim(name: string, proof?: string): Claim {
    const key = foldName(name);
    const holder = this.#holders.get(key);
    if (!holder) return this.#give({ name, key });
    if (proof === undefined || !isProof(proof, holder)) {
      throw new NameTaken(name, holder.user);
    }
    holder.usedToken = proof;
    holder.token = newToken();
    return { user: holder.user, token: holder.token };
  }

  /** Frees a name; its tokens prove nothing any more. */
  release({ name, key }: User): void {
    this.#holders.delete(key);
    this.#skeletons.delete(name);
  }

  #give(user: User): Claim {
    this.#checkLooks(user.name);
    const token = newToken();
    this.#skeletons.add(user.name);
    this.#holders.set(user.key, { user, token, usedToken: token });
    return { user, token };
  }

  #checkLooks(name: string): void {
    if (looksReserved(name)) {
      const message = `Cannot use "${name}": it looks like a reserved name`;
      throw new ChatError("bad_name", message);
    }
    const other = this.#skeletons.confusedWith(name);
    if (other === undefined) return;
    throw new ChatError(
      "name_taken",
      `Cannot use "${name}": it looks like "${other}", which is taken`,
    );
  }
}

/** Takes the same time for every wrong token. */
function isProof(proof: string, { token, usedToken }: Holder): boolean {
  const isNew = isSame(proof, token);
  const isUsed = isSame(proof, usedToken);
  return isNew || isUsed;
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function newToken(): string {
  return crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)).toHex();
}
