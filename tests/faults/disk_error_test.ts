/** D3: the disk returns an error now and then: nothing acknowledged is lost. */

import { assert, assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import {
  effort,
  faultTest,
  hasProgram,
  lacking,
  tell,
} from "../support/effort.ts";
import { readIds, runLogWriter } from "../support/log_writer_process.ts";

const MESSAGES = effort(3000, 10_000);

/** What fails, in which file, and which of these calls. */
const FAILURES = [
  ["a sync of the write-ahead log", "ktn.db-wal", "fdatasync", "30..33"],
  ["a write to the write-ahead log", "ktn.db-wal", "pwrite64", "300..303"],
  ["a checkpoint's sync of the database", "ktn.db", "fdatasync", "1..2"],
  ["a checkpoint's write to the database", "ktn.db", "pwrite64", "5..6"],
  ["beginning the write-ahead log anew", "ktn.db-wal", "write", "1"],
] as const;

for (const [what, file, call, when] of FAILURES) {
  faultTest(
    `D3: nothing acknowledged is lost when ${what} fails, and it goes on`,
    lacking({ strace: hasProgram("strace") }),
    async () => {
      const folder = await Deno.makeTempDir({ prefix: "ktn-eio" });
      try {
        // With its files, so that the calls of the first start are not counted.
        await readIds(folder);
        const trace = `${folder}.trace`;
        const how = ["-D", "-f", "-qq", "--seccomp-bpf", "-o", trace];
        const inject = `inject=${call}:error=EIO:when=${when}`;
        const path = ["-P", `${folder}/${file}`];
        const said = await runLogWriter(folder, MESSAGES, [
          ...how,
          ...path,
          ...["-e", `trace=${call}`, "-e", inject],
        ]);
        const failed = (await Deno.readTextFile(trace)).split("\n")
          .filter((line) => line.includes("(INJECTED)")).length;
        await Deno.remove(trace);
        assert(failed > 0, "nothing failed");
        assert(said.length >= MESSAGES, "it did not go on");
        const kept = await readIds(folder);
        for (const line of said) {
          const [seq, id] = line.split(" ");
          assertEquals(kept.get(Number(seq)), id, `lost: ${line}`);
        }
        using database = new DatabaseSync(`${folder}/ktn.db`);
        const check = database.prepare("PRAGMA integrity_check").get();
        assertEquals(Object.values(check ?? {}), ["ok"]);
        tell(`D3: ${said.length} acknowledged, ${failed} calls failed`);
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  );
}
