/** The client with each kind of old server: what gets there, what is shown. */

import { assertEquals, assertMatch } from "@std/assert";
import { TIMEOUTS as REAL } from "../../client/connection/timeouts.ts";
import { formatAddress } from "../../shared/address.ts";
import { objectsIn, startKtn } from "../support/ktn.ts";
import {
  type Habits,
  OLD_SERVERS,
  OldServer,
  SAID_AT,
} from "../support/old_server.ts";
import { startPlainClient } from "../support/plain_client.ts";
import { startTerminalClient } from "../support/terminal_client.ts";
import { until } from "../support/until.ts";
import { within } from "../support/within.ts";

/** The real waits where they are short, generous ones for a busy machine. */
const TIMEOUTS = { ...REAL, greetingMs: 1000, loginMs: 1500 } as const;
/** Answers are shown for what they are only while they are not late. */
const SLOW_MACHINE = { ...TIMEOUTS, lateMs: 3000 } as const;

/** Two are alike, so that an answer may be taken for another's. */
const LINES = ["one", "two", "one"];
const SAID = ["hello from bob", "and more"];
/** What an old server has of the seed's habits, where a test needs but one. */
const SEED: Habits = OLD_SERVERS.get("the seed's own") ?? fail();

/** How each kind shows the time of the past. */
const SHOWN_TIMES: ReadonlyMap<string, RegExp> = new Map([
  ["one that answers a login with history alone", /^\d\d\.\d\d 12:10:12 /],
  ["one whose history is a text", /^--:-- /],
]);
const CLOCK = /^\d\d:\d\d /;

/** Runs something with every kind of server at once, for it is mostly waiting. */
async function withEach(
  t: Deno.TestContext,
  run: (server: OldServer, kind: string) => Promise<void>,
): Promise<void> {
  const runs = [...OLD_SERVERS].map(async ([kind, habits]) => {
    await using server = new OldServer(habits, SAID);
    await run(server, kind);
  });
  await Promise.allSettled(runs);
  for (const [index, kind] of [...OLD_SERVERS.keys()].entries()) {
    await t.step(kind, async () => await runs[index]);
  }
}

Deno.test("PlainChat delivers three lines at once to each old server, and comes again under its name", async (t) => {
  await withEach(t, async (server) => {
    const delivered: string[] = [];
    for (const line of [LINES, LINES.map((each) => `${each} again`)]) {
      const { code, err } = await startPlainClient(server.address, {
        input: line,
        timeouts: TIMEOUTS,
      }).finished;
      assertEquals(code, 0, err.join("\n"));
      delivered.push(...line);
      assertEquals(server.delivered, delivered);
      assertEquals([...server.names], ["bob"], "the name is free again");
    }
  });
});

Deno.test("PlainChat shows the past of each old server once, with times that are right or as written", async (t) => {
  await withEach(t, async (server, kind) => {
    const { out, err } = await startPlainClient(server.address, {
      input: LINES,
      timeouts: TIMEOUTS,
    }).finished;
    const hasPast = kind !== "one that says nothing to a login";
    const texts = out.map((line) => line.replace(/^.*?(?=bob: )/, ""));
    assertEquals(texts, hasPast ? SAID.map((text) => `bob: ${text}`) : []);
    for (const line of out) {
      assertMatch(line, SHOWN_TIMES.get(kind) ?? CLOCK);
    }
    assertEquals(err.filter((line) => line.startsWith("!")), []);
  });
});

Deno.test("PlainChat ends with 1 when an old server refuses a line, and names the line", async (t) => {
  await withEach(t, async (server) => {
    const { code, err } = await startPlainClient(server.address, {
      input: ["one", "a forbidden word", "three"],
      timeouts: TIMEOUTS,
    }).finished;
    assertEquals(code, 1);
    assertEquals(server.delivered, ["one", "three"]);
    assertEquals(err.filter((line) => line.startsWith("! ")), [
      "! Not sent: a forbidden word",
      "! Such words are not allowed",
    ]);
  });
});

Deno.test("TerminalChat shows each old server's chat without false days, double lines and raw escapes", async (t) => {
  await withEach(t, async (server, kind) => {
    const client = startTerminalClient(server.address, {
      name: "ada",
      size: { columns: 80, rows: 60 },
      timeouts: SLOW_MACHINE,
      now: () => SAID_AT.getTime(),
    });
    await within(client.seen(/you are ada/), kind);
    client.type("one\r");
    await until(() => server.delivered.length === 1, "the line");
    client.type("/names\r");
    await within(client.seen(/\* 2 here: bob, ada/), `${kind}: names`);
    client.type("/help\r");
    await within(client.seen(/\* login, logout, msg, names, help/), kind);
    await within(client.seen(/ ada: one/), kind);
    const { said } = client.terminal;
    assertEquals(said.filter((row) => row.endsWith("ada: one")).length, 1);
    assertEquals(said.filter((row) => /---|\\x1b|\[91m/.test(row)), []);
    client.type("/quit\r");
    assertEquals(await within(client.finished, "the end"), 0);
    assertEquals([...server.names], ["bob"]);
  });
});

Deno.test("ktn connect --json answers names and help of each old server under the ids that were given", async (t) => {
  const kinds = ["the seed's own", "one with responses of its own"];
  for (const kind of kinds) {
    await t.step(kind, async () => {
      await using server = new OldServer(OLD_SERVERS.get(kind) ?? SEED);
      const requests = [
        ...LINES.map((content) => ({ request: "msg", content })),
        { request: "names", id: "n" },
        { request: "help", id: "h" },
        { request: "history", id: "old" },
      ];
      await using running = startKtn(
        ...["connect", formatAddress(server.address)],
        ...["--json", "--name", "ada"],
      );
      const { code, out } = await running.ended(
        requests.map((each) => JSON.stringify(each) + "\n").join(""),
      );
      const answers = objectsIn(out).filter(({ id }) => id !== undefined);
      assertEquals(
        answers.map(({ id, type, names }) => ({ id, type, names })),
        [
          { id: "n", type: "names", names: ["bob", "ada"] },
          { id: "h", type: "info", names: undefined },
          { id: "old", type: "error", names: undefined },
        ],
      );
      assertEquals(code, 0);
      assertEquals(server.delivered, LINES);
      assertEquals([...server.names], ["bob"]);
    });
  }
});

Deno.test("ktn names asks an old server who is there, and gives its name back", async (t) => {
  const kinds = [
    ...["one that echoes in colour", "one that greets first"],
    ...["one that shows the history first"],
    ...["one that echoes with a name and then confirms"],
  ];
  for (const kind of kinds) {
    await t.step(kind, async () => {
      await using server = new OldServer(OLD_SERVERS.get(kind) ?? SEED);
      server.names.add("cyd");
      await using running = startKtn("names", formatAddress(server.address));
      assertEquals(await running.ended(), {
        code: 0,
        out: "bob\ncyd\n",
        err: "",
      });
      assertEquals([...server.names], ["bob", "cyd"]);
    });
  }
});

Deno.test("ktn send, tail and search say that an old server is too old, and give the name back", async (t) => {
  for (const args of [["send", "hi"], ["tail"], ["search", "hi"]]) {
    await t.step(args.join(" "), async () => {
      await using server = new OldServer(SEED);
      const [command = "", ...rest] = args;
      await using running = startKtn(
        ...[command, formatAddress(server.address), ...rest],
      );
      const { code, err } = await running.ended();
      assertEquals([code, /^! .*\n$/.test(err)], [5, true], err);
      assertEquals([...server.names], ["bob"]);
    });
  }
});

function fail(): never {
  throw new Error("There is no such kind");
}
