/** `KTN_PROGRAM`: the tests run against what it names, and nothing else. */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { makeStandIn } from "../../tools/stand_in.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { within } from "../support/within.ts";

const ROOT = new URL("../../", import.meta.url);
const TESTS = "tests/end_to_end/program_test.ts";

/** Runs the tests that say what ktn is, against this program. */
async function test(
  program: string,
): Promise<{ readonly success: boolean; readonly out: string }> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--no-check", "--lock=tests/deno.lock", TESTS],
    cwd: ROOT,
    env: { KTN_PROGRAM: program, NO_COLOR: "1" },
    stderr: "null",
  });
  const { success, stdout } = await within(command.output(), TESTS, 60_000);
  return { success, out: new TextDecoder().decode(stdout) };
}

Deno.test({
  name: "the tests start the program that KTN_PROGRAM names",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using folder = await TempFolder.make();
    await makeStandIn(`${folder.path}/ktn`);
    assertEquals((await test(`${folder.path}/ktn`)).success, true);
    const other = `${folder.path}/other`;
    await Deno.writeTextFile(other, "#!/bin/sh\necho I am another >&2\n");
    await Deno.chmod(other, 0o755);
    const { success, out } = await test(other);
    assertEquals(success, false);
    assertStringIncludes(out, "I am another");
  },
});
