/**
 * `ktn search`: messages that have all the words, a line each, oldest first.
 *
 * @module
 */

import type { Invocation } from "../../shared/command.ts";
import { needsOf, readingOf } from "../connection/conversation.ts";
import type { SearchRequest } from "../../shared/request.ts";
import { SearchPages } from "../chat/search_pages.ts";
import { jsonLine } from "../scripts/json_line.ts";
import { jsonLines, textLines } from "../scripts/message_lines.ts";
import { Output, standardOutput } from "../scripts/output.ts";
import { outputColumns } from "./platform.ts";
import { runQuery } from "./query_command.ts";
import { readSearchOptions, type SearchOptions } from "./query_options.ts";
import type { Query } from "../scripts/query.ts";
import { plainNotifier } from "../scripts/notifier.ts";

/** What was found, oldest first. */
interface Found {
  readonly lines: readonly string[];
  /** Where to go on, if there is more. */
  readonly before?: number;
}

/**
 * Runs `ktn search`.
 *
 * @returns the exit code; finding nothing is no failure.
 * @throws {UsageError} when the command line cannot be understood.
 */
export async function runSearch(
  { parsed, servers, environment, listenForStop }: Invocation,
): Promise<number> {
  const options = readSearchOptions(parsed, servers);
  const out = standardOutput();
  return await runQuery(
    "search",
    { ...options, ...needsOf(options.target), environment, listenForStop },
    async (query) => {
      const { lines, before } = await find(query, options);
      out.lines(lines);
      if (before === undefined) return;
      if (options.json) out.lines([jsonLine("more", { before })]);
      plainNotifier(new Output(Deno.stderr)).note(`More: --before ${before}`);
    },
  );
}

/** Asks for page after page, the newest first, until it is enough. */
async function find(
  query: Query,
  { words, target, limit, before, json }: SearchOptions,
): Promise<Found> {
  const toLines = json ? jsonLines : textLines({ columns: outputColumns });
  let lines: readonly string[] = [];
  let request: SearchRequest | undefined = {
    request: "search",
    content: words,
    ...readingOf(target),
    limit,
    ...(before === undefined ? {} : { before }),
  };
  const pages = new SearchPages(request);
  while (request) {
    const { event, payload } = await query.ask(request);
    if (event.kind !== "history") break;
    lines = [...toLines(event, payload), ...lines];
    request = pages.take(event);
  }
  return pages.before === undefined
    ? { lines }
    : { lines, before: pages.before };
}
