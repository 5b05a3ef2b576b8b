/**
 * What people type who know other chat programs, IRC above all: each does the
 * same as a command here, or there is a sentence with what to do instead. It
 * is never sent as text.
 *
 * @module
 */

/** Commands of other programs that mean the same. */
export interface OtherCommand {
  /** Without the slash. */
  readonly names: readonly string[];
  /** The command here that does the same. */
  readonly command?: string;
  /** What to do instead, a sentence without its full stop. */
  readonly advice?: string;
}

/** Every such command, those most used first. */
export const OTHER_COMMANDS: readonly OtherCommand[] = [
  { names: ["exit", "bye", "disconnect"], command: "quit" },
  { names: ["who", "users"], command: "names" },
  { names: ["lastlog", "grep"], command: "search" },
  { names: ["?", "commands"], command: "help" },
  {
    names: ["nick", "name"],
    advice:
      "A name is chosen when one joins: /quit, then ktn connect HOST --name NAME",
  },
  {
    names: ["me", "action", "describe"],
    advice:
      "Not sent: ktn has no form for this. Write it as a text, such as (waves)",
  },
  { names: ["tell", "whisper", "w", "dm", "notice"], command: "msg" },
  { names: ["r"], command: "reply" },
  { names: ["talk"], command: "query" },
  { names: ["j", "channel"], command: "join" },
  { names: ["list"], command: "rooms" },
  { names: ["part", "close"], command: "leave" },
  { names: ["back", "afk"], command: "away" },
  { names: ["whowas"], command: "whois" },
  {
    names: ["kick", "ban", "unban", "mute", "op", "deop", "mode", "oper"],
    advice:
      "Nobody can be removed or silenced yet: ask who runs the server to keep an address out",
  },
  { names: ["ignore"], command: "block" },
  { names: ["unignore"], command: "unblock" },
  { names: ["password"], command: "passwd" },
  {
    names: ["login", "identify", "auth"],
    advice:
      "Not sent: the password of a name is asked for when one joins: /quit, then ktn connect HOST --name NAME",
  },
  {
    names: ["edit", "delete", "redact"],
    advice: "What was said stays as it is: say it again, put right",
  },
  {
    names: ["clear", "cls"],
    advice:
      "Nothing is taken away from the chat: Ctrl-L draws it again, PageUp and PageDown go through it",
  },
  {
    names: ["server", "connect"],
    advice: "A chat is with one server: /quit, then ktn connect HOST",
  },
];

/** By their names. */
export const OTHERS_BY_NAME: ReadonlyMap<string, OtherCommand> = new Map(
  OTHER_COMMANDS.flatMap((other) => other.names.map((name) => [name, other])),
);
