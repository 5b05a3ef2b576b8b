import { assertEquals } from "@std/assert";
import { codeOf, whyItFailed } from "../../shared/system_error.ts";

function failed(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

Deno.test("whyItFailed() says what errors of this system mean", () => {
  const folder = Deno.makeTempDirSync();
  const missing = failed(() => Deno.readTextFileSync(`${folder}/no`));
  assertEquals(whyItFailed(missing), "there is no such file or folder");
  assertEquals(codeOf(missing), "ENOENT");
  const isFolder = failed(() => Deno.readTextFileSync(folder));
  assertEquals(whyItFailed(isFolder), "it is a folder");
  Deno.writeTextFileSync(`${folder}/file`, "");
  const below = failed(() => Deno.readTextFileSync(`${folder}/file/x`));
  assertEquals(whyItFailed(below), "a part of the path is no folder");
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("whyItFailed() repeats what is not known, without the system's number", () => {
  const error = new Error("Something odd (os error 999): open 'x'");
  assertEquals(whyItFailed(error), "Something odd");
  assertEquals(whyItFailed("thrown text"), "thrown text");
  assertEquals(codeOf("thrown text"), undefined);
});
