/** `ktn tail` as a process: what it writes, where it goes on, exit codes. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { formatAddress } from "../../../shared/address.ts";
import { DurableServer } from "../../support/durable_server.ts";
import { KTN, ktn, objectsIn, startKtn } from "../../support/ktn.ts";
import { startServer } from "../../support/live_server.ts";
import type { Peer } from "../../support/peer.ts";
import { start } from "../../support/running.ts";
import {
  history,
  info,
  message,
  type Peer as ScriptedPeer,
  playServer,
  type Sent,
  welcome,
} from "../../support/scripted_server.ts";
import { until } from "../../support/until.ts";
import { within } from "../../support/within.ts";

const NOWHERE = "127.0.0.1:1";
const LINE = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ada: (.*)$/;

Deno.test("ktn tail writes the newest ten, oldest first, a line each", async () => {
  await using server = await startServer();
  await fill(server, 12);
  const { code, out, err } = await tail(server);

  assertEquals({ code, err }, { code: 0, err: "" });
  assertEquals(textsIn(out), numbered(3, 12));
});

Deno.test("ktn tail -n writes as many as asked for, and none where there are none", async () => {
  await using server = await startServer();
  assertEquals(await tail(server), { code: 0, out: "", err: "" });
  await fill(server, 500);

  assertEquals((await tail(server, "-n", "0")).out, "");
  const { out } = await tail(server, "-n", "450");
  assertEquals(textsIn(out), numbered(51, 500));
});

Deno.test("ktn tail --json writes a payload a line with its type and its place", async () => {
  await using server = await startServer();
  await fill(server, 2);
  const objects = objectsIn((await tail(server, "--json")).out);

  assertEquals(
    objects.map(({ timestamp: _, ...rest }) => rest),
    [1, 2].map((seq) => ({
      type: "message",
      sender: "ada",
      response: "message",
      content: `m${seq}`,
      seq,
      room: "lobby",
    })),
  );
  assertMatch(String(objects[0]?.timestamp), /^\d{4}-.*T.*Z$/);
});

Deno.test("ktn tail keeps a message on one line, whatever is in it", async () => {
  await using server = await startServer();
  using ada = await server.join("ada");
  await ada.ask({ request: "msg", content: "a\n\x1b]0;x\x07\u202eb", id: "1" });
  const text = await tail(server);
  const json = await tail(server, "--json");

  assertEquals(textsIn(text.out), ["a\\n\\x1b]0;x\\x07\\u202eb"]);
  // deno-lint-ignore no-control-regex -- looking for them is the point
  assertEquals(/[\x00-\x09\x0b-\x1f\u202e]/.test(json.out), false);
  assertEquals(objectsIn(json.out)[0]?.content, "a\n\x1b]0;x\x07\u202eb");
});

Deno.test("ktn tail --since writes everything after a seq, a time or a span", async () => {
  await using server = await startServer();
  await fill(server, 300);
  const day = new Date(Date.now() + 86_400_000).toISOString();

  assertEquals(
    textsIn((await tail(server, "--since", "120")).out),
    numbered(121, 300),
  );
  assertEquals(
    textsIn((await tail(server, "--since", "0")).out),
    numbered(1, 300),
  );
  assertEquals(
    textsIn((await tail(server, "--since", "1h")).out),
    numbered(1, 300),
  );
  assertEquals((await tail(server, "--since", day)).out, "");
});

Deno.test("ktn tail --follow goes on with what is said, over kill -9 of the server, without hole or double", async () => {
  await using server = await DurableServer.start();
  await using running = startKtn(
    ...["tail", formatAddress(server.address), "--follow", "--since", "0"],
  );
  const hasSeen = (last: number) => (out: string) =>
    out.endsWith(` m${last}\n`);
  await fill(server, 500);
  await running.output(hasSeen(500));
  await server.end("SIGKILL");
  await running.errors((text) => text.includes("trying again"));
  await server.start();
  await fill(server, 1000, 501);
  await server.killAndRestart();
  await fill(server, 1200, 1001);
  const out = await running.output(hasSeen(1200));

  assertEquals(textsIn(out), numbered(1, 1200));
  running.signal("SIGTERM");
  assertEquals(await running.code(), 143);
});

Deno.test("ktn tail --cursor writes everything once, over many runs and whatever ends them", async () => {
  await using server = await DurableServer.start();
  await using folder = await TempFolder.make();
  const args = ["--cursor", folder.path("chat.cursor"), "--since", "0"];
  let written = "";
  let said = 0;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", undefined] as const) {
    await fill(server, said + 150, said + 1);
    said += 150;
    if (signal === undefined) {
      written += (await tail(server, ...args)).out;
      continue;
    }
    await using running = startKtn(
      ...["tail", formatAddress(server.address), ...args, "--follow"],
    );
    await running.output((out) => out.endsWith(` m${said}\n`));
    await fill(server, said + 5, said + 1);
    running.signal(signal);
    written += (await running.ended()).out;
    said += 5;
    await server.killAndRestart();
  }

  assertEquals(textsIn(written), numbered(1, said));
  assertEquals(await tail(server, ...args), { code: 0, out: "", err: "" });
});

Deno.test("ktn tail --cursor killed with kill -9 leaves nothing out, and repeats only its last lines", async () => {
  await using server = await DurableServer.start();
  await using folder = await TempFolder.make();
  const args = [
    "--cursor",
    folder.path("chat.cursor"),
    "--since",
    "0",
    "--json",
  ];
  const runs: number[][] = [];
  let said = 0;
  for (let kill = 0; kill < 5; kill++) {
    await using running = startKtn(
      ...["tail", formatAddress(server.address), ...args, "--follow"],
    );
    const filling = fill(server, said + 200, said + 1);
    said += 200;
    const enough = said - Math.floor(Math.random() * 200);
    await running.output((out) => seqsIn(out).some((seq) => seq >= enough));
    running.signal("SIGKILL");
    runs.push(seqsIn((await running.ended()).out));
    await filling;
  }
  runs.push(seqsIn((await tail(server, ...args)).out));

  assertEquals(new Set(runs.flat()), new Set(range(1, said)));
  for (const run of runs) {
    // Each run is without hole or double in itself.
    assertEquals(run, range(run[0] ?? 0, run.at(-1) ?? -1));
  }
});

Deno.test("ktn tail -n 0 --cursor remembers where it is without writing anything", async () => {
  await using server = await startServer();
  await using folder = await TempFolder.make();
  const cursor = ["--cursor", folder.path("chat.cursor")];
  await fill(server, 5);
  assertEquals((await tail(server, "-n", "0", ...cursor)).out, "");
  await fill(server, 7, 6);

  assertEquals(textsIn((await tail(server, ...cursor)).out), numbered(6, 7));
});

Deno.test("ktn tail says that what it should go on with is no longer stored, and exits with 9", async () => {
  await using folder = await TempFolder.make();
  await using server = await startServer({
    dataFolder: folder.path("data"),
    retention: { keepMessages: 20 },
  });
  await fill(server, 50);
  await until(async () => {
    using peer = await server.connect();
    const login = { request: "login", content: "auditor", history: 0 };
    const { forgotten } = await peer.ask(login);
    return forgotten === 30;
  }, "retention");
  const text = await tail(server, "--since", "10");
  const json = await tail(server, "--since", "10", "--json");
  const [gap, first] = objectsIn(json.out);

  assertEquals(text.code, 9);
  assertEquals(text.err, "! Seq 11 to 30 is no longer stored (forgotten)\n");
  assertEquals(gap, { type: "gap", code: "forgotten", from: 11, to: 30 });
  assertEquals(first?.seq, 31);
  assertEquals(textsIn(text.out), numbered(31, 50));
  assertEquals((await tail(server, "--since", "0")).code, 0);
  assertEquals((await tail(server, "--since", "1d")).code, 9);
});

Deno.test("ktn tail says that the server has another log, writes all of that, and exits with 9", async () => {
  await using folder = await TempFolder.make();
  const args = ["--since", "0", "--cursor", folder.path("chat.cursor")];
  {
    await using server = await startServer();
    await fill(server, 2);
    assertEquals((await tail(server, ...args)).code, 0);
  }
  await using server = await startServer();
  await fill(server, 105, 101);
  const { code, out, err } = await tail(server, ...args, "--json");
  const [gap, ...messages] = objectsIn(out);

  assertEquals(code, 9);
  assertMatch(err, /^! The server has another log .*\(log_changed\)\n$/);
  assertEquals([gap?.type, gap?.code], ["gap", "log_changed"]);
  assertEquals(messages.map(({ content }) => content), numbered(101, 105));
  assertEquals((await tail(server, ...args)).out, "");
});

Deno.test("ktn tail --follow goes on when the server comes back with another log", async () => {
  await using first = await startServer();
  await fill(first, 3);
  await using running = startKtn(
    ...["tail", formatAddress(first.address), "--follow", "--since", "0"],
  );
  await running.output((out) => out.endsWith(" m3\n"));
  await first.stop();
  await using second = await startServer(first.address);
  await fill(second, 102, 101);
  const out = await running.output((text) => text.endsWith(" m102\n"));

  assertEquals(textsIn(out), [...numbered(1, 3), ...numbered(101, 102)]);
  await running.errors((text) => text.includes("(log_changed)"));
});

Deno.test("ktn tail --since of a seq that is not there yet waits for what comes", async () => {
  await using server = await startServer();
  await fill(server, 3);
  const ahead = await tail(server, "--since", "99999");
  assertEquals(ahead, { code: 0, out: "", err: "" });

  await using running = startKtn(
    ...["tail", formatAddress(server.address), "--since", "99999", "-f"],
  );
  // Each has looked where the log ends, and then begun there.
  const logins = () =>
    server.events.filter(({ event, name }) =>
      event === "login" && /^tail/.test(String(name))
    ).length;
  await until(() => logins() === 4, "its second login");
  await fill(server, 5, 4);
  const out = await running.output((text) => text.endsWith(" m5\n"));
  assertEquals(textsIn(out), numbered(4, 5));
});

Deno.test("ktn tail writes what is said while it begins anew once, and in its place", async () => {
  await using folder = await TempFolder.make();
  const cursor = folder.path("chat.cursor");
  const old = { format: 1, seq: 90, log: "old" };
  await Deno.writeTextFile(cursor, JSON.stringify(old));
  const seqs: unknown[] = [];
  await using server = playServer(
    async (peer) => {
      seqs.push((await peer.expect("login")).since);
      await peer.say(
        welcome({ seq: 9, log: "new" }),
        message("ada", "m10", 10),
      );
      await answerUntilLogout(peer);
    },
    async (peer) => {
      seqs.push((await peer.expect("login")).since);
      await peer.say(
        welcome({ seq: 10, log: "new" }),
        history([message("ada", "m9", 9), message("ada", "m10", 10)]),
      );
      await answerUntilLogout(peer);
    },
  );
  const { code, out } = await tail(server, "--cursor", cursor);

  assertEquals(seqs, [90, 0]);
  assertEquals(textsIn(out), numbered(9, 10));
  assertEquals(code, 9);
});

Deno.test("ktn tail ends without a word when nobody reads on, and exits with 0", async () => {
  await using server = await startServer();
  await fill(server, 500);
  const command = [...KTN, "tail", formatAddress(server.address)];
  const script = '"$@" | head -1; echo "code ${PIPESTATUS[0]}"';
  for (const more of [["--since", "0"], ["--since", "0", "--follow"]]) {
    await using running = start(
      ["bash", "-c", script, "bash", ...command, ...more],
    );
    let isOver = false;
    const ended = running.ended().finally(() => isOver = true);
    // Only who writes learns that nobody reads any more.
    for (let n = 501; !isOver; n++) await fill(server, n, n);
    const { out, err } = await ended;

    assertEquals(err, "");
    assertMatch(out, / ada: m1\ncode 0\n$/);
  }
});

Deno.test("ktn tail exits with 1 when its output cannot be written, and does not count it as written", async () => {
  await using server = await startServer();
  await using folder = await TempFolder.make();
  await fill(server, 3);
  const args = ["--since", "0", "--cursor", folder.path("chat.cursor")];
  const command = [...KTN, "tail", formatAddress(server.address), ...args];
  await using running = start([
    "sh",
    "-c",
    '"$@" >/dev/full',
    "sh",
    ...command,
  ]);
  const { code, err } = await running.ended();

  assertEquals({ code, err }, {
    code: 1,
    err: "! Cannot write: the disk is full\n",
  });
  assertEquals(textsIn((await tail(server, ...args)).out), numbered(1, 3));
});

Deno.test("ktn tail exits with 8 when the cursor is in use, is none, or cannot be written", async () => {
  await using server = await startServer();
  await using folder = await TempFolder.make();
  const path = folder.path("chat.cursor");
  await using running = startKtn(
    ...["tail", formatAddress(server.address), "--follow", "--cursor", path],
  );
  await fill(server, 1);
  await running.output((out) => out.endsWith(" m1\n"));
  const inUse = await tail(server, "--cursor", path);
  running.signal("SIGTERM");
  await running.ended();
  await Deno.writeTextFile(path, "not a cursor");
  const damaged = await tail(server, "--cursor", path);
  const missing = await tail(server, "--cursor", folder.path("no/such"));

  assertEquals([inUse.code, damaged.code, missing.code], [8, 8, 8]);
  assertEquals([inUse.out, damaged.out, missing.out], ["", "", ""]);
  assertMatch(
    inUse.err,
    /^! Cannot use the cursor .*: another ktn tail uses it\n$/,
  );
  assertMatch(damaged.err, /it is no cursor of ktn tail\n$/);
  assertMatch(missing.err, /^! Cannot write the cursor /);
});

Deno.test("ktn tail exits with 2, 3, 5 and 124 like every command", async () => {
  const wrong: readonly (readonly string[])[] = [
    [],
    [NOWHERE, "more"],
    [NOWHERE, "--since", "soon"],
    [NOWHERE, "-n", "1001"],
    [NOWHERE, "-n", "5", "--since", "5"],
  ];
  for (const args of wrong) {
    assertEquals((await ktn(["tail", ...args])).code, 2, args.join(" "));
  }
  assertEquals((await ktn(["tail", NOWHERE])).code, 3);
  assertEquals((await ktn(["tail", NOWHERE, "--since", "2h"])).code, 3);
  assertEquals(
    (await ktn(["tail", NOWHERE, "--timeout", "200ms"])).code,
    124,
  );
  await using old = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(info("Login successful"));
    while (await peer.next()) await peer.say(info("hm"));
  });
  assertEquals((await tail(old)).code, 5);
});

Deno.test("ktn tail comes under a name that tells what it is, and says nothing", async () => {
  const asked: (Sent | undefined)[] = [];
  await using server = playServer(async (peer) => {
    asked.push(await peer.expect("login"));
    await peer.say(welcome());
    asked.push(...await answerUntilLogout(peer));
  });
  assertEquals((await tail(server)).code, 0);
  const [login, ...rest] = asked;

  assertMatch(String(login?.content), /^tail[a-z0-9]{6}$/);
  assertEquals(login?.history, 10);
  assertEquals(
    new Set(rest.map((sent) => sent?.request)),
    new Set(["ping", "logout"]),
  );
});

/** Answers pings and the goodbye; returns all that was asked. */
async function answerUntilLogout(peer: ScriptedPeer): Promise<Sent[]> {
  const asked: Sent[] = [];
  for (let sent = await peer.next(); sent; sent = await peer.next()) {
    asked.push(sent);
    await peer.say(info("", { code: "pong", id: sent.id }));
    if (sent.request === "logout") break;
  }
  return asked;
}

