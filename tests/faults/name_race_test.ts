/**
 * A hundred sockets that race for one name, spelled in all ways, by programs of
 * all versions: guests, one with a token of before, some with passwords, while
 * the name is registered, unregistered or left. One gets it, and nobody else.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { effort, tell } from "../support/effort.ts";
import { TaskServer } from "../support/task_server.ts";
import { Racer } from "../support/racer.ts";
import { until } from "../support/until.ts";

const ROUNDS = effort(3, 50);
const RACERS = 100;
/** They race with the right password of an account that ends. */
const WITH_PASSWORD = 2;
/** They race with a password where there is none; three wrong ones a minute. */
const WITH_WRONG = 10;
/** Of the racers in turn; more of those that can register. */
const VERSIONS = [3, 1, 3, 2, 3];
const PASSWORD = "correct horse";
/** Whoever is not the one with the name is told one of these. */
const LOSSES = ["bad_password", "busy", "name_taken", "password_required"];

Deno.test(`${RACERS} sockets race for one name, and one of them has it`, async () => {
  await using server = await TaskServer.start([
    ...["--data", "none", "--rate", "off", "--max-clients", "1000"],
  ]);
  const winners = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round += 3) {
    using race = new Race(server, `Ada${round}`);
    for (const kind of ["register", "end", "token"] as const) {
      if (round + ["register", "end", "token"].indexOf(kind) >= ROUNDS) break;
      const winner = await race.run(kind);
      winners.set(winner, (winners.get(winner) ?? 0) + 1);
    }
  }
  const table = [...winners].map(([who, count]) => `${who} ${count}`);
  tell(`${ROUNDS} rounds of ${RACERS}: one winner each; ${table.join(", ")}`);
});

/** Rounds for one name: what the winner of one does begins the next. */
class Race implements Disposable {
  readonly #server: TaskServer;
  readonly #name: string;
  /** Who has the name. */
  #holder: Racer | undefined;

  constructor(server: TaskServer, name: string) {
    this.#server = server;
    this.#name = name;
  }

  /** Runs a round; resolves with what the winner came with. */
  async run(kind: "register" | "end" | "token"): Promise<string> {
    const before = this.#holder;
    const racers = await this.#line(kind, before);
    const isOver = () => racers.some(({ isGuest }) => isGuest);
    const run = Promise.all(racers.map((one) => one.race(isOver)));
    if (before) await leave(before, kind);
    await until(isOver, `somebody named ${this.#name}`);
    await run;
    return await this.#judge(racers);
  }

  async #line(kind: string, before?: Racer): Promise<readonly Racer[]> {
    const racers: Racer[] = [];
    for (let place = 0; place < RACERS; place++) {
      const spelled = spellings(this.#name)[place % 4] ?? this.#name;
      racers.push(
        await Racer.connect(this.#server.address, {
          name: spelled,
          version: VERSIONS[place % VERSIONS.length] ?? 1,
          ...proofOf(kind, place, before),
          ...(kind === "register" && { registers: PASSWORD }),
        }),
      );
    }
    return racers.toSorted(() => Math.random() - 0.5);
  }

  /** Who came in and was not replaced has the name: that must be one. */
  async #judge(racers: readonly Racer[]): Promise<string> {
    const told = racers.flatMap(({ refusals }) => refusals);
    assertEquals(told.filter((code) => !LOSSES.includes(code)), []);
    assert(told.length >= RACERS - 1 - WITH_PASSWORD, "not all have tried");
    const holders: Racer[] = [];
    for (const one of racers) {
      const names = await one.names();
      if (names === undefined) one.close();
      else {
        holders.push(one);
        const same = names.filter((name) => isSame(name, this.#name));
        assertEquals(same.length, 1, same.join());
      }
    }
    assertEquals(holders.length, 1, holders.map(({ sort }) => sort).join());
    const [holder] = holders;
    this.#holder = holder;
    return holder?.sort ?? "";
  }

  [Symbol.dispose](): void {
    this.#holder?.close();
  }
}

function proofOf(kind: string, place: number, before?: Racer): object {
  if (kind === "end" && place < WITH_PASSWORD && before?.isAccount) {
    return { password: PASSWORD, version: 3 };
  }
  if (kind !== "token") return {};
  if (place === 0) return { token: before?.token, version: 2 };
  return place <= WITH_WRONG ? { password: "wrong horse" } : {};
}

/** Gives the name up, an account first. */
async function leave(holder: Racer, kind: string): Promise<void> {
  if (kind === "end" && holder.isAccount) await holder.unregister(PASSWORD);
  await holder.logOut();
}

function isSame(name: string, other: string): boolean {
  return name.toLowerCase() === other.toLowerCase();
}

function spellings(name: string): readonly string[] {
  const [first = "", ...rest] = name;
  const other = first.toLowerCase() + rest.join("").toUpperCase();
  return [name, name.toLowerCase(), name.toUpperCase(), other];
}
