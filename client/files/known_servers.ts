/**
 * Servers somebody has chatted on from a terminal, so that their addresses can
 * be completed: one small file, shared by all clients that run.
 *
 * @module
 */

import {
  type Address,
  DEFAULT_PORT,
  formatAddress,
} from "../../shared/address.ts";
import { fieldsOf } from "../../shared/fields.ts";
import { replaceFile, whileLocked } from "./private_file.ts";

/** Most servers that are remembered; those not used for longest go first. */
export const MAX_KNOWN_SERVERS = 50;

const FORMAT = 1;
/** What a shell takes as one word without quotes, and no terminal acts on. */
const PLAIN_WORD = /^[\w[][\w.:%[\]-]{0,254}$/;

/** Returns the file in a folder for what a user's programs should remember. */
export function knownServersFile(folder: string): string {
  return `${folder}/known_servers.json`;
}

/** Remembers servers in a file; without one it remembers nothing. */
export class KnownServers {
  readonly #path: string | undefined;

  /** Names the file; nothing is read or made yet. */
  constructor(path: string | undefined) {
    this.#path = path;
  }

  /**
   * Returns the addresses as people type them, the last one used first; a
   * damaged file counts as none.
   */
  list(): readonly string[] {
    if (this.#path === undefined) return [];
    try {
      return readServers(JSON.parse(Deno.readTextFileSync(this.#path)));
    } catch {
      return []; // not there, not readable or damaged: nothing is known
    }
  }

  /** Remembers that this server was reached; done when that is kept. */
  async remember(address: Address): Promise<void> {
    const path = this.#path;
    if (path === undefined) return;
    const server = shortAddress(address);
    try {
      await whileLocked(path, async () => {
        const known = this.list();
        if (known[0] === server) return;
        const others = known.filter((other) => other !== server);
        const servers = [server, ...others].slice(0, MAX_KNOWN_SERVERS);
        await replaceFile(path, JSON.stringify({ format: FORMAT, servers }));
      });
    } catch {
      // A read-only home: not worth a message.
    }
  }
}

/**
 * Returns what can stand for a server on a command line, a line each: saved
 * names first, then addresses. Only words that need no quotes.
 */
export function serverWords(
  saved: Iterable<string>,
  known: readonly string[],
): readonly string[] {
  const words = new Set([...saved, ...known, "localhost"]);
  return [...words].filter((word) => PLAIN_WORD.test(word));
}

/** The address without the port where that goes without saying. */
function shortAddress({ hostname, port }: Address): string {
  const isShort = port === DEFAULT_PORT && !hostname.includes(":");
  return isShort ? hostname : formatAddress({ hostname, port });
}

function readServers(value: unknown): readonly string[] {
  const { format, servers } = fieldsOf(value);
  if (format !== FORMAT || !Array.isArray(servers)) return [];
  return servers.filter((server) => typeof server === "string")
    .slice(0, MAX_KNOWN_SERVERS);
}
