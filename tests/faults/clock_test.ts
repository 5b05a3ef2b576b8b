/** S17: the clock on the wall jumps; the order is that of the seqs. */

import { assert, assertEquals } from "@std/assert";
import type { Answer } from "../support/answer.ts";
import { DurableServer } from "../support/durable_server.ts";
import { faultTest, lacking } from "../support/effort.ts";
import { FakeClock, fakeClockLibrary } from "../support/fake_clock.ts";
import type { Peer } from "../support/peer.ts";
import { until } from "../support/until.ts";

const LACK = lacking({ faketime: fakeClockLibrary() !== undefined });
const HOUR_MS = 3_600_000;

faultTest(
  "S17: a clock that jumps an hour while the server runs changes no order, cuts nobody and keeps names",
  LACK,
  async () => {
    using clock = new FakeClock();
    await using server = await DurableServer.start({ env: clock.env });
    using ada = await server.join("ada", { version: 2, history: 0 });
    using silent = await server.join("silent", { version: 2, history: 0 });
    const lost = await server.connect();
    const login = { request: "login", content: "lost", version: 2, history: 0 };
    const { token } = await lost.ask(login);
    lost.close();
    for (const offset of ["+0", "+1h", "-1h", "+0"]) {
      clock.turn(offset);
      await sayTen(ada, offset);
    }
    await checkOrder(server, ["+0", "+1h", "-1h", "+0"]);
    await silent.send({ request: "ping", id: "alive" });
    await silent.until(({ id }) => id === "alive");
    using thief = await server.connect();
    assertEquals((await thief.ask(login)).code, "name_taken");
    assertEquals((await thief.ask({ ...login, token })).code, "welcome");
    assertEquals(server.lines.filter((line) => /closed|bug/.test(line)), []);
  },
);

faultTest(
  "S17: a server that starts again with its clock an hour back goes on with the order",
  LACK,
  async () => {
    using clock = new FakeClock();
    await using server = await DurableServer.start({ env: clock.env });
    const offsets = ["+1h", "+0", "-1h"];
    for (const [index, offset] of offsets.entries()) {
      clock.turn(offset);
      await server.killAndRestart();
      // The name of who was there is kept over a kill.
      const name = `ada${index}`;
      using ada = await server.join(name, { version: 2, history: 0 });
      await sayTen(ada, offset);
    }
    await checkOrder(server, offsets);
  },
);

faultTest(
  "S17: a server that starts with its clock twenty years ahead forgets nothing, and says so",
  LACK,
  async () => {
    using clock = new FakeClock();
    const flags = ["--keep", "90d"];
    await using server = await DurableServer.start({ env: clock.env, flags });
    using ada = await server.join("ada", { version: 2, history: 0 });
    await sayTen(ada, "+0");
    const doubts = () =>
      server.lines.filter((line) => /clock_doubted/.test(line)).length;
    for (
      const [offset, count] of [["+175200h", 1], ["+0", 1], [
        "+175200h",
        2,
      ]] as const
    ) {
      clock.turn(offset);
      await server.killAndRestart();
      await until(() => doubts() === count, "a warning");
      // The name of who was there is kept over a kill.
      const name = `eve${offset.slice(1)}${server.pid}`;
      using eve = await server.join(name, { version: 2, history: 0 });
      await sayTen(eve, offset);
    }
    const offsets = ["+0", "+175200h", "+0", "+175200h"];
    await checkOrder(server, offsets);
  },
);

async function sayTen(peer: Peer, offset: string): Promise<void> {
  for (let n = 0; n < 10; n++) {
    const content = `${offset} ${n}`;
    const id = crypto.randomUUID();
    await peer.send({ request: "msg", content, id });
    assertEquals((await peer.until((one) => one.id === id)).code, "ack");
  }
}

/** Ten at each offset, in this order, however they are read. */
async function checkOrder(
  server: DurableServer,
  offsets: readonly string[],
): Promise<void> {
  const texts = offsets.flatMap((offset) =>
    Array.from({ length: 10 }, (_, n) => `${offset} ${n}`)
  );
  using reader = await server.connect();
  await reader.send({
    request: "login",
    content: "reader",
    version: 2,
    since: 0,
  });
  await reader.next();
  const { content } = await reader.until(({ response }) =>
    response === "history"
  );
  const resumed = content as readonly Answer[]; // asserted below
  assertEquals(resumed.map((one) => one.content), texts);
  const times = resumed.map(({ timestamp }) => Date.parse(timestamp));
  for (const [index, offset] of offsets.entries()) {
    const expected = Date.now() + (parseInt(offset) || 0) * HOUR_MS;
    const error = Math.abs((times[index * 10] ?? 0) - expected);
    assert(error < HOUR_MS / 4, `the clock did not jump to ${offset}`);
  }
  const back: Answer[] = [];
  for (let more = true; more;) {
    const before = back[0]?.seq;
    const range = before === undefined ? {} : { before };
    await reader.send({ request: "history", limit: 7, id: "page", ...range });
    const page = await reader.until(({ id }) => id === "page");
    back.unshift(...page.content as readonly Answer[]);
    more = page.more ?? false;
  }
  assertEquals(back.map((one) => one.content), texts);
}
