/**
 * The ways in which one client may make others wait: a table, a row a way.
 *
 * @module
 */

import type { StoredName } from "./stored.ts";

/** One way. */
export interface Way {
  readonly name: string;
  /** The name of what each attacker does. */
  readonly attack: string;
  readonly log: "durable" | "memory";
  readonly stored: StoredName;
  /** Attackers at once. */
  readonly connections: number;
  /** People who are there and say nothing. */
  readonly people: number;
  /** More flags of `ktn serve`. */
  readonly flags: readonly string[];
  /**
   * Whether all attackers have one address, which is not this machine's own, and
   * each neighbour another one; in a network of its own, see `network.ts`.
   */
  readonly isOneAddress: boolean;
  /** Whether it is in the short version too. */
  readonly isShort: boolean;
}

/** Where the rows of one attack differ. */
type Row = Partial<Omit<Way, "attack" | "name">>;

const NO_RATE = ["--rate", "off"];
const MILLION = { stored: "million" } as const;
const LONG = { stored: "tenThousandLong" } as const;
const SHORT = { isShort: true } as const;
const FLAT_OUT = { flags: NO_RATE } as const;

/** Each attack with its rows; one attacker on a durable log, if not said. */
const ROWS: Readonly<Record<string, readonly Row[]>> = {
  // What issue 12 saw.
  searchOtherMark: [{ stored: "tenThousand" }, MILLION],
  tail: [MILLION, { ...MILLION, connections: 16 }],
  newlines: [SHORT, { connections: 16 }, { connections: 100 }, FLAT_OUT],
  spaces: [{}, { connections: 16 }],
  history: [
    LONG,
    { ...LONG, connections: 16 },
    { ...LONG, connections: 100 },
    { ...LONG, log: "memory", connections: 16 },
  ],
  searchSameWord: [MILLION],
  searchNeverTogether: [MILLION, { ...MILLION, connections: 16 }],
  searchThreeCommon: [{ ...MILLION, connections: 16 }],
  searchNobodySaid: [{ ...LONG, log: "memory" }, MILLION],
  largeThenIdle: [{ connections: 100 }],
  // Their siblings: other bytes.
  newlinesAsUser: [{}],
  spacesAsUser: [{}],
  newlineByNewline: [{}, { connections: 16 }],
  byteByByte: [{}],
  junk: [{ connections: 16 }],
  deep: [{ connections: 16 }],
  keys: [{ connections: 16 }],
  endlessString: [{ connections: 16 }],
  notUtf8: [{ connections: 16 }],
  tinyValues: [{ ...SHORT, connections: 1 }, { connections: 16 }],
  tinyValuesAsUser: [{ connections: 16 }],
  bareValues: [{ connections: 16 }],
  http: [{ connections: 16 }],
  junkAsUser: [{ ...SHORT, connections: 16 }, { connections: 100 }],
  deepAsUser: [{ connections: 100 }],
  deepObjectsAsUser: [{ connections: 100 }],
  keysAsUser: [{ connections: 100 }],
  numbersAsUser: [{ connections: 100 }],
  escapesAsUser: [{ connections: 100 }],
  // Other connections.
  connectAndClose: [{ ...SHORT, connections: 16 }],
  connectAndReset: [{ connections: 16 }],
  halfClosed: [{ connections: 16 }],
  loginAndLogout: [{ connections: 16 }, { connections: 16, people: 1000 }],
  loginAndCut: [{ connections: 16 }],
  loginForThousand: [LONG, { ...LONG, connections: 16 }],
  loginForAll: [MILLION, { ...MILLION, connections: 16 }],
  neverReads: [{ ...MILLION, connections: 100 }],
  readsSlowly: [{ ...MILLION, connections: 16 }],
  wrongToken: [{ ...SHORT, connections: 16 }],
  passwords: [{ ...SHORT, connections: 200 }],
  // Other requests.
  historyBefore: [{ ...LONG, connections: 16 }, {
    ...MILLION,
    connections: 100,
  }],
  historyAfter: [{ ...LONG, connections: 16 }, { ...MILLION, connections: 16 }],
  historyInBursts: [{ ...LONG, connections: 16 }],
  searchMarkOfMany: [MILLION],
  searchManyWords: [MILLION, { ...MILLION, connections: 16 }],
  searchCommon: [{ ...MILLION, connections: 16 }, {
    ...LONG,
    log: "memory",
    connections: 16,
  }],
  searchCommonOfFew: [MILLION, { ...MILLION, connections: 16 }],
  searchInBursts: [MILLION],
  names: [{ connections: 16, people: 1000 }],
  namesInBursts: [{ connections: 16, people: 1000 }],
  help: [{ connections: 100 }],
  say: [{ ...SHORT, connections: 1 }, { connections: 16 }, {
    connections: 16,
    log: "memory",
  }, { connections: 100 }],
  sayAgain: [{ connections: 100 }],
  sayTooMuch: [{ connections: 100 }],
  unknown: [{ connections: 100 }],
  mixed: [
    SHORT,
    { ...MILLION, connections: 16 },
    { ...LONG, log: "memory", connections: 16 },
  ],
  // Where the operator has lifted the rate: turns are left.
  sayFlatOut: [FLAT_OUT],
  pingFlatOut: [FLAT_OUT],
  historyFlatOut: [{ ...FLAT_OUT, ...LONG }],
  searchFlatOut: [{ ...FLAT_OUT, ...MILLION }],
  namesFlatOut: [FLAT_OUT],
};

/** The limits of an address would keep most of a hundred out. */
const ONE_ADDRESS = {
  connections: 100,
  isOneAddress: true,
  flags: ["--address-logins", "off", "--address-rate", "off"],
} as const;

/** Where the attackers share an address. */
const ADDRESS_ROWS: Readonly<Record<string, readonly Row[]>> = {
  connectAndClose: [{ ...ONE_ADDRESS, flags: [] }],
  keysAsUser: [{ ...ONE_ADDRESS, ...SHORT }],
  say: [ONE_ADDRESS],
  history: [{ ...ONE_ADDRESS, ...LONG }],
  historyBefore: [{ ...ONE_ADDRESS, ...MILLION }],
  loginForThousand: [{ ...ONE_ADDRESS, ...LONG }],
  searchThreeCommon: [{ ...ONE_ADDRESS, ...MILLION }],
  mixed: [{ ...ONE_ADDRESS, ...MILLION }],
};

/** All ways in which the attackers are of this machine. */
export const WAYS: readonly Way[] = waysOf(ROWS);

/** All ways in which the attackers share an address. */
export const ADDRESS_WAYS: readonly Way[] = waysOf(ADDRESS_ROWS);

function waysOf(
  table: Readonly<Record<string, readonly Row[]>>,
): readonly Way[] {
  return Object.entries(table).flatMap(([attack, rows]) =>
    rows.map((row) => wayOf(attack, row))
  );
}

function wayOf(attack: string, row: Row): Way {
  const usual = {
    log: "durable",
    stored: "nothing",
    connections: 1,
    people: 0,
    flags: [],
    isOneAddress: false,
    isShort: false,
  } as const;
  const way = { attack, ...usual, ...row };
  const words = [
    attack,
    ...way.stored === "nothing" ? [] : [way.stored],
    ...way.log === "memory" ? ["memory"] : [],
    ...way.people > 0 ? [`${way.people}there`] : [],
    `x${way.connections}`,
    ...way.isOneAddress ? ["oneAddress"] : [],
    ...way.flags === NO_RATE ? ["noRate"] : [],
  ];
  return { ...way, name: words.join("-") };
}
