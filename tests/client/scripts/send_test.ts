/** `ktn send` as a process: what is stored, what is said about it, exit codes. */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { formatAddress } from "../../../shared/address.ts";
import { KTN, ktn, startKtn } from "../../support/ktn.ts";
import { type LiveServer, startServer } from "../../support/live_server.ts";
import {
  ack,
  info,
  type Peer,
  playLostAck,
  playServer,
  refusal,
  type Sent,
  welcome,
} from "../../support/scripted_server.ts";
import { start } from "../../support/running.ts";
import { until } from "../../support/until.ts";
import { importsOf } from "../../support/source_files.ts";

const NOWHERE = "127.0.0.1:1";

Deno.test("ktn send stores its text and says nothing", async () => {
  await using server = await startServer();
  const ended = await send(server, ["hello  there", "--name", "ada"]);

  assertEquals(ended, { code: 0, out: "", err: "" });
  assertEquals(await textsOn(server), ["ada: hello  there"]);
});

Deno.test("ktn send stores every line as it stands, but no empty one", async () => {
  await using server = await startServer();
  const ended = await send(
    server,
    ["-", "--name", "ada"],
    "/quit\n\n  two\r\n \t \nend",
  );

  assertEquals(ended, { code: 0, out: "", err: "" });
  assertEquals(await textsOn(server), ["ada: /quit", "ada:   two", "ada: end"]);
});

Deno.test("ktn send refuses an argument that is not UTF-8", async () => {
  await using server = await startServer();
  const ended = await send(server, ["caf\ufffd"]);
  assertEquals(ended, {
    code: 1,
    out: "",
    err:
      "! Cannot send a text that is not UTF-8; one with U+FFFD in it can be piped in\n",
  });
  assertEquals(await textsOn(server), []);
});

Deno.test("ktn send refuses a message of nothing but white space", async () => {
  await using server = await startServer();
  const err = "! Cannot send a message of nothing but white space\n";
  assertEquals(await send(server, ["  "]), { code: 1, out: "", err });
  const whole = await send(server, ["--whole"], " \n\t\n");
  assertEquals(whole, { code: 1, out: "", err });
  assertEquals(await textsOn(server), []);
});

Deno.test("ktn send takes lines as they come, without waiting for the end", async () => {
  await using server = await startServer();
  await using running = startKtn("send", formatAddress(server.address));
  using reader = await server.join("reader");
  await running.write("first\n");
  await reader.until(({ content }) => content === "first");
  await running.write("second\n");
  await reader.until(({ content }) => content === "second");

  assertEquals((await running.ended()).code, 0);
});

Deno.test("ktn send --whole makes one message of its input", async () => {
  await using server = await startServer();
  const args = ["--whole", "--name", "ada"];
  const ended = await send(server, args, "one\n\ntwo\n");

  assertEquals(ended, { code: 0, out: "", err: "" });
  assertEquals(await textsOn(server), ["ada: one\n\ntwo"]);
  const long = await send(server, args, "x".repeat(70_000));
  assertEquals(long.code, 1);
  assertEquals(
    long.err,
    "! Cannot send a text of more than 65536 bytes\n",
  );
});

Deno.test("ktn send names every line it cannot send, and sends the others", async () => {
  await using server = await startServer();
  const input = `${"x".repeat(4097)}\nok\n${"y".repeat(70_000)}\nok too\n\0\n`;
  const ended = await send(server, ["--name", "ada"], input);

  assertEquals(ended, {
    code: 1,
    out: "",
    err: [
      "! Line 1: Cannot send a text of 4097 bytes: at most 4096 fit",
      "! Line 3: Cannot send a text of 70000 bytes",
      "! Line 5: Cannot take a text with a NUL in it",
      "",
    ].join("\n"),
  });
  assertEquals(await textsOn(server), ["ada: ok", "ada: ok too"]);
});

Deno.test("ktn send names a line that the server refuses", async () => {
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(welcome());
    await peer.say(ack(await peer.expect("msg"), 1));
    const { id } = await peer.expect("msg");
    await peer.say(refusal("Cannot say \x1b[2J here", { id, code: "muted" }));
    await leave(peer);
  });
  const { code, err } = await send(server, [], "fine\nbad\n");

  assertEquals(code, 1);
  assertEquals(err, "! Line 2: Cannot say \\x1b[2J here\n");
});

Deno.test("ktn send says a message again after a cut, with the same id, and hears only once that it is stored", async () => {
  const sent: Sent[] = [];
  await using server = playLostAck(sent);
  const args = ["hi", "--name", "ada", "--id", "job-7"];
  const { code, err } = await send(server, args);

  assertEquals(sent, [
    { request: "msg", content: "hi", id: "job-7" },
    { request: "msg", content: "hi", id: "job-7" },
  ]);
  assertEquals({ code, err }, {
    code: 0,
    err: "! The connection was lost; trying again\n* Online again\n",
  });
});

