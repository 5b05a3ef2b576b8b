/** A follower ends with its reader, also when nothing more is said. */

import { assert, assertEquals } from "@std/assert";
import { formatAddress } from "../../../shared/address.ts";
import { faultTest, hasProgram, lacking } from "../../support/effort.ts";
import { startServer } from "../../support/live_server.ts";
import { start } from "../../support/running.ts";
import { shippedWays } from "../../support/shipped_rights.ts";

/** How soon it must be over on a machine that has much else to do. */
const LONGEST_MS = 2000;
/** What tells that a pipe has no reader. */
const MISSING = lacking({
  "GNU tail": Deno.build.os === "linux" && hasProgram("tail"),
});

/** A command, its flags, and who reads its first line only. */
const FOLLOWERS: readonly (readonly [string, string, string])[] = [
  ["tail", "-f", "head -n 1"],
  ["tail", "-f --json", "grep -m 1 hello"],
  ["connect", "--json", "head -n 1"],
  ["connect", "--name watcher", "head -n 1"],
];

/** A group of programs of its own, each of which ignores SIGHUP. */
const IN_GROUP = ["setsid", "sh", "-c", 'trap "" HUP; exec sh -c "$@"', "sh"];

faultTest(
  "ktn tail -f that ignores SIGHUP ends with its reader after a SIGHUP to all, too",
  lacking({
    "GNU tail": Deno.build.os === "linux" && hasProgram("tail"),
    setsid: hasProgram("setsid"),
  }),
  async () => {
    await using server = await startServer();
    using ada = await server.join("ada");
    await ada.ask({ request: "msg", content: "hello", id: "1" });
    const [{ program = [] } = {}] = shippedWays("tail");
    const call = [...program, "tail", formatAddress(server.address), "-f"];
    // A reader that goes on until it is told to end by its own input.
    const line =
      '{ "$@"; echo over >&2; } | { read -r first; echo "$first"; read -r go <&3; }';
    await using follower = start([
      ...[...IN_GROUP, `exec 3<&0; ${line}`, "sh", ...call],
    ]);
    await follower.output((text) => text.includes("hello"));
    Deno.kill(-follower.pid, "SIGHUP");
    await follower.write("end\n");
    await follower.errors((text) => text.endsWith("over\n"));
  },
);

for (const [command, flags, reader] of FOLLOWERS) {
  faultTest(
    `ktn ${command} ${flags} | ${reader} ends when nobody reads, though nothing more is said`,
    MISSING,
    async () => {
      await using server = await startServer();
      using ada = await server.join("ada");
      await ada.ask({ request: "msg", content: "hello", id: "1" });
      for (const { from, program } of shippedWays(command)) {
        const call = [...program, command, formatAddress(server.address)];
        const line = `{ "$@" ${flags}; echo over >&2; } | ${reader}`;
        await using follower = start(["sh", "-c", line, "sh", ...call]);
        const seen = await follower.output((text) => text.includes("\n"));
        const seenAt = performance.now();
        await follower.errors((text) => text.endsWith("over\n"));

        assert(performance.now() - seenAt < LONGEST_MS, from);
        assertEquals(seen.split("\n").length, 2, from);
      }
    },
  );
}
