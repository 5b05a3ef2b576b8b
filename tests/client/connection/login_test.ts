import { LOBBY_TARGET } from "../../../shared/target.ts";
import { assert, assertEquals } from "@std/assert";
import { Connection } from "../../../client/connection/connection.ts";
import { dial } from "../../../client/connection/tcp_transport.ts";
import type { CloseReason } from "../../../client/connection/close_reason.ts";
import type { ConnectionState } from "../../../client/connection/connection_events.ts";
import { makeIds } from "../../../client/connection/message_ids.ts";
import { UnackedMessages } from "../../../client/connection/unacked_messages.ts";
import {
  type LoginOptions,
  loginRequest,
  ONE_SHOT,
} from "../../../client/connection/login.ts";
import type { Address } from "../../../shared/address.ts";
import { playServer, refusal, welcome } from "../../support/scripted_server.ts";

Deno.test("loginRequest() asks for what is wished, and for what was missed", () => {
  const ada = { name: "ada", position: {}, credentials: {} };
  const position = { since: 7, log: "a" };
  const head = { request: "login" as const, content: "ada" };

  assertEquals(loginRequest({}, ada), { ...head, version: 3 });
  assertEquals(
    loginRequest({ history: 3 }, {
      ...ada,
      position,
      credentials: { token: "t" },
    }),
    {
      ...head,
      version: 3,
      history: 3,
      since: 7,
      log: "a",
      token: "t",
    },
  );
  assertEquals(loginRequest(ONE_SHOT, { ...ada, position: { since: 7 } }), {
    ...head,
    version: 1,
    history: 0,
  });
});

Deno.test("Connection goes on from a position that an earlier run reached", async () => {
  const states: ConnectionState[] = [];
  await using server = playServer(async (peer) => {
    const { since, log } = await peer.expect("login");
    assertEquals([since, log], [7, "a"]);
    await peer.say(welcome({ seq: 9, log: "b" }));
    await peer.expect("logout");
  });
  await live(server.address, {
    login: { from: { since: 7, log: "a" } },
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
  const first = connection.say("hello", LOBBY_TARGET, "m.1");

  assert(connection.say("hello", LOBBY_TARGET, "m.1") === first);
  assertEquals(connection.say("other").text, "other");
});

interface Setting {
  readonly login?: LoginOptions;
  readonly keepsTrying?: boolean;
  readonly onState?: (state: ConnectionState, connection: Connection) => void;
}

async function live(
  address: Address,
  setting: Setting = {},
): Promise<CloseReason> {
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
    pending: new UnackedMessages(),
    nextId: makeIds(),
    backoff: () => 1,
    giveUpMs: 10_000,
    listener: {
      onState: (state) => onState(state, connection),
      onEvent: () => {},
      onSettled: () => {},
    },
  });
  return connection;
}
