/**
 * `ktn tail`, put together: streams, files and signals of this machine.
 *
 * @module
 */

import type { Invocation } from "../../shared/command.ts";
import { CursorError, CursorFile } from "../scripts/cursor_file.ts";
import { EXIT } from "../connection/exit_code.ts";
import { findSeqAtTime, PAGE } from "../scripts/seq_at_time.ts";
import { connectionOptions } from "../connection/connection_defaults.ts";
import { jsonLines, textLines } from "../scripts/message_lines.ts";
import { Output } from "../scripts/output.ts";
import { SCRIPT_TIMEOUT_MS } from "../connection/timeouts.ts";
import { UnackedMessages } from "../connection/unacked_messages.ts";
import { ROOMS_VERSION } from "../../shared/version.ts";
import type { Passwords } from "../connection/credentials.ts";
import { knownPasswords } from "./known_passwords.ts";
import { LOBBY_TARGET, type Target } from "../../shared/target.ts";
import { needsOf, readingOf } from "../connection/conversation.ts";
import { askerName } from "../connection/login_name.ts";
import { forbidPrograms, outputColumns } from "./platform.ts";
import { ReaderWatch } from "./reader_watch.ts";
import { listenForSignals } from "./signals.ts";
import { readTailOptions, type TailOptions } from "./tail_options.ts";
import { type Begin, Tail } from "../scripts/tail.ts";
import { query, type QueryResult, type QuerySetting } from "./query_command.ts";
import type { Query } from "../scripts/query.ts";
import { type Notifier, plainNotifier } from "../scripts/notifier.ts";

/**
 * Runs `ktn tail`.
 *
 * @returns the exit code.
 * @throws {UsageError} when the command line cannot be understood.
 */
export async function runTail(
  { parsed, servers, environment, listenForStop }: Invocation,
): Promise<number> {
  const options = readTailOptions(parsed, servers, Date.now());
  const notifier = plainNotifier(new Output(Deno.stderr));
  using reader = options.follows ? new ReaderWatch() : undefined;
  forbidPrograms();
  try {
    using cursor = options.cursor === undefined
      ? undefined
      : new CursorFile(options.cursor);
    const name = askerName("tail", options, environment);
    const begin = await whereToBegin(
      { ...options, name, listenForStop },
      cursor,
    );
    if (begin.kind === "failed") return begin.exitCode;
    const tail = tailOf(options, {
      passwords: await knownPasswords(options),
      begin: begin.value,
      cursor,
      name,
      notifier,
    });
    void reader?.gone.then(() => tail.stop(EXIT.ok));
    using _signals = listenForSignals(
      listenForStop,
      (exitCode) => tail.stop(exitCode),
    );
    return await tail.run();
  } catch (error) {
    if (!(error instanceof CursorError)) throw error;
    notifier.warn(error.message);
    return EXIT.data;
  }
}

interface TailParts {
  readonly passwords: Passwords;
  readonly begin: Begin;
  readonly cursor: CursorFile | undefined;
  readonly name: string;
  readonly notifier: Notifier;
}

function tailOf(
  { address, targets, follows, json, timeoutMs, ...options }: TailOptions,
  { begin, cursor, name, notifier, passwords }: TailParts,
): Tail {
  const hasTimeout = timeoutMs !== undefined;
  // A name of one's own has rooms of its own.
  const needsRooms = targets !== undefined || options.name !== undefined ||
    options.passwordFile !== undefined;
  const waitMs = follows ? Infinity : SCRIPT_TIMEOUT_MS;
  const tail: Tail = new Tail({
    connection: {
      ...connectionOptions(address),
      name,
      pending: new UnackedMessages(),
      keepsTrying: hasTimeout,
      passwords,
    },
    targets,
    version: needsRooms ? ROOMS_VERSION : undefined,
    begin,
    follows,
    giveUpMs: timeoutMs ?? waitMs,
    hasTimeout,
    out: new Output(Deno.stdout, (error) => {
      if (!error.isReaderGone) notifier.warn(error.message);
      tail.stop(error.isReaderGone ? EXIT.ok : EXIT.failed);
    }),
    notifier,
    toLines: json ? jsonLines : textLines({
      columns: outputColumns,
      tellsWhere: targets === undefined || targets.length > 1,
    }),
    json,
    remember: (position) => cursor?.save(position),
  });
  return tail;
}

/** A cursor knows best; a time is looked for on the server. */
async function whereToBegin(
  { begin, ...setting }: TailOptions & QuerySetting,
  cursor: CursorFile | undefined,
): Promise<QueryResult<Begin>> {
  const position = cursor?.load();
  if (position) {
    return { kind: "done", value: { kind: "after", position, isVague: false } };
  }
  if (begin.kind === "newest") return { kind: "done", value: begin };
  if (begin.kind === "seq") {
    const { seq } = begin;
    const value = { kind: "after", position: { seq }, isVague: false } as const;
    return { kind: "done", value: { ...value, mayBeAhead: true } };
  }
  const { targets = [LOBBY_TARGET] } = setting;
  const needs = targets.map(needsOf);
  const needed = {
    needsRooms: needs.some(({ needsRooms }) => needsRooms),
    rooms: needs.flatMap(({ rooms }) => rooms),
  };
  const { time } = begin;
  return await query(
    { ...setting, ...needed },
    (one) => find(time, targets, one),
  );
}

/** Where the conversation begins that was the first to have something then. */
async function find(
  time: number,
  targets: readonly Target[],
  query: Query,
): Promise<Begin> {
  const { forgotten = 0, seq: last = 0, log } = await query.welcome();
  let seq = Infinity;
  for (const target of targets) {
    const after = async (seq: number) => {
      const { event } = await query.ask({
        request: "history",
        ...readingOf(target),
        ...{ after: seq, limit: PAGE },
      });
      return event.kind === "history" ? event.messages : [];
    };
    const found = await findSeqAtTime(time, { forgotten, last, after });
    seq = Math.min(seq, found);
  }
  const position = { seq, log };
  return { kind: "after", position, isVague: true, notBefore: time };
}
