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
import { Delivery } from "./delivery.ts";
import type { Wire } from "./dial.ts";
import type { LifeEnd } from "./ending.ts";
import type { Listener, Online } from "./listener.ts";
import { Logout } from "./logout.ts";
import { LoginWatch } from "./login_watch.ts";
import { isConfirmation } from "./legacy_event.ts";
import { LegacyExchange } from "./legacy_exchange.ts";
import { encode, handle, type Handlers, isPayload } from "./message_parser.ts";
import type { Patience } from "./patience.ts";
import type { Pending } from "./pending.ts";
import { NOT_ABOUT_LOGIN } from "./refusals.ts";
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

const LOGIN_SUCCESSFUL = /login successful/i;

/** A connection from its login to its end. */
export class Life {
  readonly #options: LifeOptions;
  readonly #sender: Sender;
  readonly #delivery: Delivery;
  readonly #exchange: LegacyExchange;
  readonly #logout: Logout;
  readonly #silence: Silence;
  /** What the server is found to be. */
  #server: "unknown" | "legacy" | "ktn" = "unknown";
  #welcome: WelcomeEvent | undefined;
  #heard = false;
  #over = false;
  #end: LifeEnd | undefined;
  #last: ErrorEvent | undefined;
  #watch: LoginWatch | undefined;

  /** Prepares a life; {@linkcode Life.run} lives it. */
  constructor(options: LifeOptions) {
    this.#options = options;
    const { wire, pending, patience } = options;
    this.#sender = new Sender(pending, (bytes) => void wire.send(bytes));
    this.#logout = new Logout(this.#sender);
    this.#delivery = new Delivery({
      ...options,
      sender: this.#sender,
      onSettled: (message, verdict) =>
        options.listener.onSettled(message, verdict),
    });
    this.#exchange = new LegacyExchange({
      name: options.login.content,
      ...patience,
      onFree: () => this.#sender.push(),
      onDelivered: (id) => this.#delivery.settle(id),
      onUnanswered: (payload) =>
        options.listener.onEvent(readEvent(payload), payload),
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
      onQuiet: () => this.#probe(),
      onSilent: () => this.#endWith({ kind: "silent" }),
      onPresumed: () => this.#becomeLegacy(),
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

  /** Leaves in order: the server learns of it. */
  async logout(): Promise<void> {
    const { patience, wire } = this.#options;
    const isLegacy = this.#server === "legacy";
    if (this.online && !this.#over) await this.#logout.send(patience, isLegacy);
    wire.close();
  }

  #stop(): void {
    this.#over = true;
    this.#watch?.stop();
    this.#silence.stop();
    this.#sender.stop();
    this.#exchange.stop();
    this.#logout.stop();
    this.#options.wire.close();
  }

  #cut(): LifeEnd {
    const last = this.#last && { last: this.#last };
    return { kind: "cut", online: this.online, ...last };
  }

  #send(request: Request): void {
    this.#options.wire.send(encode(request));
  }

  /** Asks for what even a server that is silent to logins answers. */
  #probe(): void {
    this.#send({ request: "names" });
    this.#exchange.begin({ request: "names" });
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
    const shown = handle(this.#handlers, this.#read(frame.value));
    if (shown) this.#options.listener.onEvent(shown, frame.value);
  }

  #read(value: unknown): Event {
    const event = readEvent(value);
    return this.#server === "ktn" ? event : this.#exchange.read(event);
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
    this.#exchange.stop();
    this.#server = "ktn";
    this.#welcome = welcome;
    const isSameLog = welcome.seq === undefined ||
      story.goOn(login.since, welcome.seq, welcome.log);
    this.#silence.watch();
    listener.onOnline({ welcome, isSameLog });
    this.#sender.open({ kind: "ktn", limits: welcome.limits });
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

  /** What was heard may not be the answer to the login. */
  #becomeLegacy(isAnswered = true): void {
    const { listener, login } = this.#options;
    if (this.online) return;
    this.#watch?.stop();
    this.#server = "legacy";
    listener.onOnline({ isSameLog: true });
    this.#delivery.forgetWritten();
    if (!isAnswered) this.#exchange.begin(login);
    this.#sender.open({ kind: "legacy", exchange: this.#exchange });
  }

  #ack(event: AckEvent): Event {
    this.#delivery.ack(event);
    return event;
  }

  #error(event: ErrorEvent): Event | undefined {
    if (this.#logout.take(event, true)) return undefined;
    if (!this.online && !NOT_ABOUT_LOGIN.has(event.code)) {
      this.#endWith({ kind: "refused", error: event });
      return event;
    }
    const fate = this.#delivery.refuse(event);
    if (fate === "none") this.#last = event;
    return fate === "again" ? undefined : event;
  }

  #info(event: InfoEvent): Event | undefined {
    if (LOGIN_SUCCESSFUL.test(event.text)) this.#becomeLegacy();
    // The message stands on the screen already.
    if (this.#server === "legacy" && isConfirmation(event)) return undefined;
    return this.#answered(event);
  }

  #answered(event: Event): Event | undefined {
    if (!this.online) this.#watch?.heard();
    const isCertain = this.#server === "legacy";
    return this.#logout.take(event, isCertain) ? undefined : event;
  }

  #message(event: MessageEvent): Event | undefined {
    this.#becomeLegacy(false);
    return this.#options.story.admit(event) ? event : undefined;
  }

  #history(event: HistoryEvent): Event | undefined {
    if (event.id !== undefined) return event; // asked for: shown as it is
    this.#becomeLegacy();
    const { story } = this.#options;
    const messages = story.admitPage(event);
    const seq = this.#welcome?.seq;
    if (!event.more && seq !== undefined) story.caughtUp(seq);
    return messages.length > 0 ? { ...event, messages } : undefined;
  }
}
