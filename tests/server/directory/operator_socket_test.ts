import { assert, assertEquals, assertRejects } from "@std/assert";
import { Attempts } from "../../../server/directory/attempts.ts";
import { OperatorAccounts } from "../../../server/directory/operator_accounts.ts";
import {
  OperatorRefusal,
  readAnswer,
} from "../../../server/directory/operator_request.ts";
import {
  askOperator,
  OperatorSocket,
} from "../../../server/directory/operator_socket.ts";
import { PasswordHasher } from "../../../server/directory/password_hasher.ts";
import {
  DirectoryBench,
  found,
  memoryPlace,
} from "../../support/directory_bench.ts";
import { TempFolder } from "../../support/temp_folder.ts";
import { within } from "../../support/within.ts";

async function withSocket(
  run: (folder: string, bench: DirectoryBench) => Promise<void>,
): Promise<void> {
  await using folder = await TempFolder.make();
  await using bench = await DirectoryBench.make(memoryPlace());
  const accounts = new OperatorAccounts({
    directory: bench.directory,
    hasher: new PasswordHasher({ logN: 4, r: 8, p: 1 }),
    attempts: new Attempts(),
  });
  const bugs: unknown[] = [];
  using _socket = new OperatorSocket(folder.path, accounts, {
    onMissing: (why) => bugs.push(why),
    onBug: (error) => bugs.push(error),
  });
  await run(folder.path, bench);
  assertEquals(bugs, []);
}

Deno.test("OperatorSocket does what the operator asks, and only its owner may open it", () =>
  withSocket(async (folder, bench) => {
    const { mode } = await Deno.stat(`${folder}/operator.sock`);
    assertEquals((mode ?? 0) & 0o777, 0o600);
    const ask = (command: "list" | "add", name?: string, password?: string) =>
      within(
        askOperator(folder, {
          command,
          ...(name !== undefined && { name }),
          ...(password !== undefined && { password }),
        }),
        "an answer",
      );
    assertEquals(await ask("add", "ada", "password"), { accounts: [] });
    assert(bench.directory.identities.named("ada")?.kind === "account");
    const listed = readAnswer(found(await ask("list")));
    assertEquals(listed.map(({ name, rooms }) => [name, rooms]), [["ada", 0]]);
    for (
      const [name, password, why] of [
        ["ADA", "password", /taken/],
        ["bob", "short", /8 to 128/],
        ["bob", undefined, /"password" is no text/],
      ] as const
    ) {
      const answer = found(await ask("add", name, password));
      const error = await assertRejects(
        () => Promise.try(() => readAnswer(answer)),
        OperatorRefusal,
      );
      assert(why.test(error.message), error.message);
    }
  }));

Deno.test("OperatorSocket survives what is no request, and who hangs up", () =>
  withSocket(async (folder) => {
    const path = `${folder}/operator.sock`;
    const lines = [
      ...["\n", "{}\n", "no json\n", '"x"\n', "[]\n", '{"command":"x"}\n'],
      ...["x".repeat(5000), '{"command":"list"}'],
    ];
    for (const line of lines) {
      const connection = await Deno.connect({ transport: "unix", path });
      await connection.write(new TextEncoder().encode(line));
      await connection.closeWrite();
      const bytes = new Uint8Array(4096);
      const length = await within(connection.read(bytes), "an answer") ?? 0;
      const text = new TextDecoder().decode(bytes.subarray(0, length));
      assert(text === "" || /"code":"bad_request"/.test(text), text);
      connection.close();
    }
    const answer = await askOperator(folder, { command: "list" });
    assertEquals(answer, { accounts: [] });
  }));

Deno.test("OperatorSocket takes the place of one that a killed server left, and leaves none", async () => {
  await using folder = await TempFolder.make();
  await Deno.writeTextFile(`${folder.path}/operator.sock`, "");
  assertEquals(
    await askOperator(folder.path, { command: "list" }),
    undefined,
  );
  await withSocket((path) => {
    assert(path);
    return Promise.resolve();
  });
  await using bench = await DirectoryBench.make(memoryPlace());
  const accounts = new OperatorAccounts({
    directory: bench.directory,
    hasher: new PasswordHasher(),
    attempts: new Attempts(),
  });
  const options = { onMissing: assert, onBug: assert };
  {
    using _one = new OperatorSocket(folder.path, accounts, options);
    const answer = await askOperator(folder.path, { command: "list" });
    assertEquals(answer, { accounts: [] });
  }
  const left = await Array.fromAsync(Deno.readDir(folder.path));
  assertEquals(left, []);
});

Deno.test("OperatorSocket says where there can be none, and the server goes on", async () => {
  await using folder = await TempFolder.make();
  const long = `${folder.path}/${"x".repeat(120)}`;
  await Deno.mkdir(long);
  await using bench = await DirectoryBench.make(memoryPlace());
  const missing: string[] = [];
  using _socket = new OperatorSocket(
    long,
    new OperatorAccounts({
      directory: bench.directory,
      hasher: new PasswordHasher(),
      attempts: new Attempts(),
    }),
    { onMissing: (why) => void missing.push(why), onBug: assert },
  );
  assertEquals(missing.length, 1);
});
