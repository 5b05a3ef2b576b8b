import { LOBBY_TARGET, type Target } from "../../../shared/target.ts";
import { stateFile, stateFolder } from "../../../client/files/state_folder.ts";
import { assert, assertEquals } from "@std/assert";
import { makeIds } from "../../../client/connection/message_ids.ts";
import {
  type Outgoing,
  UnackedMessages,
} from "../../../client/connection/unacked_messages.ts";
import { UnackedStore } from "../../../client/connection/unacked_store.ts";

Deno.test("makeIds() makes legal ids that share only their beginning", () => {
  const nextId = makeIds({ fill: (bytes) => bytes.fill(0xab) });

  assertEquals(nextId(), `${"ab".repeat(16)}.1`);
  assertEquals(nextId(), `${"ab".repeat(16)}.2`);
  assert(/^[A-Za-z0-9._-]{1,64}$/.test(makeIds()()));
});

Deno.test("UnackedMessages.next() gives messages in order, and again after a cut", () => {
  const pending = new UnackedMessages([
    outgoing("a"),
    outgoing("b"),
    outgoing("c"),
  ]);
  const sendAll = () => {
    const ids: string[] = [];
    for (let next = pending.next(); next; next = pending.next()) {
      pending.sent(next.id);
      ids.push(next.id);
    }
    return ids;
  };

  assertEquals(sendAll(), ["a", "b", "c"]);
  assertEquals(pending.inFlight, 3);
  pending.settle("b");
  pending.requeueAll();
  assertEquals(pending.inFlight, 0);
  assertEquals(sendAll(), ["a", "c"]);
});

Deno.test("UnackedMessages.requeue() leaves a message its place", () => {
  const pending = new UnackedMessages([outgoing("a"), outgoing("b")]);
  pending.sent("a");
  pending.sent("b");
  pending.requeue("a");

  assertEquals(pending.next()?.id, "a");
  assertEquals(pending.list().map(({ id }) => id), ["a", "b"]);
});

Deno.test("UnackedMessages.settle() tells a message's fate once", () => {
  const pending = new UnackedMessages([outgoing("a")]);
  pending.sent("a");

  assertEquals(pending.settle("a"), outgoing("a"));
  assertEquals(pending.settle("a"), undefined);
  assertEquals([pending.size, pending.inFlight], [0, 0]);
});

Deno.test("UnackedMessages.written() remembers what went out in an earlier life", () => {
  const pending = new UnackedMessages([outgoing("a"), outgoing("b")]);
  pending.sent("a");
  pending.requeueAll();

  assertEquals(pending.written(), [outgoing("a")]);
});

Deno.test("stateFolder() is where each system keeps state", () => {
  assertEquals(stateFolder({ HOME: "/h" }, "linux"), "/h/.local/state/ktn");
  assertEquals(
    stateFolder({ HOME: "/h", XDG_STATE_HOME: "/x" }, "linux"),
    "/x/ktn",
  );
  assertEquals(
    stateFolder({ HOME: "/h" }, "darwin"),
    "/h/Library/Application Support/ktn",
  );
  assertEquals(stateFolder({ LOCALAPPDATA: "C:\\l" }, "windows"), "C:\\l\\ktn");
  assertEquals(stateFolder({}, "linux"), undefined);
});

Deno.test("stateFile() is one file a server and name, whatever characters they have", () => {
  const file = stateFile(
    "/s",
    "unsent",
    { hostname: "::1", port: 7 },
    "A\\b[^",
  );

  assertEquals(file, "/s/unsent/a%5Cb%5B%5E@%5B%3A%3A1%5D%3A7.json");
});

Deno.test("UnackedStore.load() gives back what was saved, to its owner only", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/deep/file.json`;
    const messages = [outgoing("a"), outgoing("b")];

    assertEquals(await new UnackedStore(path).save(messages), true);
    assertEquals(new UnackedStore(path).load(), messages);
    const { mode } = await Deno.stat(path);
    if (Deno.build.os !== "windows") assertEquals((mode ?? 0) & 0o777, 0o600);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("UnackedStore.load() gives back where each message goes, and none that could go elsewhere", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/file.json`;
    const targets: readonly Target[] = [
      { room: "tea" },
      { to: "bob" },
      { to: "bob", talk: "t1" },
    ];
    const messages = targets.map((target, at) => ({
      ...outgoing(`${at}`),
      target,
    }));
    await new UnackedStore(path).save(messages);
    assertEquals(new UnackedStore(path).load(), messages);
    const wrong = [
      {},
      { room: "tea", to: "bob" },
      { talk: "t1" },
      {
        room: "tea",
        talk: "t1",
      },
      { to: "bob", talk: 7 },
      { to: 7 },
    ];
    await Deno.writeTextFile(
      path,
      JSON.stringify({
        format: 1,
        messages: wrong.map((target) => ({ ...outgoing("x"), target })),
      }),
    );
    assertEquals(new UnackedStore(path).load(), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("UnackedStore.save() removes the file when nothing is left", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const store = new UnackedStore(`${folder}/file.json`);
    await store.save([outgoing("a")]);
    await store.save([]);

    assertEquals(await store.save([]), true);
    assertEquals(await Array.fromAsync(Deno.readDir(folder)), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("UnackedStore.load() takes a damaged file for none", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/file.json`;
    for (
      const text of [
        "",
        "{",
        "[]",
        '{"format":9}',
        '{"format":1,"messages":[{"id":1}]}',
      ]
    ) {
      await Deno.writeTextFile(path, text);
      assertEquals(new UnackedStore(path).load(), [], text);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("UnackedStore.save() says when it cannot keep anything", async () => {
  assertEquals(await new UnackedStore(undefined).save([]), false);
  assertEquals(
    await new UnackedStore("/dev/null/x.json").save([outgoing("a")]),
    false,
  );
});

function outgoing(id: string): Outgoing {
  return { id, text: `text ${id}`, target: LOBBY_TARGET, time: 1 };
}
