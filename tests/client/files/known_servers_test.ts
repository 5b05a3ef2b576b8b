import { assertEquals } from "@std/assert";
import {
  KnownServers,
  knownServersFile,
  MAX_KNOWN_SERVERS,
  serverWords,
} from "../../../client/files/known_servers.ts";
import { parseAddress } from "../../../shared/address.ts";

/** Runs a test with a file that is not there yet. */
async function withFile(test: (path: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(knownServersFile(`${folder}/state`));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("KnownServers remembers addresses as people type them, the last one first", () =>
  withFile(async (path) => {
    const known = new KnownServers(path);
    for (const typed of ["box", "box:7", "[::1]", "[::1]:7", "box"]) {
      await known.remember(parseAddress(typed));
    }
    const expected = ["box", "[::1]:7", "[::1]:9998", "box:7"];
    assertEquals(known.list(), expected);
    assertEquals(new KnownServers(path).list(), expected);
  }));

Deno.test("KnownServers forgets what was not used for longest", () =>
  withFile(async (path) => {
    const known = new KnownServers(path);
    for (let port = 1; port <= MAX_KNOWN_SERVERS + 2; port++) {
      await known.remember({ hostname: "box", port });
    }
    const list = known.list();
    assertEquals(list.length, MAX_KNOWN_SERVERS);
    assertEquals([list[0], list.at(-1)], ["box:52", "box:3"]);
    const { servers } = JSON.parse(await Deno.readTextFile(path));
    assertEquals(servers.length, MAX_KNOWN_SERVERS);
  }));

Deno.test({
  name: "KnownServers keeps its file from others",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withFile(async (path) => {
      await new KnownServers(path).remember({ hostname: "box", port: 7 });
      assertEquals(((await Deno.stat(path)).mode ?? 0) & 0o777, 0o600);
      const folder = path.slice(0, path.lastIndexOf("/"));
      assertEquals(((await Deno.stat(folder)).mode ?? 0) & 0o777, 0o700);
      const left = await Array.fromAsync(
        Deno.readDir(folder),
        ({ name }) => name,
      );
      assertEquals(left.filter((name) => name.includes("tmp")), []);
    }),
});

Deno.test("KnownServers takes a damaged file for none, and does without a file", () =>
  withFile(async (path) => {
    const known = new KnownServers(path);
    await known.remember({ hostname: "box", port: 7 });
    for (const text of ["", "{", "7", '{"format":2,"servers":["x"]}', "null"]) {
      await Deno.writeTextFile(path, text);
      assertEquals(known.list(), [], text);
    }
    await Deno.writeTextFile(path, '{"format":1,"servers":["x",7,null]}');
    assertEquals(known.list(), ["x"]);
    const none = new KnownServers(undefined);
    await none.remember({ hostname: "box", port: 7 });
    assertEquals(none.list(), []);
    await new KnownServers("/proc/no/file.json").remember({
      hostname: "x",
      port: 7,
    });
  }));

Deno.test("serverWords() offers each word once, and only what needs no quotes", () => {
  const saved = ["work", "a b", "$(reboot)", "-f", "x\x1b[2J"];
  assertEquals(serverWords(saved, ["work", "[::1]:7", "fe80::1%eth0:7"]), [
    "work",
    "[::1]:7",
    "fe80::1%eth0:7",
    "localhost",
  ]);
});
