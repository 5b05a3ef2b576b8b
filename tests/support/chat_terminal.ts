/**
 * `ktn connect` on a real terminal.
 *
 * @module
 */

import { type Address, formatAddress } from "../../shared/address.ts";
import { programWith } from "./program.ts";
import {
  type TmuxScreen,
  TmuxTerminal,
  type TmuxTerminalOptions,
} from "./tmux_terminal.ts";

const RIGHTS = rightsOfTask();

/** What a test may want otherwise. */
export interface ChatTerminalOptions
  extends Omit<TmuxTerminalOptions, "command"> {
  /** @default {"ada"} */
  readonly name?: string;
  /** More flags of `ktn connect`. */
  readonly flags?: readonly string[];
  /** A module that is loaded before the program, if that is its sources. */
  readonly preload?: string;
}

/**
 * How `ktn connect` is called, with the rights it has for its users; a shell
 * may read it, words have no blanks.
 */
export function connectCommand(
  address: Address,
  { name = "ada", flags = [], preload }: ChatTerminalOptions = {},
): readonly string[] {
  const first = preload === undefined ? [] : [`--preload=${preload}`];
  const program = programWith([...first, "--no-check", ...RIGHTS]);
  return [
    ...program,
    "connect",
    formatAddress(address),
    "--name",
    name,
    ...flags,
  ];
}

/** What stands between the program and `main.ts` in the task. */
function rightsOfTask(): readonly string[] {
  const file = new URL("../../deno.json", import.meta.url);
  const { tasks } = JSON.parse(Deno.readTextFileSync(file));
  const [, rights = ""] = /^deno run --lock=\S+ (.*) main\.ts connect$/
    .exec(tasks.connect.command) ?? [];
  if (rights === "") throw new Error("The task is called in another way");
  return rights.split(" ");
}

/**
 * Joins a chat on a terminal of its own, and waits until it has begun. Each row
 * has its name, to be looked for, unless `--align` is given.
 */
export async function openChat(
  address: Address,
  options: ChatTerminalOptions = {},
): Promise<TmuxTerminal> {
  const { flags = [] } = options;
  const align = flags.includes("--align") ? [] : ["--align", "never"];
  const all = { ...options, flags: [...align, ...flags] };
  const command = connectCommand(address, all);
  const env = { TZ: "UTC", ...options.env };
  await using stack = new AsyncDisposableStack();
  const terminal = stack.use(
    await TmuxTerminal.open({ ...options, command, env }),
  );
  await terminal.seen(/ here: /);
  stack.move(); // it lives on
  return terminal;
}

/** The row of the cursor, with the cursor in it as `|`. */
export function cursorRow({ lines, cursor }: TmuxScreen): string {
  const row = (lines[cursor.row] ?? "").padEnd(cursor.column);
  return `${row.slice(0, cursor.column)}|${row.slice(cursor.column)}`;
}

/** Waits until the row of the cursor is this, with the cursor as `|`. */
export async function typed(
  terminal: TmuxTerminal,
  expected: string,
): Promise<TmuxScreen> {
  return await terminal.until(
    (screen) => cursorRow(screen) === expected,
    expected,
  );
}
