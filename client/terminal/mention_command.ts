/**
 * The user's own command for when somebody names them. What was said reaches it
 * in its environment and never as part of a command line.
 *
 * @module
 */

import { escapeUnsafeLines, escapeUnsafeName } from "../../shared/text.ts";
import type { Alert } from "../chat/mentions.ts";
import { AlertPace } from "./alert_pace.ts";

/** Options for {@linkcode MentionCommand}. */
export interface MentionCommandOptions {
  /** What the shell runs. */
  readonly command: string;
  /** Hears once that it cannot be run, or did not work. */
  readonly onFailure: (why: string) => void;
  /**
   * Longest time one run may take, in milliseconds; then it is ended.
   *
   * @default {10_000}
   */
  readonly maxMs?: number;
  /** How often it runs. */
  readonly pace?: AlertPace;
}

/** Longest text that is handed over, in UTF-16 units. */
const MAX_TEXT = 4096;
const MAX_MS = 10_000;

/** Runs one command at a time; of what is said meanwhile the last counts. */
export class MentionCommand {
  readonly #options: MentionCommandOptions;
  readonly #pace: AlertPace;
  /** Settled when nothing runs and nothing waits; missing then. */
  #running: Promise<void> | undefined;
  #hasFailed = false;
  #waiting: Alert | undefined;

  /** Takes a command; nothing runs yet. */
  constructor(options: MentionCommandOptions) {
    this.#options = options;
    this.#pace = options.pace ?? new AlertPace();
  }

  /**
   * Runs it for what was said, now or when the run before has ended and its
   * time has come.
   *
   * @returns when nothing runs any more.
   */
  async run(alert: Alert): Promise<void> {
    this.#pace.noteReason();
    this.#waiting = alert;
    this.#running ??= this.#runAll();
    await this.#running;
  }

  async #runAll(): Promise<void> {
    while (this.#waiting) {
      const { waitMs } = this.#pace;
      if (waitMs > 0) await pause(waitMs);
      const next = this.#take();
      this.#pace.called();
      if (next) await this.#runOnce(next);
    }
    this.#running = undefined;
  }

  #take(): Alert | undefined {
    const next = this.#waiting;
    this.#waiting = undefined;
    return next;
  }

  async #runOnce(alert: Alert): Promise<void> {
    const { command, maxMs = MAX_MS } = this.#options;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), maxMs);
    try {
      const { program, args } = shellFor(command, Deno.build.os);
      const { success, code } = await new Deno.Command(program, {
        args: [...args],
        env: { ...environmentFor(alert) },
        stdin: "null",
        stdout: "null",
        stderr: "null",
        signal: late.signal,
      }).spawn().status;
      if (late.signal.aborted) this.#fail(`it took more than ${maxMs} ms`);
      else if (!success) this.#fail(`it ended with the exit code ${code}`);
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
    } finally {
      clearTimeout(timer);
    }
  }

  #fail(why: string): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#options.onFailure(why);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Returns why no command can be run at all, if that is so. */
export function whyNoCommand(): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "run" });
  return state === "granted"
    ? undefined
    : "this ktn was started without the right to run programs; give Deno --allow-run";
}

/** Returns the environment of a command for what was said, safe to show. */
export function environmentFor(
  { room, sender, text }: Alert,
): Readonly<Record<string, string>> {
  return {
    MENTION_ROOM: escapeUnsafeName(room),
    MENTION_SENDER: escapeUnsafeName(sender),
    MENTION_TEXT: escapeUnsafeLines(text.slice(0, MAX_TEXT)).join("\n"),
  };
}

/**
 * PowerShell, since the other shell of Windows puts variables into a command
 * before it reads it, so that a text could be one.
 */
function shellFor(
  command: string,
  os: string,
): { readonly program: string; readonly args: readonly string[] } {
  return os === "windows"
    ? { program: "powershell", args: ["-NoProfile", "-Command", command] }
    : { program: "/bin/sh", args: ["-c", command] };
}