Deno.test("ktn send asks for nothing that it does not need", async () => {
  await using server = playServer(async (peer) => {
    assertEquals(await peer.expect("login"), {
      request: "login",
      content: "ada",
      version: 1,
      history: 0,
    });
    await peer.say(welcome());
    await peer.say(ack(await peer.expect("msg"), 1));
    await leave(peer);
  });

  assertEquals((await send(server, ["hi", "--name", "ada"])).code, 0);
  await server.played;
});

Deno.test("ktn send --id stores a text once, however often the script runs", async () => {
  await using server = await startServer();
  const args = ["done", "--name", "ada", "--id", "nightly-22"];
  const first = await send(server, args);
  const again = await send(server, args);

  // Also the second time: what cron runs twice would be mailed.
  assertEquals([first, again], Array(2).fill({ code: 0, out: "", err: "" }));
  assertEquals(await textsOn(server), ["ada: done"]);
});

Deno.test("ktn send --id stores each line once, and those that are new", async () => {
  await using server = await startServer();
  const args = ["--name", "ada", "--id", "report"];
  await send(server, args, "one\ntwo\n");
  const again = await send(server, args, "one\ntwo\nthree\n");

  assertEquals(again, { code: 0, out: "", err: "" });
  assertEquals(await textsOn(server), ["ada: one", "ada: two", "ada: three"]);
});

Deno.test("ktn send exits with 2 when it cannot be understood", async () => {
  const wrong: readonly (readonly string[])[] = [
    [],
    [NOWHERE, "two", "words"],
    [NOWHERE, ""],
    [NOWHERE, "text", "--whole"],
    [NOWHERE, "text", "--id", "a b"],
    [NOWHERE, "text", "--id", "x".repeat(65)],
    [NOWHERE, "-", "--id", "x".repeat(54)],
    [NOWHERE, "text", "--timeout", "soon"],
  ];
  for (const args of wrong) {
    const { code, err } = await ktn(["send", ...args]);
    assertEquals(code, 2, `${args}: ${err}`);
    assertMatch(err, /\nTry: ktn help send\n$/);
  }
});

Deno.test("ktn send exits with 3 at once when nothing listens", async () => {
  assertEquals(await ktn(["send", NOWHERE, "hi"]), {
    code: 3,
    out: "",
    err:
      '! Cannot connect to 127.0.0.1:1: nothing is listening there. Is "ktn serve" running?\n',
  });
});

Deno.test("ktn send --timeout waits for a server that does not listen yet", async () => {
  const { address } = await startAndStop();
  await using running = startKtn(
    ...["send", formatAddress(address), "hi", "--timeout", "30s"],
  );
  await running.errors((text) => text.includes("trying again"));
  await using server = await startServer(address);
  const { code, err } = await running.ended();

  assertEquals(code, 0, err);
  assertMatch(err, /\* Online\n$/);
  assertEquals((await textsOn(server)).length, 1);
});

Deno.test("ktn send exits with 4 when its name is taken, or can be nobody's", async () => {
  await using server = await startServer();
  using _ada = await server.join("ada");
  const taken = await send(server, ["hi", "--name", "Ada"]);
  const bad = await send(server, ["hi", "--name", "a b"]);

  assertEquals(taken.code, 4);
  assertEquals(
    taken.err,
    '! Cannot use "Ada": it is taken. Another: --name NAME\n* Trying again\n',
  );
  assertEquals(bad.code, 4);
  assertMatch(bad.err, /--name NAME\n$/);
  assertEquals(await textsOn(server), []);
});

Deno.test("six ktn send under one name at once come one after another", async () => {
  await using server = await startServer();
  const sent = await Promise.all(
    Array.from(
      { length: 6 },
      (_, n) => send(server, [`part ${n}`, "--name", "build"]),
    ),
  );

  assertEquals(sent.map(({ code }) => code), Array(6).fill(0));
  const texts = await textsOn(server);
  assertEquals(
    [...texts].sort(),
    [0, 1, 2, 3, 4, 5].map((n) => `build: part ${n}`),
  );
});

Deno.test("ktn send says at once when its name is kept for longer than it waits, and how long that is", async () => {
  await using server = await startServer();
  const crashed = await server.join("ada", { version: 2 });
  crashed.close();
  await until(
    () => server.events.some(({ event }) => event === "gone"),
    "the end of the connection",
  );
  const { code, err } = await send(server, ["hi", "--name", "ada"]);

  assertEquals(code, 4);
  assertMatch(
    err,
    /^! Cannot use "ada": it is taken; free in (60|59) s\. Another: --name NAME\n$/,
  );
});

Deno.test("ktn send --timeout exits with 124 when its name is never free", async () => {
  await using server = await startServer();
  using _ada = await server.join("ada");
  const flags = ["--name", "ada", "--timeout", "2500ms"];
  const { code, err } = await send(server, ["hi", ...flags]);

  assertEquals(code, 124);
  assertEquals(
    err.split("\n").at(-2),
    '! Gave up: Cannot use "ada": it is taken',
  );
});

