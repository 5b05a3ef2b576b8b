/**
 * `/help`: what can be typed and pressed, whole or about one word. Read from
 * the tables it is given.
 *
 * @module
 */

import type { HelpTopic } from "./help_topics.ts";
import { describeKeys, type KeyHelp } from "./key_bindings.ts";
import type { OtherCommand } from "./other_commands.ts";

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
  readonly keys: readonly KeyHelp[];
  readonly topics: readonly HelpTopic[];
  /** Commands of other programs. */
  readonly others: readonly OtherCommand[];
}

/** Left and right part of a line. */
type HelpRow = readonly [left: string, right: string];

/** Asks for all keys; no command is called so. */
const KEYS_TOPIC = "keys";
/** Asks for all commands of other programs. */
const OTHERS_TOPIC = "irc";

/** Returns the help, one line under the other. */
export function helpOn(topic: string, tables: HelpTables): string {
  if (topic === "") return overview(tables);
  const word = topic.toLowerCase();
  if (word === KEYS_TOPIC) return columns(keyRows(tables.keys));
  if (word === OTHERS_TOPIC) return tables.others.map(otherLine).join("\n");
  const found = [
    ...commandsAbout(word, tables),
    ...topicsAbout(word, tables),
    ...keysAbout(word, tables),
  ];
  const lines = othersAbout(word, tables);
  if (found.length > 0) lines.push(columns(found));
  return lines.length > 0
    ? lines.join("\n")
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
      ["/help irc", "Show what commands of IRC do here"],
    ]),
  ].join("\n");
}

function commandsAbout(word: string, { commands }: HelpTables): HelpRow[] {
  const name = word.replace(/^\//, "");
  const exact = commands.get(name);
  const found = exact
    ? [exact]
    : [...commands.values()].filter((command) =>
      isAbout(word, `${command.usage} ${command.summary}`)
    );
  return found.flatMap(({ usage, summary, example }): HelpRow[] => [
    [usage, summary],
    ["", `For example: ${example}`],
  ]);
}

function othersAbout(word: string, { others }: HelpTables): string[] {
  const name = word.replace(/^\//, "");
  return others.filter(({ names }) => names.includes(name)).map(otherLine);
}

/** They have many names, so nothing can stand beside them. */
function otherLine({ names, command, advice }: OtherCommand): string {
  const typed = names.map((name) => `/${name}`).join(", ");
  return `${typed}: ${advice ?? `the same as /${command}`}`;
}

function topicsAbout(word: string, { topics }: HelpTables): HelpRow[] {
  return topics
    .filter(({ title, words }) => isAbout(word, [title, ...words].join(" ")))
    .flatMap(({ title, sentences }) =>
      sentences.map((text, at): HelpRow => [at === 0 ? title : "", text])
    );
}

function keysAbout(word: string, { keys }: HelpTables): HelpRow[] {
  return keyRows(
    keys.filter((binding) =>
      isAbout(word, `${binding.keys.join(" ")} ${binding.summary}`)
    ),
  );
}

function keyRows(keys: readonly KeyHelp[]): HelpRow[] {
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
