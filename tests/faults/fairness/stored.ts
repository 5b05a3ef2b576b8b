/**
 * What is stored before a server starts: each database is made once, and
 * copied for each server.
 *
 * @module
 */

import type { Address } from "../../../shared/address.ts";
import { SqliteLog } from "../../../server/log/sqlite.ts";
import { Peer } from "../../support/peer.ts";
import { indexed } from "../../support/found_in.ts";

/** Messages of one commit. */
const GROUP = 1000;
const AUTHORS = 50;
/** What one login may say at once: the burst, without the login and the logout. */
const BURST = 8;

/** A past. */
export interface Stored {
  readonly count: number;
  /** Of these the newest are by `ada_`, whose name has a mark of many. */
  readonly byAda: number;
  readonly bytes: number;
}

/** The pasts, by name. */
export const STORED = {
  nothing: { count: 0, byAda: 0, bytes: 0 },
  tenThousand: { count: 10_000, byAda: 8000, bytes: 100 },
  tenThousandLong: { count: 10_000, byAda: 0, bytes: 4096 },
  million: { count: 1_000_000, byAda: 20_000, bytes: 100 },
} as const satisfies Record<string, Stored>;

/** The name of a past. */
export type StoredName = keyof typeof STORED;

/** Databases, below one folder. */
export class StoredFolders implements AsyncDisposable {
  readonly #root: string;
  readonly #isKept: boolean;
  #copies = 0;

  /**
   * Makes none yet.
   *
   * @param kept A folder in which databases stay for the next run; without it
   * they are removed at the end.
   */
  constructor(kept?: string) {
    this.#isKept = kept !== undefined;
    this.#root = kept ?? Deno.makeTempDirSync({ prefix: "ktn" });
  }

  /** Returns a folder with a copy of this past. */
  async copy(name: StoredName): Promise<string> {
    const made = `${this.#root}/${name}`;
    if (!await exists(`${made}/ktn.db`)) await fill(made, STORED[name]);
    const copy = `${this.#root}/copy${Deno.pid}_${this.#copies++}`;
    await Deno.mkdir(copy, { mode: 0o700 });
    await Deno.copyFile(`${made}/ktn.db`, `${copy}/ktn.db`);
    await sync(`${copy}/ktn.db`);
    return copy;
  }

  /** Removes them. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#isKept) await Deno.remove(this.#root, { recursive: true });
  }
}

/** Else the server's first checkpoint writes the whole copy to the disk. */
async function sync(path: string): Promise<void> {
  using file = await Deno.open(path, { read: true, write: true });
  await file.sync();
}

async function exists(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch {
    return false;
  }
}

async function fill(folder: string, stored: Stored): Promise<void> {
  await using log = SqliteLog.open(folder, { onCommit: () => {} });
  for (let index = 0; index < stored.count; index++) {
    log.append({
      conversation: "lobby",
      target: { room: "lobby" },
      author: authorOf(index, stored),
      by: 0,
      text: textOf(index, stored),
      settle: () => {},
    });
    if (index % GROUP === GROUP - 1) await log.drain();
  }
  await log.drain();
  // Brings the index of words up to date, which else the server would do.
  await indexed(log);
}

function authorOf(index: number, { count, byAda }: Stored): string {
  if (index === 0) return "rare";
  return index >= count - byAda ? "ada_" : `bob${index % AUTHORS}`;
}

/** Two words are never together, three are in every message. */
function textOf(index: number, { bytes }: Stored): string {
  const word = index % 2 === 0 ? "even" : "odd";
  const text = `message ${index} ${word} hello the people say what they say `;
  return text.padEnd(bytes, "and more ").slice(0, bytes);
}

/** Says a past in a server that stores it in memory, a burst for each login. */
export async function say(address: Address, stored: Stored): Promise<void> {
  for (let index = 0; index < stored.count;) {
    using peer = await Peer.connect(address);
    const content = index >= stored.count - stored.byAda ? "ada_" : "bob";
    await peer.ask({ request: "login", content, history: 0 });
    const some = [];
    for (let n = 0; n < BURST && index < stored.count; n++, index++) {
      const text = textOf(index, stored);
      some.push({ request: "msg", content: text, id: `f${index}` });
    }
    await peer.send(...some);
    await peer.take(some.length);
    await peer.send({ request: "logout" });
    await peer.rest();
  }
}
