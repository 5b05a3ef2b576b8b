/** Every command does its work with the rights that are shipped. */

import { assertEquals, assertMatch } from "@std/assert";
import { COMMANDS } from "../../main.ts";
import { type Ended, start } from "../support/running.ts";
import { type Shipped, shippedWays } from "../support/shipped_rights.ts";

/** Where a command runs: a server, its data, and a folder that goes away. */
interface Place {
  readonly address: string;
  readonly data: string;
  /** A backup of the data. */
  readonly kept: string;
  readonly folder: string;
}

/** A call of a command, and what it has to say. */
interface Call {
  readonly args: (place: Place) => readonly string[];
  readonly input?: string;
  readonly says?: RegExp;
}

const STORED = JSON.stringify({
  ...{ seq: 9, timestamp: "2026-11-22T14:03:05.000Z", room: "lobby" },
  ...{ sender: "ada", content: "hello", id: "one" },
}) + "\n";

/** By command; `serve` is what the others run against. */
const CALLS: Readonly<Record<string, readonly Call[]>> = {
  serve: [{
    args: ({ folder }) => ["--check", "--data", folder + "/none"],
    says: /^ktn would listen on .*none\n$/,
  }, {
    args: ({ data }) => ["--check", "--data", data],
    says: /^ktn would listen on /,
  }],
  connect: [
    { args: ({ address }) => [address, "--name", "c"], input: "hello\n" },
    { args: ({ address }) => [address, "--json"], says: /"type":"state"/ },
  ],
  send: [{ args: ({ address }) => [address, "hello", "--name", "s"] }],
  tail: [{
    args: ({ address, folder }) => [
      ...[address, "--since", "1h", "--cursor", folder + "/cursor"],
    ],
  }],
  search: [{ args: ({ address }) => [address, "hello"] }],
  names: [{ args: ({ address }) => [address, "--json"], says: /"names":/ }],
  rooms: [{ args: ({ address }) => [address], says: /^#lobby/m }],
  export: [{ args: ({ data }) => ["--data", data] }],
  import: [{
    args: ({ folder }) => ["--data", folder + "/imported"],
    input: STORED,
  }],
  backup: [{
    args: ({ data, folder }) => [folder + "/copy.db", "--data", data],
  }],
  restore: [{
    args: ({ kept, folder }) => [kept, "--data", folder + "/restored"],
  }],
  check: [{ args: ({ data }) => ["--data", data], says: /all is well\n$/ }],
  user: [{
    args: ({ data }) => ["add", "u1", "--data", data],
    input: "a password\n",
  }, {
    args: ({ folder }) => ["add", "u2", "--data", folder + "/none"],
    input: "a password\n",
  }, {
    args: ({ data }) => ["list", "--data", data, "--json"],
    says: /"name":"u1"/,
  }, {
    args: ({ data }) => ["remove", "u1", "--data", data],
  }],
  completions: [{ args: () => ["bash"], says: /complete -F/ }],
  version: [{ args: () => ["--json"], says: /"ktn"/ }],
};

async function run(
  { program }: Shipped,
  args: readonly string[],
  input?: string,
): Promise<Ended> {
  await using running = start([...program, ...args]);
  return await running.ended(input);
}

async function checkCalls(command: string, place: Place): Promise<void> {
  for (const way of shippedWays(command)) {
    const folder = await Deno.makeTempDir({ dir: place.folder });
    for (const { args, input, says = /^/ } of CALLS[command] ?? []) {
      const words = [command, ...args({ ...place, folder })];
      const { code, out, err } = await run(way, words, input);
      assertEquals(code, 0, `${words.join(" ")} with ${way.from}: ${err}`);
      assertMatch(out, says);
    }
  }
}

Deno.test("the calls below are of every command there is", () => {
  assertEquals(Object.keys(CALLS), COMMANDS.map(({ name }) => name));
});

Deno.test("every command works with the rights of its task and of the compiled program", async () => {
  const folder = await Deno.makeTempDir();
  for (const way of shippedWays("serve")) {
    const data = await Deno.makeTempDir({ dir: folder });
    const serve = ["serve", "--port", "0", "--data", data, "--rate", "off"];
    await using server = start([...way.program, ...serve]);
    const block = await server.errors((text) => text.includes("Ctrl-C\n"));
    const address = / listens on (\S+) /.exec(block)?.[1] ?? "";
    const kept = `${data}.kept.db`;
    assertEquals((await run(way, ["backup", kept, "--data", data])).code, 0);
    const place = { address, data, kept, folder };
    for (const { name } of COMMANDS) await checkCalls(name, place);
    server.signal("SIGTERM");
    assertEquals(await server.code(), 0, way.from);
  }
  await Deno.remove(folder, { recursive: true });
});