Deno.test("ktn send --timeout waits until its name is free", async () => {
  await using server = await startServer();
  using ada = await server.join("ada");
  await using running = startKtn(
    ...["send", formatAddress(server.address), "hi", "--name", "ada"],
    ...["--timeout", "30s"],
  );
  await running.errors((text) => text.includes("Trying again"));
  await ada.ask({ request: "logout" });

  assertEquals(await running.ended(), {
    code: 0,
    out: "",
    err: [
      '! Cannot use "ada": it is taken. Another: --name NAME',
      "* Trying again",
      "* Online",
      "",
    ].join("\n"),
  });
});

Deno.test("ktn send exits with 5 and sends nothing where nothing is acknowledged", async () => {
  await using old = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(info("Login successful"));
    for (let sent = await peer.next(); sent; sent = await peer.next()) {
      if (sent.request === "msg") throw new Error("It sent the message");
      await peer.say(info("hm"));
    }
  });
  const { code, err } = await send(old, ["hi"]);
  assertEquals(code, 5);
  assertMatch(err, /acknowledges nothing/);
  await old.played;

  await using stranger = playServer(async (peer) => {
    await peer.write("SSH-2.0-x\r\n");
    await peer.drain();
  });
  assertEquals((await send(stranger, ["hi"])).code, 5);
});

Deno.test("ktn send exits with 6 and lists what was not acknowledged", async () => {
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(welcome());
    await peer.drain();
  });
  const ended = await send(server, ["--timeout", "300ms"], "one\ntwo\n");

  assertEquals(ended, {
    code: 6,
    out: "",
    err: "! Not confirmed, so perhaps not sent: 2\n! one\n! two\n",
  });
});

Deno.test("ktn send exits with 124 when --timeout is over before anything was sent", async () => {
  await using silent = playServer((peer) => peer.drain());
  const args = ["--timeout", "300ms", "hi"];

  assertEquals((await send(silent, args)).code, 124);
  assertEquals((await ktn(["send", NOWHERE, ...args])).code, 124);
});

Deno.test("ktn send exits with 143 at SIGTERM and 130 at SIGINT", async () => {
  for (const [signal, code] of [["SIGTERM", 143], ["SIGINT", 130]] as const) {
    await using server = await startServer();
    await using running = startKtn("send", formatAddress(server.address));
    using reader = await server.join("reader");
    await running.write("first\n");
    await reader.until(({ content }) => content === "first");
    running.signal(signal);

    // Not `ended()`: the end of the input would be a reason to end as well.
    assertEquals(await running.code(), code);
  }
});

Deno.test("ktn send loads neither the server nor the terminal", async () => {
  const loaded = await importsOf("client/cli/send_command.ts");
  const isHeavy = (path: string) =>
    /^server\/|terminal|screen|render|key|completion|config\.ts$/.test(path);

  assertEquals(loaded.includes("client/connection/connection.ts"), true);
  assertEquals(loaded.filter(isHeavy), []);
});

type Place = Pick<LiveServer, "address">;

async function send(to: Place, args: readonly string[], input?: string) {
  return await ktn(["send", formatAddress(to.address), ...args], input);
}

/** Everything said, as `who: what`. */
async function textsOn(server: LiveServer): Promise<readonly string[]> {
  using peer = await server.join(`auditor${crypto.randomUUID().slice(0, 8)}`);
  const { content } = await peer.ask({ request: "history", limit: 1000 });
  await peer.ask({ request: "logout" });
  if (!Array.isArray(content)) throw new TypeError("Not a page");
  return content.map((one) => `${one.sender}: ${one.content}`);
}

/** A place where nothing listens any more. */
async function startAndStop(): Promise<Place> {
  await using server = await startServer();
  return { address: server.address };
}

async function leave(peer: Peer): Promise<void> {
  await peer.expect("logout");
  await peer.say(info("Goodbye"));
}

/** Runs `ktn send` where nothing says who runs it, as in many containers. */
async function sendAsNobody(server: LiveServer, ...args: readonly string[]) {
  const { USER: _, LOGNAME: __, USERNAME: ___, ...env } = Deno.env.toObject();
  const surroundings = { clearEnv: true, env };
  const address = formatAddress(server.address);
  const command = [...KTN, "send", address, "the disk is full", ...args];
  await using running = start(command, surroundings);
  return await running.ended();
}

Deno.test("ktn send --id asks for a name where nobody says who it is, and stores one message with it", async () => {
  await using server = await startServer();
  const { code, err } = await sendAsNobody(server, "--id", "disk.1");
  assertEquals(code, 2);
  assertStringIncludes(err, "! --id needs a --name here");
  for (let run = 0; run < 2; run++) {
    const args = ["--id", "disk.1", "--name", "cron"];
    assertEquals((await sendAsNobody(server, ...args)).code, 0);
  }
  assertEquals((await sendAsNobody(server)).code, 0);
  assertEquals((await textsOn(server)).length, 2);
});
