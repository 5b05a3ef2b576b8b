/** A14: what the program may do, asked of the program itself. */

import { assertEquals } from "@std/assert";
import { start } from "../support/running.ts";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;
const ASK = new URL("../support/rights_on_signal.ts", import.meta.url).pathname;

Deno.test({
  name: "ktn serve gives up the right to run programs, whatever it is given",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using server = start([
      ...[Deno.execPath(), "run", "-A", `--preload=${ASK}`, MAIN],
      ...["serve", "--port", "0", "--data", "none"],
    ]);
    await server.errors((text) => text.includes("Ctrl-C\n"));
    server.signal("SIGURG");
    const said = await server.errors((text) => /^run: .*\n/m.test(text));

    assertEquals(/^run: (.*)$/m.exec(said)?.[1], "prompt");
  },
});
