/**
 * One session of a connection: login, what is sent and received, and its end.
 *
 * @module
 */

import type {
  AckEvent,
  ChangeEvent,
  ErrorEvent,
  Event,
  HistoryEvent,
  InfoEvent,
  MessageEvent,
  PingEvent,
  WelcomeEvent,
} from "../../shared/event.ts";
import type { Frame } from "../../shared/frame.ts";
import { readEvent } from "../../shared/read_event.ts";
import type { Request } from "../../shared/request.ts";
import { ROOMS_VERSION } from "../../shared/version.ts";
import { Delivery } from "./delivery.ts";
import type { Disconnect } from "./close_reason.ts";
import type { ClientSessionOptions } from "./session_options.ts";
import { confirmsLogin, refusesLogin } from "./login_answer.ts";
import { LoginPages } from "./login_pages.ts";
import { Logout } from "./logout.ts";
import { LegacyLoginTimer } from "./legacy_login_timer.ts";
import { isConfirmation } from "./legacy_event.ts";
import { LegacyExchange } from "./legacy_exchange.ts";
import {
  AS_IT_CAME,
  encode,
  handle,
  type Handlers,
  isPayload,
} from "./message_parser.ts";
import { Sender } from "./sender.ts";
import { Heartbeat } from "./heartbeat.ts";
import { whyNeedsRooms } from "./version_check.ts";

/** A connection from its login to its end. */
export class ClientSession {
  readonly #options: ClientSessionOptions;
  readonly #sender: Sender;
  readonly #delivery: Delivery;
  readonly #exchange: LegacyExchange;
  readonly #logout: Logout;
  readonly #heartbeat: Heartbeat;
  /** What the server is found to be. */
  #server: "unknown" | "legacy" | "ktn" = "unknown";
  #welcome: WelcomeEvent | undefined;
  readonly #pages: LoginPages;
  #hasHeard = false;
  #over = false;
  #end: Disconnect | undefined;
  #last: ErrorEvent | undefined;
  #loginTimer: LegacyLoginTimer | undefined;

