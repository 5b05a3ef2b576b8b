import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Answer } from "../support/answer.ts";
import {
  type LiveServer,
  serveOptions,
  startServer,
} from "../support/live_server.ts";
import { Ticker } from "../../server/net/ticker.ts";

const V2 = { version: 2 };
const LOGIN = { request: "login", content: "ada", ...V2 };
const isPresence = ({ code }: Answer) => code === "presence";

/** A data folder for one test, on which a server may be started many times. */
class Restarts implements AsyncDisposable {
  readonly folder = Deno.makeTempDirSync({ prefix: "ktn" });

  async start(
    flags: readonly string[] = [],
    ticker?: Ticker,
  ): Promise<LiveServer> {
    const options = serveOptions(
      ...["--port", "0", "--data", this.folder, "--rate", "off", ...flags],
    );
    return await startServer(options, ticker);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.folder, { recursive: true });
  }

  /** What is in the folder. */
  files(): string[] {
    return [...Deno.readDirSync(this.folder)].map(({ name }) => name).sort();
  }

  /** Logs in and stays until the server stops; returns its token. */
  async stayUntilStop(fields: object = {}): Promise<string | undefined> {
    await using server = await this.start();
    using ada = await server.connect();
    const { token } = await ada.ask({ ...LOGIN, ...fields });
    const stopping = server.stop();
    await ada.rest();
    ada.close();
    await stopping;
    return token;
  }
}

Deno.test("a name is kept over a restart for its token, and nobody is told that its owner was gone", async () => {
  await using restarts = new Restarts();
  const token = await restarts.stayUntilStop();
  using ticker = new Ticker("hand");
  await using server = await restarts.start([], ticker);
  using bob = await server.join("bob", V2);
  const own = await bob.until(isPresence);
  assertEquals([own.joined, own.left, own.count], [["bob"], [], 2]);
  assertEquals((await bob.askNames()).names, ["ada", "bob"]);

  using thief = await server.connect();
  for (const proof of [{}, { token: "x" }]) {
    const refused = await thief.ask({ ...LOGIN, ...proof });
    assertEquals([refused.code, refused.retry_ms], ["name_taken", 60_000]);
  }
  using ada = await server.connect();
  const welcome = await ada.ask({ ...LOGIN, token });
  assertEquals([welcome.code, welcome.user], ["welcome", "ada"]);
  assert(welcome.token !== token);
  using _eve = await server.join("eve");
  const next = await bob.until(isPresence);
  assertEquals([next.joined, next.left], [["eve"], []]);
});

Deno.test("who does not come back after a restart is shown to leave when the grace time is over", async () => {
  await using restarts = new Restarts();
  await restarts.stayUntilStop();
  using ticker = new Ticker("hand");
  await using server = await restarts.start([], ticker);
  using bob = await server.join("bob", V2);
  await bob.until(isPresence);
  ticker.advance(30_000);
  await bob.ask({ request: "ping" }); // or it would be cut as idle
  ticker.advance(30_000);
  const { joined, left } = await bob.until(isPresence);
  assertEquals([joined, left], [[], ["ada"]]);
});

Deno.test("after a restart the grace time is that of the new server", async () => {
  await using restarts = new Restarts();
  await restarts.stayUntilStop();
  using ticker = new Ticker("hand");
  await using server = await restarts.start(["--grace", "5s"], ticker);
  using thief = await server.connect();
  assertEquals((await thief.ask(LOGIN)).retry_ms, 5000);
});

Deno.test("a name is kept over several restarts, also where its owner did not come back in between", async () => {
  await using restarts = new Restarts();
  const first = await restarts.stayUntilStop();
  const second = await restarts.stayUntilStop({ token: first });
  await using between = await restarts.start();
  await between.stop();
  await using server = await restarts.start();
  using thief = await server.connect();
  assertEquals((await thief.ask(LOGIN)).code, "name_taken");
  using ada = await server.connect();
  assertEquals((await ada.ask({ ...LOGIN, token: second })).code, "welcome");
});

Deno.test("the name of an old client, or of who logged out, is free after a restart", async () => {
  await using restarts = new Restarts();
  {
    await using server = await restarts.start();
    using ada = await server.join("ada", V2);
    await ada.ask({ request: "logout" });
    await ada.rest();
    using old = await server.joinBare("old");
    const stopping = server.stop();
    await old.recv();
    await old.recv();
    old[Symbol.dispose]();
    await stopping;
  }
  assertEquals(restarts.files(), ["directory.db", "ktn.db", "lock"]);
  await using server = await restarts.start();
  for (const content of ["ada", "old"]) {
    using peer = await server.connect();
    assertEquals((await peer.ask({ ...LOGIN, content })).code, "welcome");
  }
});

Deno.test("a server that cannot listen leaves the names that were kept for the next one", async () => {
  await using restarts = new Restarts();
  const token = await restarts.stayUntilStop();
  {
    using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const flags = ["--port", `${taken.addr.port}`];
    await assertRejects(() => restarts.start(flags), Deno.errors.AddrInUse);
  }
  await using server = await restarts.start();
  using thief = await server.connect();
  assertEquals((await thief.ask(LOGIN)).code, "name_taken");
  using ada = await server.connect();
  assertEquals((await ada.ask({ ...LOGIN, token })).code, "welcome");
});
