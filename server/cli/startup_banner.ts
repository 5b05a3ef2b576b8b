/**
 * What an operator reads when the server has started: where it listens, how to
 * join, what is kept and who can come.
 *
 * @module
 */

import { format as formatBytes } from "@std/fmt/bytes";
import { format as formatDuration } from "@std/fmt/duration";
import {
  type Address,
  formatAddress,
  isLoopback,
} from "../../shared/address.ts";
import { VERSION } from "../../shared/version.ts";
import type { LogFields } from "../logging/logger.ts";
import type { ServeOptions } from "../serve_options.ts";

/** How the program is called, so that the line can be copied and run. */
const CALL = Deno.mainModule.endsWith("/main.js") ? "ktn" : "deno task";

/** The start-up block: where, how to join, what is kept, who can come. */
export function startupBanner(address: Address, options: ServeOptions): string {
  const isLocal = isLoopback(address.hostname);
  const isAnywhere = ["0.0.0.0", "::"].includes(address.hostname);
  const host = isAnywhere ? hostName() : address.hostname;
  const target = formatAddress({ hostname: host, port: address.port });
  return [
    `ktn ${VERSION} listens on ${formatAddress(address)} (process ${Deno.pid})`,
    `  join     ${CALL} connect ${target}`,
    `  history  ${describeHistory(options)}`,
    isLocal
      ? "  network  only this machine can join; --host 0.0.0.0 opens it to the network, unencrypted"
      : "  network  everybody who reaches this address can join, and read along: nothing is encrypted",
    "  stop     Ctrl-C",
  ].join("\n");
}

/** The same for programs that read the log: where, what is kept, who can come. */
export function startupFields(
  address: Address,
  { dataFolder, historyLength }: ServeOptions,
): LogFields {
  return {
    version: VERSION,
    address: formatAddress(address),
    process: Deno.pid,
    data: dataFolder ?? "none",
    history: historyLength,
    network: isLoopback(address.hostname)
      ? "this machine"
      : "open, unencrypted",
  };
}

function describeHistory(
  { dataFolder, historyLength, retention }: ServeOptions,
): string {
  const where = dataFolder === null
    ? "in memory only, gone when the server stops"
    : `kept in ${dataFolder}${describeRetention(retention)}`;
  const shown = historyLength === 0
    ? "nobody is shown the past"
    : `whoever joins sees the last ${historyLength} messages`;
  return `${where}; ${shown}`;
}

function describeRetention(
  { keepMs, keepMessages, maxBytes }: ServeOptions["retention"],
): string {
  const limits: string[] = [];
  if (keepMs !== undefined) {
    limits.push(formatDuration(keepMs, { ignoreZero: true }));
  }
  if (keepMessages !== undefined) limits.push(`${keepMessages} messages`);
  if (maxBytes !== undefined) limits.push(formatBytes(maxBytes));
  return limits.length > 0 ? `, at most ${limits.join(", ")}` : "";
}

function hostName(): string {
  try {
    return Deno.hostname();
  } catch {
    return "THIS-MACHINE"; // the right to ask for the name was not given
  }
}
