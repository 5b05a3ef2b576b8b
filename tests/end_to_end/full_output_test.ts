/** Standard output that cannot be written is said, and is a failure. */

import { assertEquals } from "@std/assert";
import { formatAddress } from "../../shared/address.ts";
import { COMMANDS } from "../../main.ts";
import { KTN } from "../support/ktn.ts";
import { startServer } from "../support/live_server.ts";
import { start } from "../support/running.ts";
import { SqliteLog } from "../../server/log/sqlite.ts";
import { draftOf } from "../support/witness.ts";

/** What only writes files, says nothing when all is well, or has nobody to list. */
const SILENT = ["import", "backup", "restore", "send", "user"];

/** Where the commands run. */
interface Place {
  readonly address: string;
  readonly data: string;
}

/** Every command line that writes to standard output. */
function callsIn({ address, data }: Place): readonly (readonly string[])[] {
  const commands: Readonly<Record<string, readonly (readonly string[])[]>> = {
    serve: [["--check", "--data", "none"]],
    connect: [[address], [address, "--json"]],
    tail: [[address], [address, "--json"], [address, "--follow"]],
    search: [[address, "hello"]],
    names: [[address], [address, "--json"]],
    rooms: [[address], [address, "--json"]],
    export: [["--data", data], ["--json", "--data", data]],
    check: [["--data", data]],
    completions: [["bash"], ["fish"], ["zsh"]],
    version: [[], ["--json"]],
  };
  assertEquals(
    [...Object.keys(commands), ...SILENT].sort(),
    COMMANDS.map(({ name }) => name).sort(),
  );
  return [
    ...[[], ["help"], ["--version"], ["help", "send"], ["serve", "-h"]],
    ["serve", "--print-config"],
    ...Object.entries(commands)
      .flatMap(([name, calls]) => calls.map((args) => [name, ...args])),
  ];
}

async function folderWithMessage(): Promise<string> {
  const folder = await Deno.makeTempDir();
  await using log = SqliteLog.open(folder, { onCommit: () => {} });
  log.append(draftOf("hello", () => {}));
  return folder;
}

async function runTo(file: string, args: readonly string[]) {
  const sh = ["sh", "-c", `"$@" >${file}`, "sh"];
  await using ktn = start([...sh, ...KTN, ...args]);
  return await ktn.ended();
}

Deno.test({
  name: "every command that cannot write its output says so and ends with 1",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using server = await startServer();
    using ada = await server.join("ada");
    await ada.ask({ request: "msg", content: "hello", id: "1" });
    const data = await folderWithMessage();
    const address = formatAddress(server.address);
    for (const args of callsIn({ address, data })) {
      const { code, err } = await runTo("/dev/full", args);
      const wanted = [1, "! Cannot write: the disk is full\n"];
      assertEquals([code, err], wanted, args.join(" "));
    }
    await Deno.remove(data, { recursive: true });
  },
});
