import { assert, assertEquals } from "@std/assert";
import { exponentialBackoff } from "../../../client/connection/backoff.ts";
import { Connection } from "../../../client/connection/connection.ts";
import { dial } from "../../../client/connection/dial.ts";
import type { Ending } from "../../../client/connection/ending.ts";
import type { State } from "../../../client/connection/listener.ts";
import { makeIds } from "../../../client/connection/message_ids.ts";
import { Pending } from "../../../client/connection/pending.ts";
import {
  BRIEF_WISH,
  loginFor,
  type Wish,
} from "../../../client/connection/wish.ts";
import type { Address } from "../../../shared/address.ts";
import { playServer, refusal, welcome } from "../../support/scripted_server.ts";

Deno.test("loginFor() asks for what is wished, and for what was missed", () => {
  const ada = { name: "ada", place: {}, token: undefined };
  const place = { since: 7, log: "a" };
  const head = { request: "login" as const, content: "ada" };

  assertEquals(loginFor({}, ada), { ...head, version: 2 });
  assertEquals(loginFor({ history: 3 }, { ...ada, place, token: "t" }), {
    ...head,
    version: 2,
    history: 3,
    since: 7,
    log: "a",
    token: "t",
  });
  assertEquals(loginFor(BRIEF_WISH, { ...ada, place: { since: 7 } }), {
    ...head,
    version: 1,
    history: 0,
  });
});

Deno.test("Connection goes on from a place that an earlier run reached", async () => {
  const states: State[] = [];
  await using server = playServer(async (peer) => {
    const { since, log } = await peer.expect("login");
    assertEquals([since, log], [7, "a"]);
    await peer.say(welcome({ seq: 9, log: "b" }));
    await peer.expect("logout");
  });
  await live(server.address, {
    wish: { from: { since: 7, log: "a" } },
    onState: (state, connection) => {
      states.push(state);
      if (state.kind === "online") void connection.leave();
    },
  });
  const [, online] = states;

  await server.played;
  assertEquals(online?.kind === "online" && online.isSameLog, false);
});

Deno.test("Connection gives up at the first refusal, or goes on trying when it is told to", async () => {
  const taken = { code: "name_taken" };
  {
    await using server = playServer(async (peer) => {
      await peer.expect("login");
      await peer.say(refusal("It is taken", taken));
    });
    assertEquals((await live(server.address)).kind, "refused");
  }
  await using server = playServer(
    async (peer) => {
      await peer.expect("login");
      await peer.say(refusal("It is taken", taken));
    },
    async (peer) => {
      await peer.expect("login");
      await peer.say(welcome());
      await peer.expect("logout");
    },
  );
  const ending = await live(server.address, {
    keepsTrying: true,
    onState: (state, connection) => {
      if (state.kind === "online") void connection.leave();
    },
  });
  assertEquals(ending, { kind: "left" });
});

Deno.test("Connection does not go on trying where something else than KTN answers", async () => {
  await using server = playServer(async (peer) => {
    await peer.write("SSH-2.0-x\r\n");
    await peer.drain();
  });

  assertEquals(
    (await live(server.address, { keepsTrying: true })).kind,
    "stranger",
  );
});

Deno.test("Connection.say() takes an id that waits already as the same message", () => {
  const connection = connectionTo({ hostname: "127.0.0.1", port: 1 });
  const first = connection.say("hello", "m.1");

  assert(connection.say("hello", "m.1") === first);
  assertEquals(connection.say("other").text, "other");
});

interface Setting {
  readonly wish?: Wish;
  readonly keepsTrying?: boolean;
  readonly onState?: (state: State, connection: Connection) => void;
}

async function live(
  address: Address,
  setting: Setting = {},
): Promise<Ending> {
  return await connectionTo(address, setting).run();
}

function connectionTo(
  address: Address,
  { onState = () => {}, ...setting }: Setting = {},
): Connection {
  const connection: Connection = new Connection({
    ...setting,
    dial: (signal) => dial(address, signal),
    name: "ada",
    pending: new Pending(),
    nextId: makeIds(),
    backoff: exponentialBackoff({ firstMs: 1 }),
    giveUpMs: 10_000,
    listener: {
      onState: (state) => onState(state, connection),
      onEvent: () => {},
      onSettled: () => {},
    },
  });
  return connection;
}
