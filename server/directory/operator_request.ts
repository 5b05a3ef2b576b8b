/**
 * What the operator asks of a server that runs: a row for each sort of request.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import type { Json } from "../../shared/json.ts";
import type { ListedAccount, OperatorAccounts } from "./operator_accounts.ts";
import {
  count,
  fieldsOf,
  flag,
  list,
  optionalText,
  RecordDamage,
  type RecordFields,
  text,
} from "./record_fields.ts";

/** What can be asked. */
export const OPERATOR_COMMANDS = ["list", "add", "reset", "remove"] as const;

/** One of {@linkcode OPERATOR_COMMANDS}. */
export type OperatorCommand = typeof OPERATOR_COMMANDS[number];

/** A request of the operator. */
export type OperatorRequest = {
  readonly command: OperatorCommand;
  /** Whose account; for all but `list`. */
  readonly name?: string;
  /** The new password; for `add` and `reset`. */
  readonly password?: string;
};

/** Does one request; returns the accounts that were asked for. */
type Run = (
  accounts: OperatorAccounts,
  fields: RecordFields,
) => readonly ListedAccount[] | Promise<void>;

const RUNS: ReadonlyMap<string, Run> = new Map<OperatorCommand, Run>([
  ["list", (accounts) => accounts.list()],
  [
    "add",
    (accounts, fields) =>
      accounts.add(text(fields, "name"), text(fields, "password")),
  ],
  [
    "reset",
    (accounts, fields) =>
      accounts.reset(text(fields, "name"), text(fields, "password")),
  ],
  ["remove", (accounts, fields) => accounts.remove(text(fields, "name"))],
]);

/**
 * Does what the operator asks for.
 *
 * @returns the accounts; none where it does not ask for them.
 * @throws {ChatError} what `OperatorAccounts` throws; `bad_request` for what is
 * no request.
 */
export async function runOperatorRequest(
  accounts: OperatorAccounts,
  request: Json,
): Promise<readonly ListedAccount[]> {
  try {
    const fields = fieldsOf(request);
    const run = RUNS.get(text(fields, "command"));
    if (!run) throw new RecordDamage('"command" is none there is');
    return await run(accounts, fields) ?? [];
  } catch (error) {
    if (!(error instanceof RecordDamage)) throw error;
    throw new ChatError("bad_request", `Cannot do this: ${error.message}`);
  }
}

/** Returns the answer to a request as it goes over the socket. */
export async function answerTo(
  accounts: OperatorAccounts,
  request: Json,
): Promise<Json> {
  try {
    const found = await runOperatorRequest(accounts, request);
    return { accounts: found.map((account) => ({ ...account })) };
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    return { code: error.code, content: error.message };
  }
}

/** The answer of a server that refuses; its code is of the protocol. */
export class OperatorRefusal extends Error {
  /** Names the class in logs. */
  override readonly name = "OperatorRefusal";
}

/**
 * Reads what {@linkcode answerTo} returned.
 *
 * @throws {OperatorRefusal} what the server refused, and {RecordDamage}.
 */
export function readAnswer(answer: Json): readonly ListedAccount[] {
  const fields = fieldsOf(answer);
  const refusal = optionalText(fields, "content");
  if (refusal !== undefined) throw new OperatorRefusal(refusal);
  return list(fields, "accounts").map((account) => {
    const values = fieldsOf(account);
    return {
      name: text(values, "name"),
      made: count(values, "made"),
      seen: count(values, "seen"),
      here: flag(values, "here"),
      rooms: count(values, "rooms"),
    };
  });
}
