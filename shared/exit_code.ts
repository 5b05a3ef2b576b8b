/**
 * What the exit codes of all commands mean; the manual is made from it. Knows
 * nothing of how a command comes to one.
 *
 * @module
 */

/** Exit codes by what they say; documented for scripts, so they never change. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  unreachable: 3,
  refused: 4,
  stranger: 5,
  unsent: 6,
  cannotBind: 7,
  data: 8,
  incomplete: 9,
  restart: 75,
  timeout: 124,
  hangUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;

/** What each of them means, in a sentence without its full stop. */
export const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  ok: "It worked; what was sent is stored. A server was stopped by a signal",
  failed: "Something else failed, such as one of several lines to send",
  usage: "The command line cannot be understood",
  unreachable: "Nothing can be reached at the address",
  refused: "The server refuses: the name is taken, or it is full",
  stranger: "What answers there does not speak KTN",
  unsent: "Messages could not be delivered; they are listed",
  cannotBind: "The server cannot listen on its address",
  data: "The data, the configuration or a cursor cannot be used",
  incomplete:
    "Part of what was asked for is no longer stored; the rest was written",
  restart: "The server was stopped by SIGUSR2, to be started again",
  timeout: "The time of --timeout is over",
  hangUp: "The client's terminal was closed (SIGHUP)",
  interrupted: "The client was interrupted (SIGINT)",
  terminated: "The client was asked to end (SIGTERM)",
};
