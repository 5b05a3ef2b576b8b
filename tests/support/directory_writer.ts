/**
 * A process that makes and changes identities in a directory until it is killed:
 * one line `number token` for each login, after it was answered.
 *
 * @module
 */

import { Directory } from "../../server/directory/directory.ts";
import { SqliteDirectoryStore } from "../../server/directory/sqlite_directory_store.ts";

const [folder = ""] = Deno.args;
const UTF8 = new TextEncoder();
const PEOPLE = 5;

const store = new SqliteDirectoryStore(folder);
await using directory = await Directory.open(store);

/** Logs in, and in again with the token, until the process is killed. */
async function person(name: string): Promise<never> {
  let token: string | undefined;
  for (let round = 0; true; round++) {
    const claim = { name: `${name}x${round >> 3}`, canResume: true };
    try {
      const login = await directory.logins.enter({ ...claim, token });
      const { number, isStored } = login.identity;
      const isAnswered = isStored && login.token !== token;
      token = round % 8 === 7 ? undefined : login.token;
      if (!isAnswered) continue; // nothing was kept, and nothing promised
      Deno.stdout.writeSync(
        UTF8.encode(`${claim.name} ${number} ${login.token}\n`),
      );
    } catch {
      // The disk fails now and then.
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

await Promise.all(
  Array.from({ length: PEOPLE }, (_, index) => person(`person${index}`)),
);
