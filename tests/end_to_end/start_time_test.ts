import { assert, assertEquals } from "@std/assert";
import { PROGRAM } from "../support/program.ts";
import { start } from "../support/running.ts";

/** From the start of the process to the end of its help. */
const MAX_MS = 100;
/** The tests that run beside this one take their time as well. */
const TRIES = 30;

Deno.test("ktn --help is there within 100 ms", async () => {
  let best = Infinity;
  for (let n = 0; n < TRIES && best > MAX_MS; n++) {
    const began = performance.now();
    await using help = start([...PROGRAM, "--help"]);
    await help.ended();
    best = Math.min(best, performance.now() - began);
  }
  assert(best <= MAX_MS, `${best} ms`);
});

Deno.test({
  name: "ktn --help asks no shell what it was started with, other commands one",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const folder = await Deno.makeTempDir({ prefix: "ktn" });
    const script =
      `#!/bin/sh\necho asked >>${folder}/asked\nexec /bin/sh "$@"\n`;
    await Deno.writeTextFile(`${folder}/sh`, script, { mode: 0o755 });
    const env = { PATH: `${folder}:${Deno.env.get("PATH")}` };
    const asked = async (word: string) => {
      await using running = start([...PROGRAM, word], { env });
      await running.ended();
      return Deno.readTextFile(`${folder}/asked`).catch(() => "");
    };
    assertEquals([await asked("--help"), await asked("version")], [
      "",
      "asked\n",
    ]);
    await Deno.remove(folder, { recursive: true });
  },
});
