/**
 * Which of one peer's deadlines has passed: to log in, to finish a value, to
 * read what is sent, to answer a ping.
 *
 * @module
 */

import type { CloseCode } from "../../shared/errors.ts";
import { Heartbeat } from "./heartbeat.ts";
import type { Link } from "../net/link.ts";

/** What is due. */
export type Due =
  /** Close, with the reason. */
  | { readonly kind: "close"; readonly code: CloseCode }
  /** Close at once: who does not read gets no reason. */
  | { readonly kind: "cut"; readonly code?: CloseCode }
  /** Send a ping. */
  | { readonly kind: "ping" };

/** How far a peer has come. */
export type Stage = "before_login" | "old_client" | "modern_client";

/** The deadlines of one peer. */
export class Deadlines {
  readonly #link: Link;
  readonly #loginAt: number;
  readonly #heartbeat = new Heartbeat();

  /** Starts them, `loginMs` before the login is due. */
  constructor(link: Link, loginMs: number) {
    this.#link = link;
    this.#loginAt = link.heardAt + loginMs;
  }

  /** Returns what is due, if anything is. */
  check(now: number, stage: Stage): Due | undefined {
    switch (this.#link.overdue()) {
      case "value_timeout":
        return { kind: "close", code: "value_timeout" };
      case "slow":
        return { kind: "cut", code: "slow" };
      case "lingered":
        return { kind: "cut" };
    }
    if (stage === "modern_client") return this.#checkSilence(now);
    return stage === "before_login" && now > this.#loginAt
      ? { kind: "close", code: "login_timeout" }
      : undefined;
  }

  #checkSilence(now: number): Due | undefined {
    // One that is not asked for more cannot be heard either.
    if (this.#link.isPaused) return undefined;
    const todo = this.#heartbeat.check(now - this.#link.heardAt);
    if (todo === "give_up") return { kind: "close", code: "idle" };
    return todo === "ping" ? { kind: "ping" } : undefined;
  }
}
