/**
 * Attacks by requests in their costliest form, at the rate that is allowed: a
 * burst, then four a second.
 *
 * @module
 */

import type { Attack } from "./attack.ts";

/** Below the burst of the default rate, with the login. */
const BURST = 9;
const EDGE_MS = 251;
const LIMIT = 1000;
const LONG_TEXT = "y".repeat(4096);
const SEARCHED = { request: "search", limit: LIMIT };
const SAME_MARK = "_^[]";

/** Asks in bursts and then at the edge; the number is that of the request. */
function ask(requestOf: (n: number) => object): Attack {
  return async (attacker) => {
    using connection = await attacker.logIn();
    for (let n = 0; connection.isOpen; n++) {
      await connection.send(requestOf(n));
      if (n >= BURST - 1) await attacker.pause(EDGE_MS);
    }
  };
}

/** Asks a burst, waits for an answer to the last and comes back for the next. */
function askInBursts(request: object): Attack {
  return async (attacker) => {
    using connection = await attacker.logIn();
    const requests = Array.from({ length: BURST }, () => request);
    await connection.send(...requests);
    connection.hangUp();
    await connection.over;
  };
}

/** Asks without a pause, for servers without a rate. */
function askFlatOut(requestOf: (n: number) => object): Attack {
  return async (attacker) => {
    using connection = await attacker.logIn();
    for (let n = 0; connection.isOpen; n += 100) {
      const some = Array.from({ length: 100 }, (_, k) => requestOf(n + k));
      await connection.send(...some);
    }
  };
}

const search = (content: string, fields: object = {}) =>
  ask(() => ({ ...SEARCHED, content, ...fields }));

const history = { request: "history", limit: LIMIT };
const say = (n: number) => ({ request: "msg", content: `${n} ${LONG_TEXT}` });
const sayLong = (n: number) => {
  const { request, content } = say(n);
  return { request, content: content.slice(0, LONG_TEXT.length) };
};

const MIXED: readonly object[] = [
  history,
  { ...history, after: 0 },
  { ...SEARCHED, content: "message people" },
  { ...SEARCHED, content: "hello", from: "ada-", limit: 1 },
  sayLong(0),
  { request: "names" },
  { request: "help" },
  { request: "nothing" },
  { request: "ping", more: "x".repeat(60_000) },
];

/** The attacks, by name. */
export const REQUEST_ATTACKS: ReadonlyMap<string, Attack> = new Map(
  Object.entries({
    history: ask(() => history),
    historyBefore: ask((n) => ({ ...history, before: 9999 - n })),
    historyAfter: ask((n) => ({ ...history, after: n })),
    historyInBursts: askInBursts(history),
    searchOtherMark: search("hello", { from: "ada-", limit: 1 }),
    searchMarkOfMany: ask((n) => ({
      ...SEARCHED,
      content: "hello",
      from: `ada${SAME_MARK[n % SAME_MARK.length]}`,
    })),
    searchSameWord: search("the ".repeat(1024).trim()),
    searchManyWords: search(
      Array.from({ length: 800 }, (_, n) => `w${n}`).join(" "),
    ),
    searchNeverTogether: search("odd even"),
    searchThreeCommon: search("message people say"),
    searchCommon: search("message"),
    searchCommonOfFew: search("message", { from: "rare" }),
    searchNobodySaid: search("xyzzy"),
    searchInBursts: askInBursts({ ...SEARCHED, content: "message people say" }),
    names: ask(() => ({ request: "names" })),
    namesInBursts: askInBursts({ request: "names" }),
    help: ask(() => ({ request: "help" })),
    say: ask(sayLong),
    sayAgain: ask(() => ({ ...sayLong(0), id: "again" })),
    sayTooMuch: ask(() => ({ request: "msg", content: "z".repeat(60_000) })),
    unknown: ask((n) => ({ request: `unknown${n}${"u".repeat(60_000)}` })),
    mixed: ask((n) => MIXED[n % MIXED.length] ?? {}),
    sayFlatOut: askFlatOut((n) => ({ request: "msg", content: `flat ${n}` })),
    pingFlatOut: askFlatOut(() => ({ request: "ping" })),
    historyFlatOut: askFlatOut(() => history),
    searchFlatOut: askFlatOut(() => ({ ...SEARCHED, content: "message" })),
    namesFlatOut: askFlatOut(() => ({ request: "names" })),
  }),
);
