/**
 * What every command that only asks a server has in common: a network, a name,
 * signals, and what the exit code says.
 *
 * @module
 */

import type { Address } from "../../shared/address.ts";
import type { Environment } from "../../shared/flag.ts";
import type { ListenForStop } from "../../shared/platform.ts";
import { EXIT, exitCodeFor } from "../connection/exit_code.ts";
import { oneShotOptions } from "../connection/connection_defaults.ts";
import { StatusReporter } from "../scripts/status_reporter.ts";
import { Output } from "../scripts/output.ts";
import { SCRIPT_TIMEOUT_MS } from "../connection/timeouts.ts";
import { type Asker, askerName } from "../connection/login_name.ts";
import { knownPasswords, type PasswordOptions } from "./known_passwords.ts";
import { listenForSignals } from "./signals.ts";
import { Query, QueryError, RefusedError } from "../scripts/query.ts";
import { plainNotifier } from "../scripts/notifier.ts";

/** Refusals that are about who asks, and not about what is asked. */
const WHO_ASKS: ReadonlySet<string | undefined> = new Set([
  "bad_password",
  "banned",
  "forbidden",
  "too_many",
  "unknown_room",
  "unknown_user",
]);

/** Whom to ask, and how. */
export interface QuerySetting extends PasswordOptions {
  readonly address: Address;
  /** How long to try, in milliseconds; missing when nobody said. */
  readonly timeoutMs?: number;
  /** The name to log in with. */
  readonly name: string;
  /** Whether rooms or direct messages are needed. */
  readonly needsRooms?: boolean;
  /** The rooms to be in. */
  readonly rooms?: readonly string[];
  /** Listens to what asks the program to end. */
  readonly listenForStop: ListenForStop;
}

/** What came of a query: what it was for, or the exit code. */
export type QueryResult<T> =
  | { readonly kind: "done"; readonly value: T }
  | { readonly kind: "failed"; readonly exitCode: number };

/** Logs in to a server, does `work` there, and says what went wrong. */
export async function query<T>(
  setting: QuerySetting,
  work: (query: Query) => Promise<T>,
): Promise<QueryResult<T>> {
  const { address, timeoutMs, name, rooms = [], listenForStop } = setting;
  const passwords = await knownPasswords(setting);
  const needsRooms = setting.needsRooms || rooms.length > 0;
  const notifier = plainNotifier(new Output(Deno.stderr));
  const reporter = new StatusReporter(notifier);
  const hasTimeout = timeoutMs !== undefined;
  const asked = new Query({
    connection: oneShotOptions({
      ...{ address, name, needsRooms, passwords },
      keepsTrying: hasTimeout,
    }),
    reporter,
    giveUpMs: timeoutMs ?? SCRIPT_TIMEOUT_MS,
  });
  let stopped: number | undefined;
  using _signals = listenForSignals(listenForStop, (exitCode) => {
    stopped = exitCode;
    asked.stop();
  });
  try {
    const value = await asked.run(async (one) => {
      if (needsRooms) await one.enter(rooms);
      return await work(one);
    });
    return { kind: "done", value };
  } catch (error) {
    if (stopped !== undefined) return { kind: "failed", exitCode: stopped };
    if (error instanceof RefusedError) {
      notifier.warn(error.message);
      const isOfWho = WHO_ASKS.has(error.event.code);
      const exitCode = isOfWho ? EXIT.refused : EXIT.failed;
      return { kind: "failed", exitCode };
    }
    if (!(error instanceof QueryError)) throw error;
    reporter.closed(error.reason);
    const exitCode = exitCodeFor(error.reason, { unsent: 0, hasTimeout });
    return { kind: "failed", exitCode };
  }
}

/**
 * Asks, under a name that says what for unless one is given; resolves to the
 * exit code.
 */
export async function runQuery(
  what: string,
  setting: Omit<QuerySetting, "name"> & Asker & {
    readonly environment: Environment;
  },
  work: (query: Query, name: string) => Promise<void>,
): Promise<number> {
  const name = askerName(what, setting, setting.environment);
  const result = await query({ ...setting, name }, (one) => work(one, name));
  return result.kind === "done" ? EXIT.ok : result.exitCode;
}
