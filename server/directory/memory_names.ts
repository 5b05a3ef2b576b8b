/**
 * Names in memory: those that are taken, and of their tokens only what they are
 * recognised by.
 *
 * @module
 */

import { createHash, timingSafeEqual } from "node:crypto";
import { ChatError } from "../../shared/errors.ts";
import { foldName } from "../../shared/names.ts";
import {
  type Claim,
  type KeptName,
  type NameRegistry,
  NameTaken,
  type User,
} from "./name_registry.ts";
import { looksReserved, NameSkeletons } from "./name_skeletons.ts";

const TOKEN_BYTES = 16;

/** Of each token only its hash, which tells nobody the token. */
interface Holder {
  readonly user: User;
  token: Uint8Array;
  /** The token that was used last. */
  usedToken: Uint8Array;
}

/** Names that are taken, and the tokens that prove whose they are. */
export class MemoryNames implements NameRegistry {
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
    const token = newToken();
    if (!holder) {
      const hash = hashOf(token);
      return { user: this.#give({ name, key }, hash, hash), token };
    }
    if (proof === undefined || !isProof(proof, holder)) {
      throw new NameTaken(name, holder.user);
    }
    holder.usedToken = hashOf(proof);
    holder.token = hashOf(token);
    return { user: holder.user, token };
  }

  /** Returns the hashes of the tokens that are good, in hexadecimal digits. */
  proofs({ key }: User): readonly string[] {
    const holder = this.#holders.get(key);
    if (!holder) return [];
    return [holder.token.toHex(), holder.usedToken.toHex()];
  }

  /**
   * Gives a name to who had it in another process, and has a token from there.
   *
   * @throws {NameTaken} or {ChatError} `bad_name`.
   */
  restore({ name, proofs }: Pick<KeptName, "name" | "proofs">): User {
    const key = foldName(name);
    const holder = this.#holders.get(key);
    if (holder) throw new NameTaken(name, holder.user);
    const [token = "", usedToken = token] = proofs;
    return this.#give(
      { name, key },
      Uint8Array.fromHex(token),
      Uint8Array.fromHex(usedToken),
    );
  }

  /** Frees a name; its tokens prove nothing any more. */
  release({ name, key }: User): void {
    this.#holders.delete(key);
    this.#skeletons.delete(name);
  }

  #give(user: User, token: Uint8Array, usedToken: Uint8Array): User {
    this.#checkLooks(user.name);
    this.#skeletons.add(user.name);
    this.#holders.set(user.key, { user, token, usedToken });
    return user;
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
  const hash = hashOf(proof);
  const isNew = timingSafeEqual(hash, token);
  const isUsed = timingSafeEqual(hash, usedToken);
  return isNew || isUsed;
}

/** A token is 128 random bits, so that a hash without a salt is enough. */
function hashOf(token: string): Uint8Array {
  return new Uint8Array(createHash("sha256").update(token).digest());
}

function newToken(): string {
  return crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)).toHex();
}
