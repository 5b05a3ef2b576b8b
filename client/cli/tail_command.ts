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
import { readerName } from "../connection/login_name.ts";
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
  { parsed, servers, listenForStop }: Invocation,
): Promise<number> {
  const options = readTailOptions(parsed, servers, Date.now());
  const notifier = plainNotifier(new Output(Deno.stderr));
  using reader = options.follows ? new ReaderWatch() : undefined;
  forbidPrograms();
  try {
    using cursor = options.cursor === undefined
      ? undefined
      : new CursorFile(options.cursor);
    const name = readerName("tail");
    const begin = await whereToBegin(
      { ...options, name, listenForStop },
      cursor,
    );
    if (begin.kind === "failed") return begin.exitCode;
    const tail = tailOf(options, {
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
  readonly begin: Begin;
  readonly cursor: CursorFile | undefined;
  readonly name: string;
  readonly notifier: Notifier;
}

function tailOf(
  { address, follows, json, timeoutMs }: TailOptions,
  { begin, cursor, name, notifier }: TailParts,
): Tail {
  const hasTimeout = timeoutMs !== undefined;
  const waitMs = follows ? Infinity : SCRIPT_TIMEOUT_MS;
  const tail: Tail = new Tail({
    connection: {
      ...connectionOptions(address),
      name,
      pending: new UnackedMessages(),
      keepsTrying: hasTimeout,
    },
    begin,
    follows,
    giveUpMs: timeoutMs ?? waitMs,
    hasTimeout,
    out: new Output(Deno.stdout, (error) => {
      if (!error.isReaderGone) notifier.warn(error.message);
      tail.stop(error.isReaderGone ? EXIT.ok : EXIT.failed);
    }),
    notifier,
    toLines: json ? jsonLines : textLines({ columns: outputColumns }),
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
  return await query(setting, (one) => find(begin.time, one));
}

async function find(time: number, query: Query): Promise<Begin> {
  const after = async (seq: number) => {
    const request = { request: "history", after: seq, limit: PAGE } as const;
    const { event } = await query.ask(request);
    return event.kind === "history" ? event.messages : [];
  };
  const { forgotten = 0, seq: last = 0, log } = await query.welcome();
  const seq = await findSeqAtTime(time, { forgotten, last, after });
  return { kind: "after", position: { seq, log }, isVague: true };
}
