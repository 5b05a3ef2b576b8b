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
  {
    names: ["msg", "query", "tell", "whisper", "w", "dm", "notice"],
    advice:
      "Not sent: there are no direct messages yet, everybody here would read it. A text with NAME in it rings for NAME",
  },
  {
    names: ["join", "j", "list", "rooms", "channel"],
    advice:
      "There is one room so far, and everybody is in it: /names shows who",
  },
  {
    names: ["part", "leave", "close"],
    advice: "There is one room so far: /quit leaves it, with the chat",
  },
  {
    names: ["invite"],
    advice:
      "Nobody needs an invitation: ktn connect with the address of this server leads here",
  },
  {
    names: ["topic"],
    advice: "Rooms have no topic yet: say it, and /search finds it again",
  },
  {
    names: ["away", "back", "afk"],
    advice:
      "There is no mark for being away yet: say it; what others say until you are back is marked as new",
  },
  {
    names: ["whois", "whowas"],
    advice: "Nothing is known about people yet: /names shows who is here",
  },
  {
    names: ["kick", "ban", "unban", "mute", "op", "deop", "mode", "oper"],
    advice:
      "Nobody can be removed or silenced yet: ask who runs the server to keep an address out",
  },
  {
    names: ["ignore", "unignore", "block"],
    advice:
      "Nobody can be hidden yet; --joins none leaves out who comes and goes",
  },
  {
    names: ["register", "login", "identify", "password", "passwd"],
    advice: "Not sent: there are no accounts and no passwords yet",
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
