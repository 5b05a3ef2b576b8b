import { testProgram } from "../contracts/program_contract.ts";
import { PROGRAM } from "../support/program.ts";

testProgram("ktn", PROGRAM);
