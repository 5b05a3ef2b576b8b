/** A14: what the program may do, asked of the program itself. */

import { assertEquals } from "@std/assert";
import { IS_SOURCES, programWith } from "../support/program.ts";
import { start } from "../support/running.ts";

const ASK = new URL("../support/rights_on_signal.ts", import.meta.url).pathname;

Deno.test({
  name: "ktn serve gives up the right to run programs, whatever it is given",
  ignore: Deno.build.os === "windows" || !IS_SOURCES,
  fn: async () => {
    await using server = start([
      ...programWith(["-A", `--preload=${ASK}`]),
      ...["serve", "--port", "0", "--data", "none"],
    ]);
    await server.errors((text) => text.includes("Ctrl-C\n"));
    server.signal("SIGURG");
    const said = await server.errors((text) => /^run: .*\n/m.test(text));

    assertEquals(/^run: (.*)$/m.exec(said)?.[1], "prompt");
  },
});
