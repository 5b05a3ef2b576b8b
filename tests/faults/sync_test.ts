/** D6: a stand-in for a power cut: what is acknowledged was synced before. */

import { assert, assertEquals } from "@std/assert";
import { DurableServer } from "../support/durable_server.ts";
import {
  effort,
  faultTest,
  hasProgram,
  lacking,
  tell,
} from "../support/effort.ts";
import { SystemCalls } from "../support/system_calls.ts";

const MESSAGES = effort(50, 1000);
const SYNCED = /f(data)?sync(\(| resumed).*= 0$/;

faultTest(
  "D6: no message is acknowledged before a sync that covers it has come back",
  lacking({ strace: hasProgram("strace") }),
  async () => {
    await using server = await DurableServer.start();
    using ada = await server.join("ada", { version: 2, history: 0 });
    const watched = ["fsync", "fdatasync", "recvfrom", "sendto"];
    await using calls = await SystemCalls.of(server.pid, watched);
    for (let n = 1; n <= MESSAGES; n++) {
      await ada.send({ request: "msg", content: "kept?", id: `number-${n}` });
      await ada.until(({ id }) => id === `number-${n}`);
    }
    const lines = await calls.end();
    let at = 0;
    for (let n = 1; n <= MESSAGES; n++) {
      const id = `number-${n}\\"`;
      const came = indexAfter(
        lines,
        at,
        (line) => line.includes("recv") && line.includes(id),
      );
      const acked = indexAfter(
        lines,
        came,
        (line) => line.includes("sendto(") && line.includes(id),
      );
      const synced = indexAfter(lines, came, (line) => SYNCED.test(line));
      assert(synced < acked, `message ${n} was acknowledged before its sync`);
      at = acked;
    }
    const syncs = lines.filter((line) => SYNCED.test(line)).length;
    assertEquals(syncs >= MESSAGES, true, "each came after the last was acked");
    tell(`D6: ${MESSAGES} acknowledged, ${syncs} syncs, 0 too early`);
  },
);

function indexAfter(
  lines: readonly string[],
  start: number,
  isIt: (line: string) => boolean,
): number {
  const index = lines.findIndex((line, at) => at >= start && isIt(line));
  assert(index >= 0, "strace has not seen what it should have");
  return index;
}
