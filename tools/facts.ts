/**
 * What the reference says and the table of commands does not: the files ktn
 * uses, and the variables it reads besides those of its flags. A test compares
 * the variables with the sources.
 *
 * @module
 */

/** A thing, and what it is for in a sentence without its full stop. */
export type Fact = readonly [what: string, purpose: string];

/** Variables that are no flag's. */
export const VARIABLES: readonly Fact[] = [
  ["HOME", "Where the folders below are, when nothing else says so"],
  ["XDG_CONFIG_HOME", "Folder of configuration, if not ~/.config"],
  ["XDG_DATA_HOME", "Folder of data, if not ~/.local/share"],
  ["XDG_STATE_HOME", "Folder of state, if not ~/.local/state"],
  ["APPDATA", "Folder of configuration on Windows"],
  ["LOCALAPPDATA", "Folder of data and state on Windows"],
  ["USERPROFILE", "The same as HOME on Windows"],
  ["USER", "Who you are when --name does not say"],
  ["LOGNAME", "The same where USER is not set"],
  ["USERNAME", "The same on Windows"],
  ["NO_COLOR", "Any value turns colours off"],
  ["FORCE_COLOR", "Any value turns colours on, also in a pipe"],
  ["TERM", "What the terminal can do; with dumb nothing is redrawn"],
  ["COLORTERM", "truecolor where the terminal has all colours"],
  ["COLUMNS", "How wide help may be"],
  ["LC_ALL", "Language and characters, before all others"],
  ["LC_CTYPE", "Which characters the terminal can show"],
  ["LC_TIME", "Whether times have 12 or 24 hours"],
  ["LANG", "The same where no LC_ variable is set"],
  ["VISUAL", "Editor for long messages"],
  ["EDITOR", "The same where VISUAL is not set"],
  ["INSIDE_EMACS", "Whether a shell of Emacs shows by itself what is typed"],
];

/** Files, as they are called on Linux. */
export const FILES: readonly Fact[] = [
  [
    "~/.config/ktn/config.json",
    "Your configuration; ktn only ever reads it",
  ],
  [
    "~/.local/share/ktn/ktn.db",
    "The history of a server, with -wal and -shm while it runs, and a lock",
  ],
  [
    "~/.local/state/ktn/unsent/",
    "Messages a terminal client could not send yet",
  ],
  [
    "~/.local/state/ktn/token/",
    "What takes your name back after a crash",
  ],
  [
    "~/.local/state/ktn/input_history.json",
    "What you typed, for the arrow keys",
  ],
  [
    "~/.local/state/ktn/read/",
    "How far you have read, by server and name",
  ],
  [
    "~/.local/state/ktn/known_servers.json",
    "Servers you chatted on, for completion",
  ],
];
