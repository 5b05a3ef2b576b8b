/**
 * A server that plays a script over real TCP: what any server since 2015 may
 * do, and what only a broken one does.
 *
 * @module
 */

import type { Address } from "../../shared/address.ts";
import { Framer } from "../../shared/framing.ts";
import { within } from "./within.ts";
import { writeAllInTime } from "./write_all_in_time.ts";

/** A request as the client wrote it. */
export type Sent = Readonly<Record<string, unknown>>;

/** Longest silence of a client: longer than it waits for anything itself. */
const REQUEST_MS = 30_000;

const READ_BYTES = 16 * 1024;
const UTF8 = new TextEncoder();

/** The server's end of one connection. */
export class Peer implements Disposable {
  readonly #conn: Deno.Conn;
  readonly #framer = new Framer();
  readonly #requests: Sent[] = [];
  #closed = false;

  /** Takes over a connection. */
  constructor(conn: Deno.Conn) {
    this.#conn = conn;
  }

  /** Returns the next request, or nothing when the client has closed. */
  async next(): Promise<Sent | undefined> {
    const buffer = new Uint8Array(READ_BYTES);
    while (this.#requests.length === 0) {
      const reading = this.#conn.read(buffer).catch(() => null);
      const count = await within(reading, "a request", REQUEST_MS);
      if (count === null) return undefined;
      for (const frame of this.#framer.push(buffer.subarray(0, count))) {
        if (frame.kind === "value") this.#requests.push(frame.value as Sent); // the client's own
      }
    }
    return this.#requests.shift();
  }

  /** Returns the next request, which must be of this kind. */
  async expect(request: string): Promise<Sent> {
    const sent = await this.next();
    if (sent?.request === request) return sent;
    throw new Error(`Expected "${request}", got ${JSON.stringify(sent)}`);
  }

  /** Sends payloads in one packet, each a line. */
  async say(...payloads: readonly unknown[]): Promise<void> {
    await this.write(
      payloads.map((payload) => `${JSON.stringify(payload)}\n`).join(""),
    );
  }

  /** Sends text as it is. */
  async write(text: string): Promise<void> {
    await this.writeBytes(UTF8.encode(text));
  }

  /** Sends bytes as they are. */
  async writeBytes(bytes: Uint8Array): Promise<void> {
    await writeAllInTime(this.#conn, bytes);
  }

  /** Reads and forgets until the client closes. */
  async drain(): Promise<void> {
    while (await this.next()) { /* forgotten */ }
  }

  /** Cuts the connection; twice is fine. */
  [Symbol.dispose](): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#conn.close();
  }
}

/** A running script. */
export interface ScriptedServer extends AsyncDisposable {
  readonly address: Address;
  /** Every connection has played its part; rejects when one failed. */
  readonly played: Promise<void>;
}

/**
 * Plays one part of the script for each connection, in order; a connection is
 * cut when its part ends. There is nobody there after the last.
 */
export function playServer(
  ...parts: readonly ((peer: Peer) => Promise<void>)[]
): ScriptedServer {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const { hostname, port } = listener.addr as Deno.NetAddr; // it is TCP
  const peers: Peer[] = [];
  const played = play();
  played.catch(() => {}); // seen by who awaits it

  async function play(): Promise<void> {
    try {
      for (const part of parts) {
        using peer = new Peer(await listener.accept());
        peers.push(peer);
        await part(peer);
      }
    } finally {
      listener.close();
    }
  }

  return {
    address: { hostname, port },
    played,
    [Symbol.asyncDispose]: async () => {
      for (const peer of peers) peer[Symbol.dispose]();
      try {
        listener.close();
      } catch {
        // The script was played to its end.
      }
      await played.catch(() => {});
    },
  };
}

/**
 * Hears a message, cuts the connection, hears it again and says that it was
 * stored the first time; what it heard is added to `heard`.
 */
export function playLostAck(heard: Sent[]): ScriptedServer {
  return playServer(
    async (peer) => {
      await peer.expect("login");
      await peer.say(welcome());
      heard.push(await peer.expect("msg"));
    },
    async (peer) => {
      await peer.expect("login");
      await peer.say(welcome({ seq: 1 }));
      const again = await peer.expect("msg");
      heard.push(again);
      await peer.say(ack(again, 1, { duplicate: true }));
      for (let sent = await peer.next(); sent; sent = await peer.next()) {
        if (sent.request !== "logout") continue;
        return await peer.say(info("Goodbye"));
      }
    },
  );
}

/** A welcome as ktn's server sends it; `fields` add to it and replace. */
export function welcome(fields: Sent = {}): Sent {
  return {
    timestamp: "2026-11-22T13:00:00.000Z",
    sender: "server",
    response: "info",
    content: "Login successful",
    code: "welcome",
    version: 2,
    server: "ktn/test",
    user: "ada",
    token: "secret",
    seq: 0,
    rooms: ["lobby"],
    limits: { text: 4096 },
    ...fields,
  };
}

/** An ack for a message. */
export function ack(sent: Sent, seq: number, fields: Sent = {}): Sent {
  return {
    timestamp: "2026-11-22T13:00:00.000Z",
    sender: "server",
    response: "info",
    content: "Message received",
    code: "ack",
    id: sent.id,
    seq,
    room: "lobby",
    ...fields,
  };
}

/** A message of somebody. */
export function message(sender: string, content: string, seq?: number): Sent {
  return {
    timestamp: "2026-11-22T13:00:00.000Z",
    sender,
    response: "message",
    content,
    ...(seq === undefined ? {} : { seq, room: "lobby" }),
  };
}

/** An info of the server. */
export function info(content: string, fields: Sent = {}): Sent {
  return {
    timestamp: "2026-11-22T13:00:00.000Z",
    sender: "server",
    response: "info",
    content,
    ...fields,
  };
}

/** A refusal. */
export function refusal(content: string, fields: Sent = {}): Sent {
  return { ...info(content, fields), response: "error" };
}

/** A page of history. */
export function history(content: unknown, fields: Sent = {}): Sent {
  return { ...info("", fields), response: "history", content };
}
