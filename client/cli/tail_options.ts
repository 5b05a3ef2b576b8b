/**
 * The flags of `ktn tail`, and the options they set. Light enough for help to
 * import.
 *
 * @module
 */

import type { Flag, FlagValues } from "../../shared/flag.ts";
import { type Parsed, UsageError } from "../../shared/flags.ts";
import { MAX_PAGE } from "../../shared/request.ts";
import type { Target } from "../../shared/target.ts";
import type { SavedServers } from "../../shared/saved_server.ts";
import {
  count,
  FILE,
  SWITCH,
  type ValueType,
} from "../../shared/value_type.ts";
import { isDateOrSeq, readSince, type Since } from "../scripts/since.ts";
import { ROOMS_FLAG, TO_FLAG } from "./conversation_options.ts";
import { ASK_FLAGS, type AskOptions, readAskOptions } from "./query_options.ts";

/** A place in the log; what `2h` ago is depends on the clock. */
type SinceAt = (now: number) => Since | undefined;

const SINCE: ValueType<SinceAt> = {
  placeholder: "SEQ|TIME",
  expected: "a seq, a time such as 2026-11-22T14:03, today, 15:00, or 2h",
  instead: (text) =>
    isDateOrSeq(text)
      ? `a date with dashes, such as 2026-11-22, or seq:${text} for that seq`
      : undefined,
  read: (text) => {
    const momentAt: SinceAt = (now) => readSince(text, now);
    return momentAt(0) && momentAt;
  },
};

const FOLLOW_FLAG = {
  name: "follow",
  key: "follows",
  short: "f",
  type: SWITCH,
  help: "Go on with what is said from now on, over any cut",
  cliOnly: true,
} as const satisfies Flag;

const BEGIN_FLAGS = [
  {
    name: "count",
    short: "n",
    type: count({ max: MAX_PAGE }, "COUNT"),
    default: "10",
    help: "Begin with the newest so many",
    cliOnly: true,
  },
  {
    name: "since",
    type: SINCE,
    help:
      "Begin after this place, or at this time: 2h, today, 15:00, 2026-11-22, 2026-11-22T14:03; 0 for all there is",
    cliOnly: true,
  },
] as const satisfies readonly Flag[];

const CURSOR_FLAG = {
  name: "cursor",
  type: FILE,
  help: "Remember in FILE what was written, and go on there the next time",
  cliOnly: true,
} as const satisfies Flag;

const PLAIN_FLAGS = [FOLLOW_FLAG, CURSOR_FLAG] as const;

/** The flags of `ktn tail`. */
export const TAIL_FLAGS: readonly Flag[] = [
  FOLLOW_FLAG,
  ...BEGIN_FLAGS,
  CURSOR_FLAG,
  ROOMS_FLAG,
  TO_FLAG,
  ...ASK_FLAGS,
];

/** Options of `ktn tail`. */
export interface TailOptions
  extends AskOptions, FlagValues<typeof PLAIN_FLAGS> {
  /** Where to begin, if no cursor says where to go on. */
  readonly begin:
    | { readonly kind: "newest"; readonly count: number }
    | Since;
  /** Which conversations; all that one is in where it is missing. */
  readonly targets?: readonly Target[];
}

/**
 * Reads the options of `ktn tail`.
 *
 * @param now In milliseconds since 1970.
 * @throws {UsageError} when it cannot be understood.
 */
export function readTailOptions(
  parsed: Parsed,
  servers: SavedServers,
  now: number,
): TailOptions {
  return {
    ...readAskOptions(parsed, servers),
    ...parsed.values(PLAIN_FLAGS),
    begin: readBegin(parsed, now),
    ...readTargets(parsed),
  };
}

/** Most conversations of one tail: as many rooms as one may be in. */
const MAX_TARGETS = 50;

function readTargets(parsed: Parsed): { targets?: readonly Target[] } {
  const { rooms = [], to } = parsed.values([ROOMS_FLAG, TO_FLAG]);
  const targets = [
    ...rooms.map((room) => ({ room })),
    ...(to === undefined ? [] : [{ to }]),
  ];
  if (targets.length > MAX_TARGETS) {
    throw new UsageError(`Cannot read more than ${MAX_TARGETS} rooms`);
  }
  return targets.length === 0 ? {} : { targets };
}

function readBegin(parsed: Parsed, now: number): TailOptions["begin"] {
  const { count, since } = parsed.values(BEGIN_FLAGS);
  const begin = since?.(now);
  if (begin && parsed.settings.get("count")?.source !== "default") {
    throw new UsageError("Cannot begin at two places: --count or --since");
  }
  return begin ?? { kind: "newest", count };
}
