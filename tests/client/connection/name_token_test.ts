/** Whose a name is, over runs of the program. */

import { assertEquals } from "@std/assert";
import type { CloseReason } from "../../../client/connection/close_reason.ts";
import { Connection } from "../../../client/connection/connection.ts";
import type { ConnectionState } from "../../../client/connection/connection_events.ts";
import { makeIds } from "../../../client/connection/message_ids.ts";
import type { TokenStore } from "../../../client/connection/name_token.ts";
import { dial } from "../../../client/connection/tcp_transport.ts";
import { UnackedMessages } from "../../../client/connection/unacked_messages.ts";
import type { Address } from "../../../shared/address.ts";
import { TEST_TIMEOUTS } from "../../support/plain_client.ts";
import {
  info,
  type Peer,
  playServer,
  refusal,
  welcome,
} from "../../support/scripted_server.ts";

/** Keeps a token, and what was done to it. */
class FakeStore implements TokenStore {
  readonly acts: string[] = [];
  token: string | undefined;

  constructor(token?: string) {
    this.token = token;
  }

  load(): string | undefined {
    return this.token;
  }

  save(token: string): void {
    this.acts.push(`save ${token}`);
  }

  remove(): void {
    this.acts.push("remove");
  }

  close(): Promise<void> {
    this.acts.push("close");
    return Promise.resolve();
  }
}

Deno.test("Connection takes its name back with the token of the run before, and keeps each new one", async () => {
  const tokens: unknown[] = [];
  const login = (next: string) => async (peer: Peer) => {
    tokens.push((await peer.expect("login")).token);
    await peer.say(welcome({ token: next }));
  };
  await using server = playServer(login("two"), async (peer) => {
    await login("three")(peer);
    await peer.expect("logout");
    await peer.say(info("Goodbye"));
  });
  const store = new FakeStore("one");
  const reason = await connect(server.address, store, ({ again }, one) => {
    if (again) void one.leave();
  });

  assertEquals(reason, { kind: "left" });
  assertEquals(tokens, ["one", "two"]);
  assertEquals(store.acts, ["save two", "save three", "remove", "close"]);
});

Deno.test("Connection keeps its token when the server did not hear that it leaves", async () => {
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(welcome({ token: "two" }));
    await peer.drain();
  });
  const store = new FakeStore();
  await connect(server.address, store, (_online, one) => void one.leave());

  assertEquals(store.acts, ["save two", "close"]);
});

Deno.test("Connection keeps its token when nobody is there, and when it left while away", async () => {
  const nowhere = { hostname: "127.0.0.1", port: 1 };
  const store = new FakeStore("one");
  assertEquals((await connect(nowhere, store)).kind, "unreachable");

  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(welcome({ token: "two" }));
  });
  const other = new FakeStore();
  const left = await connect(server.address, other, undefined, "waiting");

  assertEquals(left, { kind: "left" });
  assertEquals([store.acts, other.acts], [["close"], ["save two", "close"]]);
});

Deno.test("Connection forgets a token with which its name is refused, and asks without it", async () => {
  const tokens: unknown[] = [];
  await using server = playServer(
    async (peer) => {
      tokens.push((await peer.expect("login")).token);
      await peer.say(welcome({ token: "two" }));
    },
    async (peer) => {
      tokens.push((await peer.expect("login")).token);
      await peer.say(refusal("It is taken", { code: "name_taken" }));
      await peer.drain();
    },
    async (peer) => {
      tokens.push((await peer.expect("login")).token);
      await peer.say(refusal("You are banned", { code: "banned" }));
      await peer.drain();
    },
  );
  const store = new FakeStore();
  const { kind } = await connect(server.address, store);

  assertEquals(kind, "refused");
  assertEquals(tokens, [undefined, "two", undefined]);
  assertEquals(store.acts, ["save two", "remove", "remove", "close"]);
});

Deno.test("Connection.retryNow() ends the wait, and does nothing at other times", async () => {
  await using server = playServer(
    async (peer) => {
      await peer.expect("login");
      await peer.say(welcome());
    },
    async (peer) => {
      await peer.expect("login");
      await peer.say(welcome());
      await peer.expect("logout");
      await peer.say(info("Goodbye"));
    },
  );
  const states: string[] = [];
  const connection: Connection = new Connection({
    ...optionsFor(server.address),
    backoff: () => 3_600_000,
    listener: {
      onState: ({ kind }) => {
        states.push(kind);
        if (kind === "online") connection.retryNow();
        // Where it has begun to wait.
        if (kind === "waiting") queueMicrotask(() => connection.retryNow());
        if (states.length === 5) void connection.leave();
      },
      onEvent: () => {},
      onSettled: () => {},
    },
  });
  connection.retryNow();

  assertEquals((await connection.run()).kind, "left");
  assertEquals(
    states,
    ["connecting", "online", "waiting", "connecting", "online"],
  );
});

function optionsFor(address: Address) {
  return {
    dial: (signal: AbortSignal) => dial(address, signal),
    name: "ada",
    pending: new UnackedMessages(),
    nextId: makeIds(),
    timeouts: TEST_TIMEOUTS,
  };
}

type Online = Extract<ConnectionState, { readonly kind: "online" }>;

/** Runs a connection; it leaves in a state, or as a test decides. */
async function connect(
  address: Address,
  tokens: TokenStore,
  onOnline: (online: Online, connection: Connection) => void = () => {},
  leavesWhen?: ConnectionState["kind"],
): Promise<CloseReason> {
  const connection: Connection = new Connection({
    ...optionsFor(address),
    tokens,
    backoff: () => 0,
    listener: {
      onState: (state) => {
        if (state.kind === "online") onOnline(state, connection);
        if (state.kind === leavesWhen) void connection.leave();
      },
      onEvent: () => {},
      onSettled: () => {},
    },
  });
  return await connection.run();
}
