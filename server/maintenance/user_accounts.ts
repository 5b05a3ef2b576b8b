/**
 * The accounts of a data folder, for its operator: by way of the server while
 * one runs there, else in the directory's own file.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import { whyItFailed } from "../../shared/system_error.ts";
import { Attempts } from "../directory/attempts.ts";
import { unpackDirectory } from "../directory/carried_directory.ts";
import { Directory } from "../directory/directory.ts";
import type { ListedAccount } from "../directory/operator_accounts.ts";
import { OperatorAccounts } from "../directory/operator_accounts.ts";
import {
  OperatorRefusal,
  type OperatorRequest,
  readAnswer,
  runOperatorRequest,
} from "../directory/operator_request.ts";
import { askOperator } from "../directory/operator_socket.ts";
import { numberAboveLost } from "../directory/number_series.ts";
import { PasswordHasher } from "../directory/password_hasher.ts";
import { RecordDamage } from "../directory/record_fields.ts";
import { SqliteDirectoryStore } from "../directory/sqlite_directory_store.ts";
import { DataError } from "../log/data_error.ts";
import { DataLock } from "../log/data_lock.ts";
import { isThere } from "../log/new_database.ts";
import { DATABASE_FILE } from "../log/sqlite.ts";

/**
 * Does what the operator of a data folder asks for.
 *
 * @returns the accounts; none where it does not ask for them.
 * @throws {OperatorRefusal} what cannot be done, in words for people; {DataError}
 * when the folder cannot be used.
 */
export async function changeAccounts(
  folder: string,
  request: OperatorRequest,
): Promise<readonly ListedAccount[]> {
  const answer = await ask(folder, request);
  if (answer !== undefined) return answer;
  unpackDirectory(folder);
  using _lock = DataLock.take(folder);
  const store = new SqliteDirectoryStore(folder);
  const hasLog = isThere(`${folder}/${DATABASE_FILE}`);
  const options = hasLog ? { firstNumber: numberAboveLost() } : {};
  await using directory = await Directory.open(store, options);
  const accounts = new OperatorAccounts({
    directory,
    hasher: new PasswordHasher(),
    attempts: new Attempts(),
  });
  try {
    return await runOperatorRequest(accounts, { ...request });
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    throw new OperatorRefusal(error.message);
  }
}

/** Asks the server, where one runs. */
async function ask(
  folder: string,
  request: OperatorRequest,
): Promise<readonly ListedAccount[] | undefined> {
  try {
    const answer = await askOperator(folder, request);
    return answer === undefined ? undefined : readAnswer(answer);
  } catch (error) {
    if (error instanceof OperatorRefusal) throw error;
    const why = error instanceof RecordDamage
      ? error.message
      : whyItFailed(error);
    throw new DataError(
      `Cannot ask the server that uses the data folder "${folder}": ${why}`,
    );
  }
}
