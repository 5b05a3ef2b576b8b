/**
 * One life of a connection: the login, what is said and heard, and how it
 * ends. Knows nothing of the lives before and after, and of how things look.
 *
 * @module
 */

import type {
  AckEvent,
  BeatEvent,
  ErrorEvent,
  Event,
  HistoryEvent,
  InfoEvent,
  MessageEvent,
  WelcomeEvent,
} from "../../shared/event.ts";
import type { Frame } from "../../shared/frame.ts";
import { readEvent } from "../../shared/read_event.ts";
import type { LoginRequest, Request } from "../../shared/request.ts";
import type { Wire } from "./dial.ts";
import type { LifeEnd } from "./ending.ts";
import type { Listener, Online, Verdict } from "./listener.ts";
import { LoginWatch } from "./login_watch.ts";
import { encode, handle, type Handlers, isPayload } from "./message_parser.ts";
import type { Patience } from "./patience.ts";
import type { Outgoing, Pending } from "./pending.ts";
import { HEALS, NOT_ABOUT_LOGIN } from "./refusals.ts";
import { Sender } from "./sender.ts";
import { Silence } from "./silence.ts";
import type { Story } from "./story.ts";

/** Hears what happens in a life. */
export interface LifeListener extends Omit<Listener, "onState"> {
  onOnline(online: Omit<Online, "kind" | "again">): void;
}

/** Options for {@linkcode Life}. */
export interface LifeOptions {
  readonly wire: Wire;
  readonly login: LoginRequest;
  readonly pending: Pending;
  readonly story: Story;
  readonly listener: LifeListener;
  readonly patience: Patience;
}

/** Marks the request whose answer comes when the history is told. */
const AFTER_HISTORY = "after-history";

/** The seed's server confirms each message in these words. */
const OLD_CONFIRMATION = /^message received\b/i;
const LOGIN_SUCCESSFUL = /login successful/i;

/** A connection from its login to its end. */
export class Life {
  readonly #options: LifeOptions;
  readonly #sender: Sender;
  readonly #silence: Silence;
  /** What the server is found to be. */
  #server: "unknown" | "old" | "numbered" = "unknown";
  #welcome: WelcomeEvent | undefined;
  #heard = false;
  #over = false;
  #end: LifeEnd | undefined;
  #last: ErrorEvent | undefined;
  #watch: LoginWatch | undefined;
  /** Set while leaving: called when the server answers. */
  #onAnswer: (() => void) | undefined;

