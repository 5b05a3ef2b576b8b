/**
 * Attacks by how connections are made, used and left.
 *
 * @module
 */

import type { Attack } from "./attack.ts";

/** Of a value that is sent before its client is idle. */
const LARGE_BYTES = 60_000;
/** So many have an account: below what may be registered in ten minutes. */
const ACCOUNTS = 20;
const PASSWORD = "correct horse";
/** When to come again for who is told that it is busy. */
const BUSY_MS = 250;

const connectAndClose: Attack = async (attacker) => {
  using connection = attacker.connect();
  await connection.write("\n");
};

const connectAndReset: Attack = async (attacker) => {
  const connection = attacker.connect();
  await connection.write('{"request":');
  connection.reset();
};

const halfClosed: Attack = async (attacker) => {
  using connection = await attacker.logIn();
  await connection.send({ request: "names" });
  connection.hangUp();
  await connection.over;
};

const loginAndLogout: Attack = async (attacker) => {
  using connection = await attacker.logIn({ version: 2, history: 0 });
  await connection.send({ request: "logout" });
  await connection.over;
};

const loginAndCut: Attack = async (attacker) => {
  const connection = await attacker.logIn({ version: 2, history: 0 });
  connection.reset();
};

/** Logs in for this past, reads its beginning, and leaves. */
function loginFor(fields: object): Attack {
  return async (attacker) => {
    using _connection = await attacker.logIn(fields);
  };
}

/** Reads everything, as `ktn tail --since 0` does, and stays. */
const tail: Attack = async (attacker) => {
  using connection = await attacker.logIn({ version: 2, since: 0 });
  await connection.over;
};

const neverReads: Attack = async (attacker) => {
  using connection = await attacker.logIn({ version: 2, since: 0 });
  connection.stopReading();
  await connection.over;
};

const readsSlowly: Attack = async (attacker) => {
  using connection = await attacker.logIn({ version: 2, since: 0 });
  while (connection.isOpen) {
    connection.stopReading();
    await attacker.pause(50);
    connection.goOnReading();
    await connection.next();
  }
};

const wrongToken: Attack = async (attacker) => {
  using connection = attacker.connect();
  while (connection.isOpen) {
    const login = { request: "login", content: "neighbour0" };
    await connection.send({ ...login, token: crypto.randomUUID() });
    await connection.next();
  }
};

/**
 * Logs in with a password, again and again; some have an account, the others
 * have each time another name that nobody has.
 */
const passwords: Attack = async (attacker) => {
  const isOwner = attacker.number < ACCOUNTS;
  const content = `owner${attacker.number}`;
  if (isOwner) {
    using first = await attacker.logIn({ version: 3 }, content);
    await first.send({ request: "register", content: PASSWORD });
    await first.next();
  }
  for (let number = 0; !attacker.signal.aborted; number++) {
    using connection = attacker.connect();
    const nobody = `nobody${attacker.number}_${number}_${Date.now()}`;
    const name = isOwner ? content : nobody;
    const login = { request: "login", content: name, version: 3 };
    await connection.send({ ...login, password: PASSWORD });
    const answer = await connection.next();
    if (answer.includes('"busy"')) await attacker.pause(BUSY_MS);
  }
};

const largeThenIdle: Attack = async (attacker) => {
  using connection = await attacker.logIn();
  await connection.send({ request: "ping", more: "x".repeat(LARGE_BYTES) });
  await connection.over;
};

/** The attacks, by name. */
export const CONNECTION_ATTACKS: ReadonlyMap<string, Attack> = new Map(
  Object.entries({
    connectAndClose,
    connectAndReset,
    halfClosed,
    loginAndLogout,
    loginAndCut,
    loginForThousand: loginFor({ version: 2, history: 1000 }),
    loginForAll: loginFor({ version: 2, since: 0 }),
    tail,
    neverReads,
    readsSlowly,
    wrongToken,
    passwords,
    largeThenIdle,
  }),
);
