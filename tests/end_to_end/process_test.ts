import {
  assert,
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import { formatAddress } from "../../shared/address.ts";
import { SERVE_FLAGS } from "../../server/cli/options.ts";
import { faultTest } from "../support/effort.ts";
import { CALL, NO_SOURCES } from "../support/program.ts";
import { Peer } from "../support/peer.ts";
import { objectsIn, startKtn } from "../support/ktn.ts";
import { until } from "../support/until.ts";
import { runKtn, ServeProcess } from "../support/serve_process.ts";

const CRASH =
  new URL("../support/crash_on_signal.ts", import.meta.url).pathname;

Deno.test("ktn serve says where it really listens, how to join, and what it keeps", async () => {
  await using server = await ServeProcess.start();
  const { port } = server.address;
  assertNotEquals(port, 0);
  const parts = [
    `listens on 127.0.0.1:${port}`,
    `${CALL} connect 127.0.0.1:${port}`,
    "only this machine can join; --host 0.0.0.0",
    "in memory only",
    "the last 100 messages",
  ];
  for (const part of parts) assertStringIncludes(server.err, part);
  using ada = await server.join("ada");
  using bob = await server.join("bob");
  await ada.send({ request: "msg", content: "through a process" });
  assertEquals((await bob.next()).content, "through a process");
});

for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
  Deno.test(`ktn serve tells everybody and exits 0 at ${signal}`, async () => {
    await using server = await ServeProcess.start();
    using ada = await server.join("ada");
    server.signal(signal);
    const last = (await ada.rest()).at(-1);
    assertEquals([last?.response, last?.code], ["error", "shutdown"]);
    assert((last?.retry_ms ?? 0) >= 250);
    ada.close();
    assertEquals(await server.ended(), 0);
    assertMatch(server.err, new RegExp(`stopping signal=${signal}\n`));
    assertMatch(server.err, /stopped\n$/);
  });
}

Deno.test("ktn serve says at SIGUSR2 that it restarts, and exits 75 for who starts it again", async () => {
  await using server = await ServeProcess.start();
  using ada = await server.join("ada");
  server.signal("SIGUSR2");
  const last = (await ada.rest()).at(-1);
  assertEquals([last?.code, last?.content], [
    ...["shutdown", "Closing: the server restarts"],
  ]);
  assert((last?.retry_ms ?? 0) >= 250);
  ada.close();
  assertEquals(await server.ended(), 75);
  assertMatch(server.err, /stopping signal=SIGUSR2\n(.*\n)+.* stopped\n$/);
});

Deno.test("ktn serve ends at once at the second signal", async () => {
  await using server = await ServeProcess.start();
  using stopped = await server.join("stopped");
  using ada = await server.join("ada");
  // So much waits for one who does not read that the first signal must wait.
  const message = { request: "msg", content: "x".repeat(4000) };
  for (let n = 0; n < 20; n++) await ada.send(...Array(200).fill(message));
  await ada.ask({ request: "ping" });
  server.signal("SIGTERM");
  await ada.rest();
  server.signal("SIGINT");
  assertEquals(await server.ended(), 1);
  stopped.close();
});

Deno.test("ktn serve ends cleanly at a signal that deno task passes on to it once more", async () => {
  await using server = await ServeProcess.start();
  using stopped = await server.join("stopped");
  using ada = await server.join("ada");
  const message = { request: "msg", content: "x".repeat(4000) };
  for (let n = 0; n < 20; n++) await ada.send(...Array(200).fill(message));
  await ada.ask({ request: "ping" });
  server.signal("SIGHUP");
  await server.said(/ stopping /);
  server.signal("SIGHUP");
  assertEquals(await server.ended(), 0);
  stopped.close();
});

Deno.test("ktn serve stops though somebody never reads", async () => {
  await using server = await ServeProcess.start();
  using stopped = await server.join("stopped");
  using ada = await server.join("ada");
  const message = { request: "msg", content: "x".repeat(4000) };
  for (let n = 0; n < 20; n++) await ada.send(...Array(200).fill(message));
  await ada.ask({ request: "ping" });
  server.signal("SIGTERM");
  assertEquals(await server.ended(), 0);
  stopped.close();
});

for (
  const [bug, signal, where] of [
    ["a callback that throws", "SIGUSR1", "callback"],
    ["a promise that rejects", "SIGURG", "promise"],
  ] as const
) {
  faultTest(
    `ktn serve logs ${bug} once, and serves on`,
    NO_SOURCES,
    async () => {
      await using server = await ServeProcess.start([], { preload: CRASH });
      using ada = await server.join("ada");
      using bob = await server.join("bob");
      server.signal(signal);
      const said = await server.said(/ bug where=/);
      await ada.send({ request: "msg", content: "still here" });
      assertEquals((await bob.next()).content, "still here");
      assertMatch(said, new RegExp(` bug where=${where} .*a bug .*of a test`));
      server.signal("SIGTERM");
      await ada.rest();
      await bob.rest();
      for (const peer of [ada, bob]) peer.close();
      assertEquals(await server.ended(), 0);
      assertEquals(server.err.match(/ bug where=/g)?.length, 1);
    },
  );
}

