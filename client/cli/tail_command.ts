/**
 * `ktn tail`, put together: streams, files and signals of this machine.
 *
 * @module
 */

import type { Invocation } from "../../shared/command.ts";
import { whyItFailed } from "../../shared/system_error.ts";
import { CursorError, CursorFile } from "../scripts/cursor_file.ts";
import { EXIT } from "../connection/exit_code.ts";
import { findMoment, PAGE } from "../scripts/find_moment.ts";
import { lifelineTo } from "../connection/lifeline.ts";
import { jsonLines, textLines } from "../scripts/message_lines.ts";
import { Output } from "../scripts/output.ts";
import { SCRIPT_TIMEOUT_MS } from "../connection/patience.ts";
import { Pending } from "../connection/pending.ts";
import { readerName } from "../connection/login_name.ts";
import { listenForSignals } from "./signals.ts";
import { readTailOptions, type TailOptions } from "./tail_options.ts";
import { type Begin, Tail } from "../scripts/tail.ts";
import { visit, type Visited } from "./visit_command.ts";
import type { Visit } from "../scripts/visit.ts";
import { type Notifier, plainNotifier } from "../scripts/notifier.ts";

/**
 * Runs `ktn tail`.
 *
 * @returns the exit code.
 * @throws {UsageError} when the command line cannot be understood.
 */
export async function runTail(
  { parsed, servers }: Invocation,
): Promise<number> {
  const options = readTailOptions(parsed, servers, Date.now());
  const notifier = plainNotifier(new Output(Deno.stderr));
  try {
    using cursor = options.cursor === undefined
      ? undefined
      : new CursorFile(options.cursor);
    const name = readerName("tail");
    const begin = await whereToBegin(options, cursor, name);
    if (begin.kind === "failed") return begin.exitCode;
    const tail = tailOf(options, {
      begin: begin.value,
      cursor,
      name,
      notifier,
    });
    using _signals = listenForSignals((exitCode) => tail.stop(exitCode));
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
  const patience = follows ? Infinity : SCRIPT_TIMEOUT_MS;
  const tail: Tail = new Tail({
    connection: {
      ...lifelineTo(address),
      name,
      pending: new Pending(),
      keepsTrying: hasTimeout,
    },
    begin,
    follows,
    giveUpMs: timeoutMs ?? patience,
    hasTimeout,
    out: new Output(Deno.stdout, (error) => {
      const isGone = error instanceof Deno.errors.BrokenPipe;
      if (!isGone) notifier.warn(`Cannot write: ${whyItFailed(error)}`);
      tail.stop(isGone ? EXIT.ok : EXIT.failed);
    }),
    notifier,
    toLines: json ? jsonLines : textLines(),
    json,
    remember: (place) => cursor?.save(place),
  });
  return tail;
}

/** A cursor knows best; a time is looked for on the server. */
async function whereToBegin(
  { begin, ...setting }: TailOptions,
  cursor: CursorFile | undefined,
  name: string,
): Promise<Visited<Begin>> {
  const place = cursor?.load();
  if (place) {
    return { kind: "done", value: { kind: "after", place, isVague: false } };
  }
  if (begin.kind === "newest") return { kind: "done", value: begin };
  if (begin.kind === "seq") {
    const { seq } = begin;
    const value = { kind: "after", place: { seq }, isVague: false } as const;
    return { kind: "done", value };
  }
  return await visit({ ...setting, name }, (one) => find(begin.time, one));
}

async function find(time: number, visit: Visit): Promise<Begin> {
  const after = async (seq: number) => {
    const request = { request: "history", after: seq, limit: PAGE } as const;
    const { event } = await visit.ask(request);
    return event.kind === "history" ? event.messages : [];
  };
  const { forgotten = 0, seq: last = 0, log } = await visit.arrived();
  const seq = await findMoment(time, { forgotten, last, after });
  return { kind: "after", place: { seq, log }, isVague: true };
}