type Place = Parameters<typeof formatAddress>[0];

async function tail(
  { address }: { readonly address: Place },
  ...args: readonly string[]
) {
  return await ktn(["tail", formatAddress(address), ...args]);
}

/** Has ada say `m<first>` to `m<last>`, all stored. */
async function fill(
  server: { join(name: string, fields?: object): Promise<Peer> },
  last: number,
  first = 1,
): Promise<void> {
  using ada = await server.join("ada", { history: 0 });
  const requests = range(first, last)
    .map((n) => ({ request: "msg", content: `m${n}`, id: `m${n}` }));
  const sending = ada.send(...requests);
  for (const { id } of requests) await ada.until((answer) => answer.id === id);
  await sending;
  await ada.send({ request: "logout" });
  await within(ada.rest(), "the goodbye");
}

function textsIn(out: string): readonly string[] {
  return out.split("\n").slice(0, -1).map((line) => {
    const [, text] = LINE.exec(line) ?? [];
    assert(text !== undefined, line);
    return text;
  });
}

/** The seqs of all whole lines. */
function seqsIn(out: string): number[] {
  return out.split("\n").slice(0, -1).map((line) => JSON.parse(line).seq);
}

function numbered(first: number, last: number): string[] {
  return range(first, last).map((n) => `m${n}`);
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, n) => first + n);
}

class TempFolder implements AsyncDisposable {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  static async make(): Promise<TempFolder> {
    return new TempFolder(await Deno.makeTempDir({ prefix: "ktn" }));
  }

  path(name: string): string {
    return `${this.#path}/${name}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.#path, { recursive: true });
  }
}
