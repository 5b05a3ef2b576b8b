/**
 * A server that is stopped and started again while everybody talks: clients come
 * back soon, have missed nothing, and are shown nobody's leaving and joining.
 */

import { assert, assertEquals } from "@std/assert";
import { DurableServer } from "../support/durable_server.ts";
import { effort, tell } from "../support/effort.ts";
import {
  describeTimes,
  type ReturningClient,
  ReturningClients,
} from "../support/returning_clients.ts";
import { until } from "../support/until.ts";

const CLIENTS = effort(100, 1000);
/** How many of them talk, all the time. */
const WRITERS = 10;
const PAUSE_MS = effort(200, 1000);
/** Messages of each writer before the stop, and behind the return. */
const BEFORE = 3;
const AFTER = 3;
/** Of the new process; the short version may run beside other tests. */
const MAX_BACK_MS = effort(10_000, 2000);

/** Some clients talk, until it is disposed. */
class Talk implements Disposable {
  readonly #writers: readonly ReturningClient[];
  readonly #timer: ReturnType<typeof setInterval>;
  /** What each has said. */
  readonly said = new Map<string, string[]>();

  constructor(writers: readonly ReturningClient[]) {
    this.#writers = writers;
    this.#timer = setInterval(() => writers.forEach(this.#say), PAUSE_MS);
  }

  readonly #say = ({ name, connection }: ReturningClient) => {
    const before = this.said.get(name) ?? [];
    const text = `${name} says ${before.length}`;
    this.said.set(name, [...before, text]);
    connection.say(text);
    connection.push();
  };

  /** Resolves when so many more messages of each were stored. */
  async stored(count: number): Promise<void> {
    const before = this.#writers.map(({ stored }) => stored);
    const isStored = () =>
      this.#writers.every((one, n) => one.stored >= (before[n] ?? 0) + count);
    await until(isStored, "all to be stored", 30_000);
  }

  /** What somebody must have heard. */
  saidToOthers(than: string): readonly string[] {
    return [...this.said].flatMap(([name, texts]) =>
      name === than ? [] : texts
    );
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

async function restart(
  server: DurableServer,
  signal: Deno.Signal,
): Promise<{ readonly code: number; readonly startedAt: number }> {
  const { code, ms } = await server.end(signal);
  const startedAt = performance.now();
  await server.start();
  tell(
    `${signal}: ended in ${Math.round(ms)} ms, listens after ${
      Math.round(server.startMs)
    } ms`,
  );
  return { code, startedAt };
}

async function hearAll(clients: ReturningClients, talk: Talk): Promise<void> {
  await clients.every(
    ({ name, heard }) => heard.length >= talk.saidToOthers(name).length,
    "everybody to hear everything",
  );
  for (const { name, heard } of clients.all) {
    assertEquals([...heard].sort(), [...talk.saidToOthers(name)].sort());
  }
}

for (const [signal, code] of [["SIGTERM", 0], ["SIGUSR2", 75]] as const) {
  Deno.test(`${CLIENTS} clients are back soon after a restart by ${signal}: nothing is missed or doubled, and nobody is shown to leave or join`, async () => {
    await using server = await DurableServer.start();
    await using clients = new ReturningClients(server.address, CLIENTS);
    await clients.online();
    const hasSeenAll = ({ presences }: ReturningClient) =>
      presences.at(-1)?.count === CLIENTS;
    await clients.every(hasSeenAll, "everybody to see all others");
    for (const { presences } of clients.all) presences.length = 0;

    using talk = new Talk(clients.all.slice(0, WRITERS));
    await talk.stored(BEFORE);
    const { startedAt, ...end } = await restart(server, signal);
    assertEquals(end.code, code);
    await clients.online(2);
    const ms = clients.backAfter(startedAt);
    tell(describeTimes(ms));
    assert((ms.at(-1) ?? Infinity) <= MAX_BACK_MS, describeTimes(ms));
    await talk.stored(AFTER);
    talk[Symbol.dispose]();
    await hearAll(clients, talk);

    // The next one to come is the first of whom anybody is told.
    using _last = await server.join("last", { version: 2 });
    const isTold = ({ presences }: ReturningClient) => presences.length > 0;
    await clients.every(isTold, "everybody to see the last one");
    for (const { presences } of clients.all) {
      assertEquals(presences.map(({ count }) => count), [CLIENTS + 1]);
    }
  });
}
