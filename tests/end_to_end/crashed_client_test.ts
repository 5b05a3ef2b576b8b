/** A client that was killed and is started again, and who else wants its name. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { type Address, formatAddress } from "../../shared/address.ts";
import { connectCommand, openChat } from "../support/chat_terminal.ts";
import { DurableServer } from "../support/durable_server.ts";
import { KTN, objectsIn } from "../support/ktn.ts";
import { type LiveServer, startServer } from "../support/live_server.ts";
import { type Running, start } from "../support/running.ts";
import { terminalTest, TmuxTerminal } from "../support/tmux_terminal.ts";
import { until } from "../support/until.ts";

const V2 = { version: 2 };

/** A folder for state, removed at the end. */
class StateFolder implements Disposable {
  readonly path = Deno.makeTempDirSync({ prefix: "ktn-state" });

  /** What is kept of names. */
  get names(): readonly string[] {
    try {
      return [...Deno.readDirSync(this.tokens)].map(({ name }) => name).sort();
    } catch {
      return []; // nothing was ever kept
    }
  }

  get tokens(): string {
    return `${this.path}/ktn/token`;
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}

/** Joins as ada, for a program. */
function join(
  address: Address,
  state: string,
  ...flags: readonly string[]
): Running {
  const target = ["connect", formatAddress(address), "--name", "ada"];
  const command = [...KTN, ...target, "--json", ...flags];
  return start(command, { env: { XDG_STATE_HOME: state } });
}

async function isWelcome(client: Running): Promise<void> {
  await client.output((out) => out.includes('"welcome"'));
}

async function isKept(state: StateFolder): Promise<void> {
  const isThere = () => state.names.some((name) => name.endsWith(".json"));
  await until(isThere, "the token");
}

async function kill(client: Running, server: LiveServer): Promise<void> {
  client.signal("SIGKILL");
  await client.code();
  await until(
    () => server.events.some(({ event }) => event === "gone"),
    "the end of the connection",
  );
}

Deno.test("ktn connect --json that was killed has its name at once, and nobody is told", async () => {
  using state = new StateFolder();
  await using server = await startServer();
  using watcher = await server.join("watcher", V2);
  await using first = join(server.address, state.path);
  await isWelcome(first);
  await isKept(state);
  const [file = "", lock] = state.names;
  assertEquals(lock, `${file}.lock`);
  const { mode } = await Deno.stat(`${state.tokens}/${file}`);
  assertEquals((mode ?? 0) & 0o777, 0o600);
  await kill(first, server);

  await using second = join(server.address, state.path);
  const { code, out, err } = await second.ended(
    '{"request":"msg","content":"here again"}\n',
  );
  assertEquals([code, err], [0, ""]);
  assertEquals(objectsIn(out)[0]?.state, "online");
  assertEquals(state.names, [file]); // it brings the same person back
  const presence: string[] = [];
  await watcher.until(({ content, joined = [], left = [] }) => {
    presence.push(...[...joined, ...left].filter((name) => name === "ada"));
    return content === "here again";
  });
  assertEquals(presence, ["ada"]); // that it came, once
});

Deno.test("a second ktn connect under one name is told that it is taken, and leaves the first alone", async () => {
  using state = new StateFolder();
  await using server = await startServer();
  await using first = join(server.address, state.path);
  await isWelcome(first);
  await using second = join(server.address, state.path);
  const { code, out, err } = await second.ended();
  assertEquals(code, 4);
  assertEquals(err, '! Cannot use "ada": it is taken\n');
  assertEquals(objectsIn(out).map(({ code }) => code), ["name_taken"]);

  assertEquals(state.names.length, 2);
  const { code: firstCode, err: firstErr } = await first.ended();
  assertEquals([firstCode, firstErr], [0, ""]);
});

Deno.test("ktn connect --json --timeout waits for its name, and says how long", async () => {
  using state = new StateFolder();
  using other = new StateFolder(); // of another machine, so to speak
  await using server = await startServer({ graceMs: 3000 });
  await using crashed = join(server.address, other.path);
  await isWelcome(crashed);
  await kill(crashed, server);
  await using waiting = join(server.address, state.path, "--timeout", "24h");
  await isWelcome(waiting);
  const { code, out, err } = await waiting.ended();

  assertEquals(code, 0, err);
  const [refusal, wait] = objectsIn(out);
  assertMatch(
    `${refusal?.content}`,
    /^Cannot use "ada": it is taken; free in [123] s$/,
  );
  const retryMs = Number(refusal?.retry_ms);
  assert(retryMs > 0 && retryMs <= 3000, `${retryMs}`);
  const waitMs = Number(wait?.retry_ms);
  assertEquals(wait?.state, "waiting");
  assert(waitMs >= retryMs && waitMs <= retryMs + 750, `${waitMs}`);
  assertMatch(err, /^! Cannot use .*\n\* Trying again\n\* Online\n$/);
});

Deno.test("ktn connect --json --timeout ends with 124 when its name is never free", async () => {
  using state = new StateFolder();
  await using server = await startServer();
  using _ada = await server.join("ada");
  await using waiting = join(server.address, state.path, "--timeout", "1s");
  const { code, err } = await waiting.ended();
  assertEquals(code, 124, err);
  assertMatch(err, /! Gave up: Cannot use "ada": it is taken\n$/);
  assertEquals(state.names, []);
});

Deno.test("ktn connect --json without a place for its token joins all the same, without a word", async () => {
  for (const folder of ["/dev/null", ""]) {
    await using server = await startServer();
    await using client = join(server.address, folder);
    const { code, err } = await client.ended();
    assertEquals([code, err], [0, ""]);
  }
});

Deno.test("a token from another time, or of a name that is free, is harmless", async () => {
  for (const days of [-400, 400]) {
    using state = new StateFolder();
    await using server = await startServer();
    await using first = join(server.address, state.path);
    await isWelcome(first);
    await isKept(state);
    await kill(first, server);
    const time = new Date(Date.now() + days * 24 * 3600 * 1000);
    await Deno.utime(`${state.tokens}/${state.names[0]}`, time, time);
    await using second = join(server.address, state.path);
    assertEquals((await second.ended()).code, 0);
    assertEquals(state.names.length, 1);
  }
});

terminalTest(
  "a chat on a terminal that was killed goes on where it was: its name at once, nothing lost, what it had to say said once",
  async () => {
    using state = new StateFolder();
    await using server = await DurableServer.start();
    using bob = await server.join("bob", V2);
    const env = { XDG_STATE_HOME: state.path };
    await using first = await openChat(server.address, { env });
    await first.type("said before");
    await first.press("Enter");
    await bob.until(({ content }) => content === "said before");
    server.signal("SIGSTOP");
    await first.type("not confirmed");
    await first.press("Enter");
    await until(() => textIn(state).includes("not confirmed"), "the file");
    Deno.kill(await first.pid(), "SIGKILL");
    await first.exitCode();
    server.signal("SIGCONT");
    await bob.send({ request: "msg", content: "said meanwhile" });

    await using second = await openChat(server.address, { env });
    const { text } = await second.until(({ text }) =>
      ["said before", "not confirmed", "said meanwhile"].every((one) =>
        text.includes(one)
      ) && !/unsent/.test(text)
    );
    assertEquals(text.includes("taken"), false, text);
    assertEquals(text.match(/: not confirmed/g)?.length, 1, text);
    assertEquals(text.match(/said before/g)?.length, 1, text);
    assertEquals((await bob.askNames()).names, ["bob", "ada"]);
    await second.press("C-d");
    assertEquals(await second.exitCode(), 0);
    assertEquals(state.names.length, 1);
    const texts = (await server.history()).map(({ content }) => content);
    assertEquals(
      texts.toSorted(),
      ["not confirmed", "said before", "said meanwhile"],
    );
  },
);

terminalTest(
  "a second terminal under one name is told that it is taken, and gets another",
  async () => {
    using state = new StateFolder();
    await using server = await startServer();
    const env = { XDG_STATE_HOME: state.path };
    await using first = await openChat(server.address, { env });
    await using second = await TmuxTerminal.open({
      command: connectCommand(server.address),
      env,
    });
    await second.seen('Cannot use "ada": it is taken');
    await second.type("eve");
    await second.press("Enter");
    await second.seen("you are eve");
    await first.type("still here");
    await first.press("Enter");
    await second.seen("ada: still here");
    await second.press("C-d");
    assertEquals(await second.exitCode(), 0);
    assertEquals(state.names.map((name) => name.split("@")[0]), [
      "ada",
      "ada", // its lock
      "eve",
    ]);
  },
);

/** What is kept of what nobody has confirmed. */
function textIn(state: StateFolder): string {
  try {
    const folder = `${state.path}/ktn/unsent`;
    return [...Deno.readDirSync(folder)].map(({ name }) =>
      Deno.readTextFileSync(`${folder}/${name}`)
    ).join("");
  } catch {
    return ""; // not yet
  }
}
