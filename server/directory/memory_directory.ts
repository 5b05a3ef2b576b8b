/**
 * The directory in memory: names, and of their tokens only what they are
 * recognised by.
 *
 * @module
 */

import { createHash, timingSafeEqual } from "node:crypto";
import { ChatError } from "../../shared/errors.ts";
import { foldName } from "../../shared/names.ts";
import {
  type Claim,
  type Directory,
  type KeptName,
  NameTaken,
  type User,
} from "./directory.ts";
import { looksReserved, NameSkeletons } from "./name_skeletons.ts";

const TOKEN_BYTES = 16;

/** Of each token only its hash, in hexadecimal digits: it tells nobody the token. */
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
    return [holder.token, holder.usedToken];
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
    return this.#give({ name, key }, token, usedToken);
  }

  /** Frees a name; its tokens prove nothing any more. */
  release({ name, key }: User): void {
    this.#holders.delete(key);
    this.#skeletons.delete(name);
  }

  #give(user: User, token: string, usedToken: string): User {
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
  const hash = bytesOf(hashOf(proof));
  const isNew = timingSafeEqual(hash, bytesOf(token));
  const isUsed = timingSafeEqual(hash, bytesOf(usedToken));
  return isNew || isUsed;
}

/** A token is 128 random bits, so that a hash without a salt is enough. */
function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

function bytesOf(hash: string): Uint8Array {
  return Uint8Array.fromHex(hash);
}

function newToken(): string {
  return crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)).toHex();
}
