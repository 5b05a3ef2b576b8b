/**
 * `ktn user`: the accounts of a server, for its operator, whether it runs or not.
 *
 * @module
 */

import type { Invocation } from "../../shared/command.ts";
import { EXIT } from "../../shared/exit_code.ts";
import { escapeUnsafe } from "../../shared/text.ts";
import type { ListedAccount } from "../directory/operator_accounts.ts";
import {
  type OperatorCommand,
  OperatorRefusal,
} from "../directory/operator_request.ts";
import { DataError } from "../log/data_error.ts";
import { changeAccounts } from "../maintenance/user_accounts.ts";
import { dataFolderOf } from "./data_commands.ts";
import {
  askPassword,
  PromptCancelled,
  readPasswordFile,
} from "./password_source.ts";
import { readUserOptions } from "./user_options.ts";

/** What was done, in a sentence about a name. */
const DONE: Readonly<Record<OperatorCommand, (name: string) => string>> = {
  list: () => "",
  add: (name) => `${name} is an account`,
  reset: (name) =>
    `${name} has another password; who was logged in so is logged out`,
  remove: (name) => `${name} is no account any more; what it said stays`,
};

/** Lists, makes, changes or removes accounts. */
export async function runUser(invocation: Invocation): Promise<number> {
  const { err } = invocation;
  try {
    return await run(invocation);
  } catch (error) {
    if (error instanceof PromptCancelled) return EXIT.interrupted;
    const isData = error instanceof DataError;
    if (!isData && !(error instanceof OperatorRefusal)) throw error;
    err(error.message);
    return isData ? EXIT.data : EXIT.failed;
  }
}

async function run(invocation: Invocation): Promise<number> {
  const { parsed, print, err } = invocation;
  const { command, name } = readUserOptions(parsed);
  const folder = dataFolderOf(invocation);
  const needsPassword = command === "add" || command === "reset";
  const accounts = await changeAccounts(folder, {
    command,
    ...(name !== "" && { name }),
    ...(needsPassword && { password: passwordOf(invocation, name) }),
  });
  const format = parsed.isOn("json") ? asJson : asText;
  for (const account of accounts) print(format(account));
  if (command !== "list") err(DONE[command](escapeUnsafe(name)));
  return EXIT.ok;
}

function passwordOf({ parsed }: Invocation, name: string): string {
  const file = parsed.text("password-file");
  return file === undefined
    ? askPassword(escapeUnsafe(name))
    : readPasswordFile(file);
}

function asJson({ made, seen, ...account }: ListedAccount): string {
  const time = (ms: number) => new Date(ms).toISOString();
  return JSON.stringify({ ...account, made: time(made), seen: time(seen) });
}

function asText({ name, made, seen, here, rooms }: ListedAccount): string {
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const when = here ? "here now" : `seen ${day(seen)}`;
  const where = rooms === 1 ? "1 room" : `${rooms} rooms`;
  return `${escapeUnsafe(name)}  made ${day(made)}, ${when}, in ${where}`;
}
