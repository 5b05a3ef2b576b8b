/** D1, D3 for people: what a login was answered with is kept. */

import { assert, assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { Directory } from "../../server/directory/directory.ts";
import { SqliteDirectoryStore } from "../../server/directory/sqlite_directory_store.ts";
import {
  effort,
  faultTest,
  hasProgram,
  lacking,
  tell,
} from "../support/effort.ts";
import { endProcess } from "../support/end_process.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { within } from "../support/within.ts";

const WRITER = new URL("../support/directory_writer.ts", import.meta.url)
  .pathname;
const ROUNDS = effort(3, 20);
const LOGINS = effort(300, 3000);

/** A login that was answered: whose it was, and the token that it got. */
interface Answered {
  readonly name: string;
  readonly number: number;
  readonly token: string;
}

/** Runs people who log in until so many were answered, then kills them. */
async function answered(
  folder: string,
  strace: readonly string[] = [],
): Promise<readonly Answered[]> {
  const run = [Deno.execPath(), "run", "-A", WRITER, folder];
  const [program = "", ...args] = strace.length > 0
    ? ["strace", ...strace, ...run]
    : run;
  const options = { args, stdin: "null", stdout: "piped" } as const;
  const process = new Deno.Command(program, { ...options, stderr: "null" })
    .spawn();
  let text = "";
  const read = async () => {
    const parts = process.stdout.pipeThrough(new TextDecoderStream());
    for await (const part of parts) {
      text += part;
      // What it has said until it is dead counts, too.
      if (text.split("\n").length > LOGINS) kill(process);
    }
  };
  try {
    await within(read(), "the logins", 60_000);
  } finally {
    await endProcess(process);
  }
  return text.split("\n").slice(0, -1).map((line) => {
    const [name = "", number, token = ""] = line.split(" ");
    return { name, number: Number(number), token };
  });
}

function kill(process: Deno.ChildProcess): void {
  try {
    process.kill("SIGKILL");
  } catch {
    // It is dead already.
  }
}

/** The newest token of everybody is good, and no number is given twice. */
async function check(
  folder: string,
  all: readonly Answered[],
  numbers: Map<number, string>,
): Promise<void> {
  {
    using database = new DatabaseSync(`${folder}/directory.db`);
    const found = database.prepare("PRAGMA integrity_check").get();
    assertEquals(Object.values(found ?? {}), ["ok"]);
  }
  await using directory = await Directory.open(
    new SqliteDirectoryStore(folder),
  );
  const newest = new Map(all.map((one) => [one.name, one]));
  for (const { name, number, token } of newest.values()) {
    assertEquals(numbers.get(number) ?? name, name, "a number given twice");
    numbers.set(number, name);
    const claim = { name, token, canResume: true };
    const { identity } = await directory.logins.enter(claim);
    assertEquals(identity.number, number, `lost: ${name}`);
  }
  // Later rounds begin with nobody.
  const people = [...directory.identities.all()];
  await Promise.all(
    people.map(({ number }) => directory.endIdentity(number)),
  );
}

Deno.test("D1: a login that was answered survives kill -9 at any moment, and no number is given twice", async () => {
  await using folder = await TempFolder.make();
  const numbers = new Map<number, string>();
  let logins = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const all = await answered(folder.path);
    logins += all.length;
    await check(folder.path, all, numbers);
    numbers.forEach((name, number) => numbers.set(number, `${name} ${round}`));
  }
  assert(logins >= ROUNDS * LOGINS);
  tell(`D1: ${logins} logins answered over ${ROUNDS} kills, 0 lost`);
});

/** What fails, in which file, and which of these calls. */
const FAILURES = [
  ["a sync of the write-ahead log", "directory.db-wal", "fdatasync", "10..13"],
  ["a write to the write-ahead log", "directory.db-wal", "pwrite64", "60..63"],
  ["a checkpoint's sync", "directory.db", "fdatasync", "1..2"],
] as const;

for (const [what, file, call, when] of FAILURES) {
  faultTest(
    `D3: a login that was answered is kept when ${what} fails, and people come in`,
    lacking({ strace: hasProgram("strace") }),
    async () => {
      await using folder = await TempFolder.make();
      await new SqliteDirectoryStore(folder.path)[Symbol.asyncDispose]();
      const trace = `${folder.path}.trace`;
      const all = await answered(folder.path, [
        ...["-D", "-f", "-qq", "--seccomp-bpf", "-o", trace],
        ...["-P", `${folder.path}/${file}`, "-e", `trace=${call}`],
        ...["-e", `inject=${call}:error=EIO:when=${when}`],
      ]);
      const failed = (await Deno.readTextFile(trace)).split("\n")
        .filter((line) => line.includes("(INJECTED)")).length;
      await Deno.remove(trace);
      assert(failed > 0 || file === "directory.db", "nothing failed");
      await check(folder.path, all, new Map());
      tell(`D3: ${all.length} logins, ${failed} calls failed`);
    },
  );
}
