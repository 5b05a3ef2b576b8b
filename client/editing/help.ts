/**
 * `/help`: what can be typed and pressed, whole or about one word. Read from
 * the tables it is given.
 *
 * @module
 */

import { describeKeys, type KeyBinding } from "./key_bindings.ts";

/** What help says about a command. */
export interface CommandHelp {
  /** As it is typed. */
  readonly usage: string;
  /** One line, no full stop. */
  readonly summary: string;
  /** A call that does something. */
  readonly example: string;
}

/** The tables help is read from. */
export interface HelpTables {
  readonly commands: ReadonlyMap<string, CommandHelp>;
  readonly keys: readonly KeyBinding[];
}

/** Left and right part of a line. */
type HelpRow = readonly [left: string, right: string];

/** Asks for all keys; no command is called so. */
const KEYS_TOPIC = "keys";

/** Returns the help, one line under the other. */
export function helpOn(topic: string, tables: HelpTables): string {
  if (topic === "") return overview(tables);
  const word = topic.toLowerCase();
  if (word === KEYS_TOPIC) return columns(keyRows(tables.keys));
  const found = [...commandsAbout(word, tables), ...keysAbout(word, tables)];
  return found.length > 0
    ? columns(found)
    : `There is no help on "${topic}". /help shows all commands, /help keys all keys`;
}

function overview({ commands }: HelpTables): string {
  return [
    "What you type is sent with Enter. Lines that begin with / are commands:",
    columns([
      ...[...commands.values()].map(({ usage, summary }): HelpRow => [
        usage,
        summary,
      ]),
      ["//text", "Send the text /text"],
      ["/help keys", "Show what the keys do"],
    ]),
  ].join("\n");
}

function commandsAbout(word: string, { commands }: HelpTables): HelpRow[] {
  const name = word.replace(/^\//, "");
  const exact = commands.get(name);
  const found = exact
    ? [exact]
    : [...commands.values()].filter((command) =>
      isAbout(word, `${command.usage} ${command.summary} ${command.example}`)
    );
  return found.flatMap(({ usage, summary, example }): HelpRow[] => [
    [usage, summary],
    ["", `For example: ${example}`],
  ]);
}

function keysAbout(word: string, { keys }: HelpTables): HelpRow[] {
  return keyRows(
    keys.filter((binding) =>
      isAbout(word, `${binding.keys.join(" ")} ${binding.summary}`)
    ),
  );
}

function keyRows(keys: readonly KeyBinding[]): HelpRow[] {
  return keys.map((binding) => [describeKeys(binding), binding.summary]);
}

function isAbout(word: string, text: string): boolean {
  return text.toLowerCase().includes(word);
}

function columns(rows: readonly HelpRow[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `${left.padEnd(width)}  ${right}`)
    .join("\n");
}
