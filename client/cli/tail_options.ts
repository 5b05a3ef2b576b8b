/**
 * What `ktn tail` can be told: its flags, and the options they make. Light
 * enough for help to import.
 *
 * @module
 */

import type { SavedServers } from "../../shared/config.ts";
import { type Flag, type Parsed, UsageError } from "../../shared/flags.ts";
import { MAX_PAGE } from "../../shared/request.ts";
import { type Moment, readMoment } from "../scripts/moment.ts";
import {
  type AskOptions,
  JSON_FLAG,
  readAskOptions,
  readCount,
  refuseMore,
  TIMEOUT_FLAG,
} from "./visit_options.ts";

/** The flags of `ktn tail`. */
export const TAIL_FLAGS: readonly Flag[] = [
  {
    name: "follow",
    short: "f",
    help: "Go on with what is said from now on, over any cut",
    once: true,
  },
  {
    name: "count",
    short: "n",
    value: "COUNT",
    default: "10",
    help: `Begin with the newest so many; 0 to ${MAX_PAGE}`,
    once: true,
  },
  {
    name: "since",
    value: "SEQ|TIME",
    help:
      "Begin after this place, or at this time: 2h, 2026-11-22, 2026-11-22T14:03; 0 for all there is",
    once: true,
  },
  {
    name: "cursor",
    value: "FILE",
    path: "file",
    help: "Remember in FILE what was written, and go on there the next time",
    once: true,
  },
  JSON_FLAG,
  TIMEOUT_FLAG,
];

/** What `ktn tail` was told. */
export interface TailOptions extends AskOptions {
  readonly follows: boolean;
  /** Where to begin, if no cursor says where to go on. */
  readonly begin:
    | { readonly kind: "newest"; readonly count: number }
    | Moment;
  /** The path of the cursor. */
  readonly cursor?: string;
}

/**
 * Reads what `ktn tail` was told.
 *
 * @param now In milliseconds since 1970.
 * @throws {UsageError} when it cannot be understood.
 */
export function readTailOptions(
  parsed: Parsed,
  servers: SavedServers,
  now: number,
): TailOptions {
  refuseMore(parsed);
  const cursor = parsed.text("cursor");
  return {
    ...readAskOptions(parsed, servers),
    follows: parsed.isOn("follow"),
    begin: readBegin(parsed, now),
    ...(cursor === undefined ? {} : { cursor }),
  };
}

function readBegin(parsed: Parsed, now: number): TailOptions["begin"] {
  const count = readCount(parsed, "count", 0, MAX_PAGE) ?? 0;
  const since = parsed.text("since");
  if (since === undefined) return { kind: "newest", count };
  if (parsed.settings.get("count")?.source !== "default") {
    throw new UsageError("Cannot begin at two places: --count or --since");
  }
  const moment = readMoment(since, now);
  if (moment) return moment;
  throw parsed.refusal(
    "since",
    "a seq, a time such as 2026-11-22T14:03, or 2h",
  );
}
