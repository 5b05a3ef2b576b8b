/**
 * What a configuration file sets: flags for all commands and for each, and saved
 * servers. Its keys come from the table of commands.
 *
 * @module
 */

import {
  type MemberNode,
  type ObjectNode,
  parse,
  type ValueNode,
} from "@humanwhocodes/momoa";
import { type Command, flagsOf } from "./command.ts";
import type { ConfigFile } from "./config_file.ts";
import { type Flag, takesValue } from "./flag.ts";
import {
  ConfigError,
  type Setting,
  type Settings,
  type Source,
} from "./flags.ts";
import type { SavedServer, SavedServers } from "./saved_server.ts";
import { didYouMean } from "./suggestion.ts";
import { escapeUnsafe } from "./text.ts";

/** What a configuration file says. */
export interface Config {
  /** Returns the settings of a command; its own before those for all. */
  settingsFor(command: string): Settings;
  /** Servers that can be called by name. */
  readonly servers: SavedServers;
  /** What was not understood, a line each. */
  readonly warnings: readonly string[];
}

/** The key of the saved servers. */
export const SERVERS_KEY = "servers";
/** The key of a saved server's address. */
export const HOST_KEY = "host";

/**
 * Reads a configuration: JSON, in which comments and trailing commas may stand.
 *
 * @param commands The table whose flags are its keys.
 * @throws {ConfigError} when it is no JSON, or a value is of the wrong type;
 * the message begins with `path:line:column`.
 */
export function parseConfig(
  { path, text }: ConfigFile,
  commands: readonly Command[],
): Config {
  return new ConfigReader(escapeUnsafe(path), commands).read(text);
}

/** Returns the commands whose first operand is a server. */
export function clientCommands(
  commands: readonly Command[],
): readonly Command[] {
  return commands.filter(({ operands = [] }) => operands[0] === "server");
}

class ConfigReader {
  readonly #path: string;
  readonly #commands: readonly Command[];
  readonly #warnings: string[] = [];

  constructor(path: string, commands: readonly Command[]) {
    this.#path = path;
    this.#commands = commands;
  }

  read(text: string): Config {
    const top = this.#object(this.#parse(text), "a configuration");
    const sections = new Map<string, Settings>();
    const own: MemberNode[] = [];
    let servers: SavedServers = new Map();
    for (const member of top.members) {
      const key = keyOf(member);
      const command = this.#commands.find(({ name }) => name === key);
      if (command) sections.set(key, this.#section(member, command));
      else if (key === SERVERS_KEY) servers = this.#servers(member);
      else own.push(member);
    }
    const words = [...this.#commands.map(({ name }) => name), SERVERS_KEY];
    const all = this.#settings(own, flagsOf(this.#commands), "file", words);
    return {
      settingsFor: (command) =>
        new Map([...all, ...sections.get(command) ?? []]),
      servers,
      warnings: this.#warnings,
    };
  }

  #parse(text: string): ValueNode {
    try {
      return parse(text, { mode: "jsonc", allowTrailingCommas: true }).body;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const [, why = "", line = 1, column = 1] =
        /^(.*?)\.? \((\d+):(\d+)\)$/s.exec(error.message) ??
          [, error.message];
      const where = `${this.#path}:${line}:${column}`;
      throw new ConfigError(`${where}: no JSON: ${escapeUnsafe(why)}`);
    }
  }

  #section({ name, value }: MemberNode, command: Command): Settings {
    const { members } = this.#object(value, quote(name));
    return this.#settings(members, flagsOf([command]), "file");
  }

  #servers({ name, value }: MemberNode): SavedServers {
    const { members } = this.#object(value, quote(name));
    return new Map(
      members.map((member) => [keyOf(member), this.#server(member)]),
    );
  }

  /** A server is an object, or only its host. */
  #server({ name, value }: MemberNode): SavedServer {
    if (value.type === "String") {
      const origin = this.#origin(value);
      return { host: value.value, origin, settings: new Map() };
    }
    const { members } = this.#object(value, quote(name));
    const host = members.findLast((member) => keyOf(member) === HOST_KEY);
    if (host?.value.type !== "String") {
      throw this.#wrong(host?.value ?? value, `${quote(name)} needs a "host"`);
    }
    const flags = flagsOf(clientCommands(this.#commands));
    const rest = members.filter((member) => keyOf(member) !== HOST_KEY);
    return {
      host: host.value.value,
      origin: this.#origin(host.value),
      settings: this.#settings(rest, flags, "server", [HOST_KEY]),
    };
  }

  /**
   * Reads members that stand for flags; one that does not is warned of.
   *
   * @param others What else could be meant.
   */
  #settings(
    members: readonly MemberNode[],
    flags: readonly Flag[],
    source: Source,
    others: readonly string[] = [],
  ): Settings {
    const settings = new Map<string, Setting>();
    for (const member of members) {
      const flag = flags.find(({ name }) => name === keyOf(member));
      if (flag) settings.set(flag.name, this.#setting(member, flag, source));
      else this.#warn(member, [...flags.map(({ name }) => name), ...others]);
    }
    return settings;
  }

  #setting({ name, value }: MemberNode, flag: Flag, source: Source): Setting {
    const text = textOf(value, flag);
    if (text === undefined) {
      const wanted = takesValue(flag) ? "text or a number" : "true or false";
      throw this.#wrong(value, `${quote(name)} must be ${wanted}`);
    }
    return { value: text, source, origin: this.#origin(value) };
  }

  #object(node: ValueNode, what: string): ObjectNode {
    if (node.type === "Object") return node;
    throw this.#wrong(node, `${what} must be an object, { ... }`);
  }

  #warn({ name }: MemberNode, words: readonly string[]): void {
    const hint = didYouMean(quote(name).slice(1, -1), words);
    this.#warnings.push(
      `${this.#origin(name)}: unknown key ${quote(name)}${hint}`,
    );
  }

  #wrong(node: ValueNode, why: string): ConfigError {
    return new ConfigError(`${this.#origin(node)}: ${why}`);
  }

  #origin({ loc: { start } }: Pick<ValueNode, "loc">): string {
    return `${this.#path}:${start.line}:${start.column}`;
  }
}

/** The value of a flag as text; nothing when it is of the wrong type. */
function textOf(value: ValueNode, flag: Flag): string | undefined {
  const isRight = takesValue(flag)
    ? value.type === "String" || value.type === "Number"
    : value.type === "Boolean";
  return isRight && "value" in value ? String(value.value) : undefined;
}

function keyOf({ name }: MemberNode): string {
  return name.type === "String" ? name.value : name.name;
}

function quote(name: MemberNode["name"]): string {
  return `"${escapeUnsafe(name.type === "String" ? name.value : name.name)}"`;
}
