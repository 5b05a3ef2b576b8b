/**
 * What help says that is about no key and no command.
 *
 * @module
 */

/** A topic of `/help WORD`. */
export interface HelpTopic {
  readonly title: string;
  /** Other words by which it is found. */
  readonly words: readonly string[];
  /** Sentences without their full stop. */
  readonly sentences: readonly string[];
}

/** Every topic; what they say stands in docs/terminal.md too. */
export const HELP_TOPICS: readonly HelpTopic[] = [
  {
    title: "Pasting",
    words: ["paste", "clipboard", "insert"],
    sentences: [
      "A paste goes into the line and never sends by itself; Enter sends it as one message",
      "Before more than 5 lines or 2,048 bytes go, ktn asks; a message holds 4,096 bytes",
    ],
  },
  {
    title: "The mouse",
    words: ["wheel", "select", "copy"],
    sentences: [
      "The wheel scrolls the chat in most terminals; the mouse selects text as ever",
    ],
  },
  {
    title: "Rooms and talks",
    words: ["direct", "private", "message", "channel", "dm"],
    sentences: [
      "/join ROOM and /query NAME go there, /join ROOM new makes a room, /leave goes out",
      "Alt-1 to Alt-9, Alt-Left, Alt-Right and Alt-A go from one to another",
      "In a talk the line begins with your name, to, and the other's: nobody else reads it",
    ],
  },
  {
    title: "Your name",
    words: ["account", "password", "login", "register"],
    sentences: [
      "/register keeps it for you; a password is asked for and never part of a line",
    ],
  },
  {
    title: "Mentions",
    words: ["bell", "ring", "highlight", "notify", "notification"],
    sentences: [
      "Who names you in a text rings for you: --bell off|mention|all, --on-mention COMMAND",
    ],
  },
];
