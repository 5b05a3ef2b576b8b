import { assertEquals } from "@std/assert";
import { bundle } from "../../tools/bundle.ts";
import { compile } from "../../tools/compile.ts";
import { testProgram } from "../contracts/program_contract.ts";

const folder = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => {
  Deno.removeSync(folder, { recursive: true });
});

const program = `${folder}/program`;
await bundle(program);
const compiled = await compile({ program, output: `${folder}/ktn` });
const ignored = compiled.kind === "unreachable"
  ? "Deno's runtime file cannot be downloaded here; DENORT_BIN names a copy"
  : undefined;

Deno.test("compile() makes the binary, or says that the runtime file is missing", () => {
  const problem = compiled.kind === "failed" ? compiled.detail : undefined;
  assertEquals(problem, undefined);
});

testProgram("the standalone ktn", [`${folder}/ktn`], ignored);