  /** Makes a session; {@linkcode ClientSession.run} runs it. */
  constructor(options: ClientSessionOptions) {
    this.#options = options;
    const { transport, pending, timeouts } = options;
    this.#sender = new Sender(
      pending,
      (bytes) => void transport.send(bytes),
      (message) => this.#delivery.refuseUnsent(message),
    );
    this.#logout = new Logout(this.#sender);
    this.#pages = new LoginPages(options.filter);
    this.#delivery = new Delivery({
      ...options,
      sender: this.#sender,
      onSettled: (message, result) =>
        options.listener.onSettled(message, result),
    });
    this.#exchange = new LegacyExchange({
      name: options.login.content,
      ...timeouts,
      onFree: () => this.#sender.push(),
      onDelivered: (id) => this.#delivery.settle(id),
      onUnanswered: (payload) =>
        options.listener.onEvent(readEvent(payload), payload),
    });
    this.#heartbeat = new Heartbeat({
      quietMs: timeouts.quietMs,
      deadMs: timeouts.deadMs,
      onQuiet: () => this.#send({ request: "ping" }),
      onDead: () => transport.close(),
    });
  }

  /** Whether the login was answered. */
  get online(): boolean {
    return this.#server !== "unknown";
  }

  /** Logs in, then receives and sends until the end. */
  async run(): Promise<Disconnect> {
    const { transport, login, timeouts } = this.#options;
    this.#send(login);
    this.#loginTimer = new LegacyLoginTimer({
      timeouts,
      onQuiet: () => this.#probe(),
      onSilent: () => this.#endWith({ kind: "silent" }),
      onPresumed: () => this.#becomeLegacy(false),
    });
    try {
      for await (const frame of transport.frames()) {
        this.#take(frame);
        if (this.#end) break;
      }
    } finally {
      this.#stop();
    }
    return this.#end ?? this.#cut();
  }

  /**
   * Sends a request; `false` when it cannot be sent now. One that this server
   * must not get is answered here.
   */
  ask(request: Request): boolean {
    if (!this.online) return false;
    const why = this.#hasRooms ? undefined : whyNeedsRooms(request);
    if (why === undefined) return this.#sender.ask(request);
    queueMicrotask(() => this.#refuse(request, why));
    return true;
  }

  /** Sends what was added to the pending messages. */
  push(): void {
    this.#sender.push();
  }

  /** Leaves in order; returns whether the server says that it has heard. */
  async logout(): Promise<boolean> {
    const { timeouts, transport } = this.#options;
    const mayAsk = this.online && !this.#over;
    const isHeard = mayAsk && await this.#logout.send(timeouts);
    transport.close();
    return isHeard;
  }

  get #hasRooms(): boolean {
    return (this.#welcome?.version ?? 1) >= ROOMS_VERSION;
  }

  /** Answers in the place of a server that would do something else. */
  #refuse({ id }: Request, content: string): void {
    const code = "unknown_request";
    const payload = { response: "error", code, content, id };
    this.#options.listener.onEvent(readEvent(payload), payload);
  }

  #stop(): void {
    this.#over = true;
    this.#loginTimer?.stop();
    this.#heartbeat.stop();
    this.#sender.stop();
    this.#exchange.stop();
    this.#logout.stop();
    this.#options.transport.close();
  }

  #cut(): Disconnect {
    const last = this.#last && { last: this.#last };
    return { kind: "cut", ...last };
  }

  #send(request: Request): void {
    this.#options.transport.send(encode(request));
  }

  /** Asks for what even a server that is silent to logins answers. */
  #probe(): void {
    this.#send({ request: "names" });
    this.#exchange.begin({ request: "names" });
  }

  #endWith(end: Disconnect): void {
    this.#end = end;
    this.#options.transport.close();
  }

  #take(frame: Frame): void {
    this.#heartbeat.heard();
    const isStrange = frame.kind !== "value" || !isPayload(frame.value);
    if (isStrange && !this.#hasHeard) this.#endWith({ kind: "stranger" });
    this.#hasHeard = true;
    // What cannot be read cannot be shown either; the rest is still good.
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
    ...AS_IT_CAME,
    ["room_changed"]: (event) => this.#change(event),
    topic: (event) => this.#change(event),
  };

  #welcomed(welcome: WelcomeEvent): Event {
    const { login: { since }, filter, listener } = this.#options;
    this.#loginTimer?.stop();
    this.#exchange.stop();
    this.#server = "ktn";
    this.#welcome = welcome;
    const isSameLog = welcome.seq === undefined ||
      filter.onWelcome(since, welcome.seq, welcome.log, welcome.ancestors);
    this.#heartbeat.watch();
    listener.onOnline({ welcome, isSameLog });
    const { limits } = welcome;
    this.#sender.open({ kind: "ktn", limits, hasRooms: this.#hasRooms });
    const id = this.#pages.welcomed(welcome);
    if (id !== undefined) this.#send({ request: "ping", id });
    return welcome;
  }

  #pong(event: PingEvent): Event | undefined {
    return this.#pages.isEnd(event) ? undefined : event;
  }

  /** What was heard may not be the answer to the login. */
  #becomeLegacy(isAnswered = true): void {
    const { listener, login } = this.#options;
    if (this.online) return;
    this.#loginTimer?.stop();
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
    if (!this.online && refusesLogin(event)) {
      this.#endWith({ kind: "refused", error: event });
      return event;
    }
    const fate = this.#delivery.refuse(event);
    if (fate === "none") this.#last = event;
    return fate === "again" ? undefined : event;
  }

  #info(event: InfoEvent): Event | undefined {
    if (confirmsLogin(event)) this.#becomeLegacy();
    // The message is on the screen already.
    if (this.#server === "legacy" && isConfirmation(event)) return undefined;
    return this.#answered(event);
  }

  #answered(event: Event): Event | undefined {
    if (!this.online) this.#loginTimer?.heard();
    const isCertain = this.#server === "legacy";
    return this.#logout.take(event, isCertain) ? undefined : event;
  }

  #message(event: MessageEvent): Event | undefined {
    this.#becomeLegacy(false);
    return this.#options.filter.accept(event) ? event : undefined;
  }

  #change(event: ChangeEvent): Event | undefined {
    return this.#options.filter.acceptChange(event) ? event : undefined;
  }

  #history(event: HistoryEvent): Event | undefined {
    if (event.id !== undefined) return event; // asked for: shown as it is
    this.#becomeLegacy(false);
    return this.#pages.take(event);
  }
}
