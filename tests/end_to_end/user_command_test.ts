import { assert, assertEquals, assertMatch } from "@std/assert";
import { DurableServer } from "../support/durable_server.ts";
import { KTN, ktn } from "../support/ktn.ts";
import { runKtn } from "../support/serve_process.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { terminalTest, TmuxTerminal } from "../support/tmux_terminal.ts";
import { until } from "../support/until.ts";

/** `ktn user` with a password on its standard input. */
async function user(
  folder: string,
  args: readonly string[],
  password = "",
): Promise<readonly [code: number, said: string]> {
  const { code, out, err } = await ktn(
    ["user", ...args, "--data", folder, "--config", "none"],
    password === "" ? undefined : `${password}\n`,
  );
  return [code, (out + err).trim()];
}

Deno.test("ktn user lists, makes, changes and removes accounts, whether a server runs or not", async () => {
  await using server = await DurableServer.start();
  const { folder } = server;
  assertEquals(
    await user(folder, ["add", "ada"], "first one"),
    [
      ...[0, "ada is an account"],
    ] as const,
  );
  const [, listed] = await user(folder, ["list"]);
  assertMatch(listed, /^ada {2}made \d{4}-\d\d-\d\d, seen \S+, in 0 rooms$/);
  using peer = await server.connect();
  const login = (password?: string) =>
    peer.ask({ request: "login", content: "Ada", version: 3, password });
  assertEquals((await login()).code, "password_required");
  assertEquals((await login("second one")).code, "bad_password");
  await server.end("SIGTERM");
  assertEquals((await user(folder, ["reset", "ADA"], "second one"))[0], 0);
  await server.start();
  using again = await server.connect();
  const welcome = await again.ask({
    ...{ request: "login", content: "ada", version: 3 },
    password: "second one",
  });
  assertEquals([welcome.code, welcome.user], ["welcome", "ada"]);
  assertMatch((await user(folder, ["list"]))[1], /here now/);
  assertEquals((await user(folder, ["reset", "ada"], "third one"))[0], 0);
  await until(
    async () => /seen/.test((await user(folder, ["list"]))[1]),
    "the end of the link",
  );
  assertEquals((await user(folder, ["remove", "ada"]))[0], 0);
  assertEquals(await user(folder, ["list"]), [0, ""]);
  assertEquals(
    await user(folder, ["remove", "ada"]),
    [
      ...[1, 'Cannot find an account "ada"'],
    ] as const,
  );
});

Deno.test("ktn user refuses what it cannot do, in one line", async () => {
  await using folder = await TempFolder.make();
  await Deno.writeTextFile(`${folder.path}/empty`, "");
  await Deno.writeTextFile(`${folder.path}/pass`, "a good one\nmore\n");
  const file = (name: string) => ["--password-file", `${folder.path}/${name}`];
  const data = `${folder.path}/data`;
  const cases: readonly (readonly [readonly string[], number, RegExp])[] = [
    [[], 2, /needs one of list, add, reset, remove/],
    [["rename", "ada"], 2, /needs one of/],
    [["add"], 2, /needs a NAME/],
    [["list", "ada"], 2, /list takes no NAME/],
    [["add", "ada", "bob"], 2, /Unknown argument "bob"/],
    [["add", "all", ...file("pass")], 1, /reserved/],
    [["add", "ada", ...file("empty")], 8, /it is empty/],
    [["add", "ada", ...file("missing")], 8, /no such file/],
    [["reset", "ada", ...file("pass")], 1, /Cannot find an account/],
  ];
  for (const [args, code, said] of cases) {
    const ended = await runKtn(["user", ...args, "--data", data]);
    assertEquals([args, ended.code], [args, code], ended.err);
    assertMatch(ended.err, said);
  }
  assertEquals(
    (await runKtn(["user", "add", "ada", ...file("pass"), "--data", data]))
      .code,
    0,
  );
});

terminalTest(
  "ktn user add asks for a password twice, and shows nothing of it",
  async () => {
    await using folder = await TempFolder.make();
    const command = [...KTN, "user", "add", "ada", "--data", folder.path];
    const ask = async (first: string, second: string) => {
      await using terminal = await TmuxTerminal.open({ command });
      const shows = (expected: string) =>
        terminal.until(({ text }) => text.includes(expected), expected);
      await shows("New password of ada:");
      await terminal.type(first);
      await terminal.press("Enter");
      await shows("The same again:");
      await terminal.type(second);
      await terminal.press("Enter");
      const { text, exitCode } = await terminal.until(
        ({ exitCode }) => exitCode !== undefined,
        "its end",
      );
      assert(!text.includes("secret"), text);
      return exitCode;
    };
    assertEquals(await ask("secret one", "secret two"), 8);
    assertEquals(await ask("secret one", "secret one"), 0);
  },
);
