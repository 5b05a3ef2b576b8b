/**
 * People and rooms as lines of an export, before its messages: first which
 * directory they are of, then each record.
 *
 * @module
 */

import type { Json } from "../../shared/json.ts";
import { ID_KEY } from "../directory/directory.ts";
import {
  DIRECTORY_FILE,
  DirectoryDatabase,
} from "../directory/directory_database.ts";
import { fieldsOf, type RecordFields } from "../directory/record_fields.ts";
import { isThere } from "../log/new_database.ts";

/** What an export takes along. */
export interface DirectoryLinesOptions {
  /** Whether with what passwords, tokens and codes are recognised by. */
  readonly withSecrets: boolean;
}

/** Yields the lines; none where the folder has no directory. */
export function* directoryLines(
  folder: string,
  { withSecrets }: DirectoryLinesOptions,
): Generator<string> {
  const path = `${folder}/${DIRECTORY_FILE}`;
  if (!isThere(path)) return;
  using file = DirectoryDatabase.open(path, true);
  const id = file.get(ID_KEY)?.value;
  if (typeof id !== "string") return;
  yield JSON.stringify({ directory: id });
  for (const { key, value } of file.all()) {
    if (value === undefined || key === ID_KEY) continue;
    const shown = withSecrets ? value : withoutSecrets(key, value);
    if (shown !== undefined) yield JSON.stringify({ key, value: shown });
  }
}

/** What of a record tells nobody how to come in; nothing: all of it does. */
function withoutSecrets(key: string, value: Json): Json | undefined {
  const [family = ""] = key.split("/");
  return SECRETS.get(family)?.(fieldsOf(value)) ?? (
    SECRETS.has(family) ? undefined : value
  );
}

const SECRETS: ReadonlyMap<string, (fields: RecordFields) => Json | undefined> =
  new Map<string, (fields: RecordFields) => Json | undefined>([
    ["identity", ({ password: _, here: __, ...fields }) => ({
      ...fields,
      tokens: [],
    })],
    // Without its password everybody could come in.
    [
      "room",
      ({ password, ...fields }) =>
        password === undefined ? fields : { ...fields, private: true },
    ],
    ["invitation", (fields) => fields.hash === undefined ? fields : undefined],
  ]);