Deno.test("ktn serve exits 7 with one sentence when the port is taken", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr;
  const flags = ["--port", `${port}`, "--data", "none"];
  const { code, err } = await runKtn(["serve", ...flags]);
  assertEquals(code, 7);
  assertEquals(
    err,
    `Cannot listen on 127.0.0.1:${port}: the port is in use. ` +
      `Is a server running already? Try --port ${port + 1}\n`,
  );
});

Deno.test("ktn serve exits 7 with one sentence when the address is not its own", async () => {
  const flags = ["--host", "192.0.2.1", "--port", "0", "--data", "none"];
  const { code, err } = await runKtn(["serve", ...flags]);
  assertEquals(code, 7);
  assertMatch(err, /^Cannot listen on 192\.0\.2\.1:0: [^\n]+\n$/);
});

Deno.test("ktn exits 2 at a wrong flag, value, argument or command", async () => {
  const wrong: readonly (readonly [args: string[], said: string])[] = [
    [["serve", "--prot", "7"], 'did you mean "--port"?'],
    [["serve", "--port", "x"], '--port cannot be "x"'],
    [["serve", "extra"], 'Unknown argument "extra"'],
    [["srve"], 'Unknown command "srve": did you mean "serve"?'],
  ];
  await Promise.all(wrong.map(async ([args, said]) => {
    const { code, out, err } = await runKtn(args);
    assertEquals([code, out], [2, ""]);
    assertStringIncludes(err, said);
    assertEquals(err.split("\n").length, 3, err);
  }));
});

Deno.test("ktn serve takes its flags from the environment", async () => {
  const { code, err } = await runKtn(["serve"], { KTN_PORT: "many" });
  assertEquals(code, 2);
  assertStringIncludes(err, 'KTN_PORT cannot be "many"');
});

Deno.test("ktn help and ktn --version print to standard output and exit 0", async () => {
  const [help, version] = await Promise.all([
    runKtn(["help", "serve"]),
    runKtn(["--version"]),
  ]);
  assertEquals([help.code, help.err], [0, ""]);
  for (const { name } of SERVE_FLAGS) {
    assertStringIncludes(help.out, `--${name}`);
  }
  assertEquals([version.code, version.err], [0, ""]);
  assertMatch(version.out, /^ktn \d+\.\d+\.\d+\n$/);
});

Deno.test("ktn serve writes nothing but one JSON object a line when told so", async () => {
  const env = { KTN_PROT: "7" };
  const flags = ["--log-format", "json"];
  await using server = await ServeProcess.start(flags, { env });
  using ada = await server.join("ada");
  await ada.ask({ request: "logout" });
  await ada.rest();
  ada.close();
  server.signal("SIGTERM");
  await server.ended();
  const lines = objectsIn(server.err);
  assertEquals(lines.map(({ event }) => event), [
    ...["configuration", "started", "login", "stopping", "stopped"],
  ]);
  assertMatch(String(lines[0]?.why), /^Unknown variable KTN_PROT: /);
  const { address, data, network } = lines[1] ?? {};
  assertEquals([address, data, network], [
    ...[formatAddress(server.address), "none", "this machine"],
  ]);
});

Deno.test("ktn serve says in JSON, too, why it does not start", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr;
  const flags = ["--log-format", "json", "--log-level", "error"];
  const starts: readonly (readonly [string[], number, RegExp])[] = [
    [["--port", `${port}`, "--data", "none"], 7, /the port is in use/],
    [["--data", "/dev/null"], 8, /\/dev\/null/],
  ];
  for (const [more, expected, why] of starts) {
    const { code, err } = await runKtn(["serve", ...flags, ...more]);
    const [line, ...others] = objectsIn(err);
    assertEquals([code, line?.event, others], [expected, "not_started", []]);
    assertMatch(String(line?.why), why);
  }
});

for (const format of ["text", "json"]) {
  Deno.test(`ktn serve --log-format ${format} introduces itself at level info, and not below`, async () => {
    const flags = ["--log-format", format, "--log-level", "warn"];
    const port = freePort();
    const serve = ["serve", "--port", `${port}`, "--data", "none", ...flags];
    await using server = startKtn(...serve);
    let peer: Peer | undefined;
    await until(async () => {
      peer = await Peer.connect({ hostname: "127.0.0.1", port })
        .catch(() => undefined);
      return peer !== undefined;
    }, "the server");
    peer?.close();
    server.signal("SIGTERM");
    const { code, err } = await server.ended();
    assertEquals([code, err], [0, ""]);
  });
}

Deno.test({
  name:
    "ktn serve survives without a free file and accepts again when there is one",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using server = await ServeProcess.start([], { maxFiles: 1100 });
    await using stack = new AsyncDisposableStack();
    const peers: Peer[] = [];
    for (let n = 0; n < 1150; n++) {
      peers.push(stack.use(await Peer.connect(server.address)));
    }
    // Those who were let in are served.
    assertEquals((await peers[0]?.ask({ request: "ping" }))?.code, "pong");
    while (!server.err.includes("out_of_files")) {
      await peers[0]?.ask({ request: "ping" });
    }
    for (const peer of peers) peer.close();
    using ada = await server.join("ada");
    assertEquals((await ada.askNames()).names, ["ada"]);
  },
});

/** A port that nobody listens on. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