  /** Prepares a life; {@linkcode Life.run} lives it. */
  constructor(options: LifeOptions) {
    this.#options = options;
    const { wire, pending, patience } = options;
    this.#sender = new Sender({
      pending,
      write: (bytes) => wire.send(bytes),
      onWritten: (message) => this.#onWritten(message),
    });
    this.#silence = new Silence({
      quietMs: patience.quietMs,
      deadMs: patience.deadMs,
      onQuiet: () => this.#send({ request: "ping" }),
      onDead: () => wire.close(),
    });
  }

  /** Whether the login was answered. */
  get online(): boolean {
    return this.#server !== "unknown";
  }

  /** Logs in, then hears and says what there is until the end. */
  async run(): Promise<LifeEnd> {
    const { wire, login, patience } = this.#options;
    this.#send(login);
    this.#watch = new LoginWatch({
      patience,
      onQuiet: () => this.#send({ request: "names" }),
      onSilent: () => this.#endWith({ kind: "silent" }),
      onPresumed: () => this.#becomeOld(),
    });
    try {
      for await (const frame of wire.frames()) {
        this.#take(frame);
        if (this.#end) break;
      }
    } finally {
      this.#stop();
    }
    return this.#end ?? this.#cut();
  }

  /** Sends a request; `false` when it cannot be sent now. */
  ask(request: Request): boolean {
    return this.online && this.#sender.ask(request);
  }

  /** Sends what was added to the pending messages. */
  push(): void {
    this.#sender.push();
  }

  /** Leaves in order: the server learns of it, and has read all before it. */
  async logout(): Promise<void> {
    if (this.#server === "old") await this.#answerTo({ request: "names" });
    if (this.online && !this.#over) await this.#answerTo({ request: "logout" });
    this.#options.wire.close();
  }

  #stop(): void {
    this.#over = true;
    this.#watch?.stop();
    this.#silence.stop();
    this.#sender.stop();
    this.#onAnswer?.();
    this.#options.wire.close();
  }

  #cut(): LifeEnd {
    const last = this.#last ? { last: this.#last } : {};
    return { kind: "cut", online: this.online, ...last };
  }

  #send(request: Request): void {
    this.#options.wire.send(encode(request));
  }

  /** Resolves when the server says anything, closes, or takes too long. */
  async #answerTo(request: Request): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, this.#options.patience.logoutMs);
    this.#onAnswer = resolve;
    this.#sender.ask(request);
    await promise;
    this.#onAnswer = undefined;
    clearTimeout(timer);
  }

  #endWith(end: LifeEnd): void {
    this.#end = end;
    this.#options.wire.close();
  }

  #take(frame: Frame): void {
    this.#silence.heard();
    const isStrange = frame.kind !== "value" || !isPayload(frame.value);
    if (isStrange && !this.#heard) this.#endWith({ kind: "stranger" });
    this.#heard = true;
    // What cannot be read is lost on people too; the rest is still good.
    if (frame.kind !== "value" || this.#end) return;
    const shown = handle(this.#handlers, readEvent(frame.value));
    if (shown) this.#options.listener.onEvent(shown, frame.value);
  }

  /** From the kind of event to what it means here; what returns it is shown. */
  readonly #handlers: Handlers<Event | undefined> = {
    ack: (event) => this.#ack(event),
    error: (event) => this.#error(event),
    history: (event) => this.#history(event),
    info: (event) => this.#info(event),
    message: (event) => this.#message(event),
    names: (event) => this.#answered(event),
    ping: (event) => {
      this.#send({ request: "ping" });
      return event;
    },
    pong: (event) => this.#pong(event),
    presence: (event) => event,
    welcome: (event) => this.#welcomed(event),
  };

  #welcomed(welcome: WelcomeEvent): Event {
    const { login, story, listener } = this.#options;
    this.#watch?.stop();
    this.#server = "numbered";
    this.#welcome = welcome;
    const isSameLog = welcome.seq === undefined ||
      story.goOn(login.since, welcome.seq, welcome.log);
    this.#silence.watch();
    listener.onOnline({ welcome, isSameLog });
    this.#sender.open({ kind: "numbered", limits: welcome.limits });
    // Answered after the history, which may have no page to tell its end.
    if (story.since === undefined) {
      this.#send({ request: "ping", id: AFTER_HISTORY });
    }
    return welcome;
  }

  #pong(event: BeatEvent): Event | undefined {
    if (event.id !== AFTER_HISTORY) return event;
    this.#options.story.caughtUp(this.#welcome?.seq ?? 0);
    return undefined;
  }

  /** An old server never confirms: what was written counts as delivered. */
  #becomeOld(): void {
    const { pending, listener } = this.#options;
    if (this.online) return;
    this.#watch?.stop();
    this.#server = "old";
    listener.onOnline({ isSameLog: true });
    for (const message of pending.written()) this.#settle(message.id);
    this.#sender.open({ kind: "old" });
  }

  #onWritten(message: Outgoing): void {
    if (this.#server === "old") this.#settle(message.id);
  }

  #settle(id: string, verdict: Verdict = { kind: "sent" }): void {
    const message = this.#options.pending.settle(id);
    if (message) this.#options.listener.onSettled(message, verdict);
    this.#sender.push();
  }

  #ack(event: AckEvent): Event {
    this.#options.story.placed(event.id, event.seq);
    this.#settle(event.id);
    return event;
  }

  #error(event: ErrorEvent): Event | undefined {
    const { pending } = this.#options;
    if (!this.online && !NOT_ABOUT_LOGIN.has(event.code)) {
      this.#endWith({ kind: "refused", error: event });
      return event;
    }
    if (event.id !== undefined && pending.wasWritten(event.id)) {
      return this.#messageRefused(event.id, event);
    }
    this.#last = event;
    return event;
  }

  /** What time heals is sent again, and is no news. */
  #messageRefused(id: string, error: ErrorEvent): Event | undefined {
    const { pending, patience } = this.#options;
    const heals = HEALS.get(error.code);
    if (!heals) {
      this.#settle(id, { kind: "refused", error });
      return error;
    }
    pending.takeBack(id);
    this.#sender.pause(patience[heals]);
    return undefined;
  }

  #info(event: InfoEvent): Event | undefined {
    if (LOGIN_SUCCESSFUL.test(event.text)) this.#becomeOld();
    if (this.#server === "old" && OLD_CONFIRMATION.test(event.text)) {
      return undefined;
    }
    return this.#answered(event);
  }

  /** While leaving, answers are for this end and not for people. */
  #answered(event: Event): Event | undefined {
    if (!this.online) this.#watch?.heard();
    if (!this.#onAnswer) return event;
    this.#onAnswer();
    return undefined;
  }

  #message(event: MessageEvent): Event | undefined {
    this.#becomeOld();
    return this.#options.story.admit(event) ? event : undefined;
  }

  #history(event: HistoryEvent): Event | undefined {
    if (event.id !== undefined) return event; // asked for: shown as it is
    this.#becomeOld();
    const { story } = this.#options;
    const messages = story.admitPage(event);
    const seq = this.#welcome?.seq;
    if (!event.more && seq !== undefined) story.caughtUp(seq);
    return messages.length > 0 ? { ...event, messages } : undefined;
  }
}
