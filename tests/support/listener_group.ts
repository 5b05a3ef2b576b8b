/**
 * People who read as fast as they can while somebody talks at a steady pace:
 * how long each message was on its way to each of them.
 *
 * @module
 */

import { LineConnection } from "./line_connection.ts";
import type { Address } from "../../shared/address.ts";

const STEP_MS = 10;
/** A message tells when it was said. */
const SAID = /"content":"at ([\d.]+) /;

/** Readers and their talker. */
export class ListenerGroup implements Disposable {
  readonly #readers: LineConnection[] = [];
  readonly #counts: number[] = [];
  #talker: LineConnection | undefined;
  #delays: number[] = [];

  /** Connects so many readers. */
  static async join(address: Address, size: number): Promise<ListenerGroup> {
    const group = new ListenerGroup();
    for (let n = 0; n < size; n++) {
      const reader = await logIn(address, `healthy${n}`);
      group.#readers.push(reader);
      void group.#listen(n, reader);
    }
    group.#talker = await logIn(address, "talker");
    void readAway(group.#talker);
    return group;
  }

  /**
   * Says `count` messages of `bytes`, so many a second, and waits until all
   * have heard them.
   *
   * @returns how long 99 % of the messages were under way at most, in ms.
   */
  async talk(count: number, bytes: number, perSecond: number): Promise<number> {
    this.#delays = [];
    const goals = this.#counts.map((heard) => heard + count);
    const padding = "x".repeat(bytes);
    const began = performance.now();
    for (let said = 0; said < count;) {
      const due = Math.min(
        count,
        Math.ceil((performance.now() - began) * perSecond / 1000),
      );
      const messages = [];
      for (; said < due; said++) {
        const content = `at ${performance.now()} ${padding}`.slice(0, bytes);
        messages.push({ request: "msg", content });
      }
      this.#talker?.send(...messages);
      await pause();
    }
    while (goals.some((goal, n) => (this.#counts[n] ?? 0) < goal)) {
      await pause();
      if (performance.now() - began > 120_000) throw new Error("Not all heard");
    }
    return percentile(this.#delays, 0.99);
  }

  /** Ends all connections. */
  [Symbol.dispose](): void {
    for (const one of this.#readers) one.close();
    this.#talker?.close();
  }

  async #listen(n: number, reader: LineConnection): Promise<void> {
    this.#counts[n] = 0;
    for (;;) {
      const lines = await reader.read();
      if (!lines) return;
      for (const line of lines) {
        const at = SAID.exec(line)?.[1];
        if (at === undefined) continue;
        this.#counts[n] = (this.#counts[n] ?? 0) + 1;
        this.#delays.push(performance.now() - Number(at));
      }
    }
  }
}

/** Logs in, and has read its welcome. */
async function logIn(address: Address, name: string): Promise<LineConnection> {
  const connection = await LineConnection.connect(address);
  if (!connection) throw new Error("Nobody listens");
  connection.send({ request: "login", content: name, history: 0 });
  const lines = await connection.read();
  if (!/"welcome"/.test(lines?.[0] ?? "")) throw new Error(`${lines}`);
  return connection;
}

async function readAway(connection: LineConnection): Promise<void> {
  while (await connection.read());
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
}

async function pause(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, STEP_MS));
}
