/**
 * `ktn names`: who is there, a line each.
 *
 * @module
 */

import type { Invocation } from "../../shared/command.ts";
import { foldName } from "../../shared/names.ts";
import { escapeUnsafeName } from "../../shared/text.ts";
import { jsonLine } from "../scripts/json_line.ts";
import { standardOutput } from "../scripts/output.ts";
import { runQuery } from "./query_command.ts";
import { readNamesOptions } from "./query_options.ts";
import { needsOf } from "../connection/conversation.ts";
import { isLobby } from "../connection/version_check.ts";
import { LOBBY_TARGET } from "../../shared/target.ts";
import type { CloseReason } from "../connection/close_reason.ts";
import { QueryError } from "../scripts/query.ts";

const NO_NAMES: CloseReason = {
  kind: "stranger",
  text: "Cannot find names in what this server answers",
};

/**
 * Runs `ktn names`.
 *
 * @returns the exit code.
 * @throws {UsageError} when the command line cannot be understood.
 */
export async function runNames(
  { parsed, servers, environment, listenForStop }: Invocation,
): Promise<number> {
  const { json, room, ...options } = readNamesOptions(parsed, servers);
  const target = room === undefined ? LOBBY_TARGET : { room };
  const where = isLobby(target) ? {} : target;
  const isNobody = options.name === undefined &&
    options.passwordFile === undefined;
  const needs = needsOf(target);
  const setting = { ...options, ...needs, environment, listenForStop };
  const out = standardOutput();
  return await runQuery("names", setting, async (query, me) => {
    const { event } = await query.ask({ request: "names", ...where });
    if (event.kind !== "names") throw new QueryError(NO_NAMES);
    const { timestamp } = event;
    // Who asks is nobody to be found there.
    const names = event.names.filter((name) =>
      !isNobody || foldName(name) !== me
    );
    if (json) out.lines([jsonLine("names", { timestamp, ...where, names })]);
    else out.lines(names.map(escapeUnsafeName));
  });
}
