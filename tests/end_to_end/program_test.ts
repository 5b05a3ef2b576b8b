import { testProgram } from "../contracts/program_contract.ts";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;

testProgram("ktn", [Deno.execPath(), "run", "--no-prompt", "-A", MAIN]);
