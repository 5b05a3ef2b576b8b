/**
 * What the program must do as a user runs it: a server and clients, each a
 * process of its own. Run against the sources and against the binary.
 *
 * @module
 */

import { assertEquals, assertMatch } from "@std/assert";
import { type Running, start } from "../support/running.ts";

/** How the program is called. */
export type Program = readonly string[];

const SERVE = ["serve", "--port", "0"];
const ADDRESS = / listens on (\S+) /;

/** Registers the tests; a reason to ignore them becomes part of their names. */
export function testProgram(name: string, program: Program, ignored?: string) {
  const register = (what: string, fn: (folder: string) => Promise<void>) =>
    Deno.test({
      name: `${name} ${what}${ignored ? ` (ignored: ${ignored})` : ""}`,
      ignore: ignored !== undefined,
      fn: () => inFolder(fn),
    });

  register("lets two people chat through a server", async (folder) => {
    await using server = start([...program, ...SERVE, "--data", folder]);
    const address = await addressOf(server);
    const connect = [...program, "connect", address];
    await using reader = start([...connect, "--name", "reader"]);
    await using writer = start([...connect, "--name", "writer"]);
    await writer.write("hello, who is there?\n/a line as it stands\n");
    await writer.endInput();
    assertEquals(await writer.code(), 0);
    await reader.output((text) => text.includes("as it stands\n"));
    await reader.endInput();
    assertEquals(await reader.code(), 0);
    server.signal("SIGTERM");
    assertEquals(await server.code(), 0);
  });

  register("sends from a script, and gives it back", async (folder) => {
    await using server = start([...program, ...SERVE, "--data", folder]);
    const address = await addressOf(server);
    const run = async (...args: readonly string[]) => {
      await using running = start([...program, ...args]);
      return await running.ended();
    };
    const nothing = { code: 0, out: "", err: "" };
    assertEquals(await run("send", address, "for all"), nothing);
    assertMatch((await run("tail", address)).out, / \w+: for all\n$/);
    assertMatch((await run("search", address, "all")).out, /: for all\n$/);
    assertEquals(await run("names", address), nothing);
  });

  register("keeps what was said over a restart", async (folder) => {
    const serve = [...program, ...SERVE, "--data", folder];
    {
      await using server = start(serve);
      const connect = [...program, "connect", await addressOf(server)];
      await using writer = start([...connect, "--name", "writer"]);
      await writer.write("remember this\n");
      await writer.endInput();
      assertEquals(await writer.code(), 0);
      server.signal("SIGKILL");
      await server.code();
    }
    await using exported = start([...program, "export", "--data", folder]);
    await exported.output((text) => text.includes("writer: remember this\n"));
    assertEquals(await exported.code(), 0);
  });

  register("says what it is and what it cannot do", async () => {
    await using version = start([...program, "--version"]);
    await version.output((text) => /^ktn \d+\.\d+\.\d+\n$/.test(text));
    await using wrong = start([...program, "serv"]);
    await wrong.errors((text) => text.includes('did you mean "serve"?'));
    assertEquals([await version.code(), await wrong.code()], [0, 2]);
  });
}

async function addressOf(server: Running): Promise<string> {
  const block = await server.errors((text) => text.includes("Ctrl-C\n"));
  assertMatch(block, ADDRESS);
  return ADDRESS.exec(block)?.[1] ?? "";
}

async function inFolder(
  test: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
