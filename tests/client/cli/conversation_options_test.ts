/** In which room, to whom and as who: the flags, and what they mean. */

import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { knownPasswords } from "../../../client/cli/known_passwords.ts";
import {
  readAskOptions,
  readNamesOptions,
  readSearchOptions,
  SEARCH_FLAGS,
} from "../../../client/cli/query_options.ts";
import {
  readSendOptions,
  SEND_FLAGS,
} from "../../../client/cli/send_options.ts";
import {
  readTailOptions,
  TAIL_FLAGS,
} from "../../../client/cli/tail_options.ts";
import { parseFlags } from "../../../shared/command_line.ts";
import {
  ConfigError,
  type Environment,
  UsageError,
} from "../../../shared/flags.ts";
import { TempFolder } from "../../support/temp_folder.ts";

function send(args: readonly string[], environment: Environment = {}) {
  const parsed = parseFlags(SEND_FLAGS, ["host", "text", ...args], environment);
  return readSendOptions(parsed, new Map(), false);
}

function tail(args: readonly string[], environment: Environment = {}) {
  const parsed = parseFlags(TAIL_FLAGS, ["host", ...args], environment);
  return readTailOptions(parsed, new Map(), 0);
}

Deno.test("--room and --to say where it goes, and cannot both", () => {
  assertEquals(send([]).target, { room: "lobby" });
  assertEquals(send(["--room", "#tea"]).target, { room: "tea" });
  assertEquals(send(["--to", "Zoe\u0308"]).target, { to: "Zoë" });
  assertEquals(send([], { KTN_ROOM: "tea" }).target, { room: "tea" });
  // What is set for every call gives way to what this one says.
  assertEquals(send(["--to", "bob"], { KTN_ROOM: "tea" }).target, {
    to: "bob",
  });
  assertThrows(() => send(["--room", "tea", "--to", "bob"]), UsageError);
  for (const room of ["a b", "#", "all", "x".repeat(33), "tea,chess"]) {
    assertThrows(() => send(["--room", room]), UsageError, "name of a room");
  }
});

Deno.test("ktn tail takes rooms one by one and with commas, in the order in which they stand", () => {
  assertEquals(tail([]).targets, undefined);
  assertEquals(
    tail(["--room", "tea", "--room", "#chess,lobby", "--to", "bob"]).targets,
    [{ room: "tea" }, { room: "chess" }, { room: "lobby" }, { to: "bob" }],
  );
  assertEquals(tail([], { KTN_ROOM: "a,b" }).targets?.length, 2);
  assertThrows(() => tail(["--room", "tea", "--room", ""]), UsageError);
  assertThrows(() => tail(["--room", "tea,"]), UsageError, "names of rooms");
  const many = Array.from({ length: 51 }, (_, at) => `r${at}`).join(",");
  assertThrows(() => tail(["--room", many]), UsageError, "50 rooms");
});

Deno.test("who only reads has a name of one's own where this call says so, or a password", () => {
  const nameOf = (args: readonly string[], environment: Environment = {}) =>
    readAskOptions(
      parseFlags(SEARCH_FLAGS, ["host", ...args], environment),
      new Map(),
    ).name;
  const set = { KTN_NAME: "ada" };
  assertEquals(nameOf([]), undefined);
  assertEquals(nameOf([], set), undefined);
  assertEquals(nameOf(["--name", "bob"], set), "bob");
  assertEquals(nameOf(["--password-file", "x"], set), "ada");
  assertEquals(nameOf([], { ...set, KTN_PASSWORD_FILE: "x" }), "ada");
});

Deno.test("search and names know where they look", () => {
  const parsed = parseFlags(
    SEARCH_FLAGS,
    ["host", "a", "b", "--to", "Bob"],
    {},
  );
  const { words, target } = readSearchOptions(parsed, new Map());
  assertEquals([words, target], ["a b", { to: "Bob" }]);
  const names = parseFlags(SEARCH_FLAGS, ["host", "--room", "tea"], {});
  assertEquals(readNamesOptions(names, new Map()).room, "tea");
});

Deno.test("a password is the first line of its file, and a file without one is refused", async () => {
  await using folder = await TempFolder.make();
  const file = async (name: string, text: string) => {
    const path = `${folder.path}/${name}`;
    await Deno.writeTextFile(path, text);
    return path;
  };
  const passwordFile = await file("own", " two words \r\nand more\n");
  const serverPasswordFile = await file("server", "open");
  assertEquals(await knownPasswords({ passwordFile, serverPasswordFile }), {
    password: " two words ",
    server_password: "open",
  });
  assertEquals(await knownPasswords({}), {});
  for (const path of [await file("empty", "\nx"), `${folder.path}/none`]) {
    await assertRejects(
      () => knownPasswords({ passwordFile: path }),
      ConfigError,
      path,
    );
  }
});
