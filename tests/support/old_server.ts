/**
 * Servers of 2013 to 2018 as a table of habits: what eighteen real ones were
 * seen to do. All take one `recv` for one JSON text, look `content` up without
 * asking, and give a name free only when its owner logs out.
 *
 * @module
 */

import type { Address } from "../../shared/address.ts";

/** What an old server does in its own way. */
export interface Habits {
  /** Said before anything was asked. */
  readonly greeting?: string;
  /** How long it does not listen after each request, in milliseconds. */
  readonly deafMs: number;
  /** What a `recv` that is not one JSON text ends: that request, or all. */
  readonly badRequestEnds: "request" | "connection";
  /** How a login is answered. */
  readonly login:
    | "info"
    | "history first"
    | "history alone"
    | "own"
    | "nothing";
  /** Whether `names`, `help` and `logout` have responses of their own. */
  readonly ownResponses: boolean;
  /** What the sender of a message hears. */
  readonly confirmation: string | undefined;
  /** Whether a message also goes to who sent it, and when. */
  readonly echoes: boolean | "before the confirmation";
  /** Whether all hear who has joined, also who did. */
  readonly greetsNewcomers?: boolean;
  /** Puts a colour on the name of a sender. */
  readonly colours: boolean;
  readonly history: "objects" | "strings" | "json" | "text";
  readonly names: "text" | "list" | "json" | "python";
  readonly timestamp: (time: Date) => unknown;
  readonly closesAfterLogout: boolean;
}

const pad = (value: number) => String(value).padStart(2, "0");
const clock = (time: Date) =>
  [time.getHours(), time.getMinutes(), time.getSeconds()].map(pad).join(":");
const day = (time: Date) =>
  `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())}`;
const [WEEKDAYS, MONTHS] = [
  "Sun Mon Tue Wed Thu Fri Sat".split(" "),
  "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" "),
];

/** C's `asctime`. */
function asctime(time: Date): string {
  const date = String(time.getDate()).padStart(2);
  return `${WEEKDAYS[time.getDay()]} ${MONTHS[time.getMonth()]} ${date} ${
    clock(time)
  } ${time.getFullYear()}`;
}

/** The seed's own server; the others differ from it. */
const SEED: Habits = {
  deafMs: 200,
  badRequestEnds: "request",
  login: "info",
  ownResponses: false,
  confirmation: "Message recieved",
  echoes: false,
  colours: false,
  history: "strings",
  names: "text",
  timestamp: (time) => `${day(time)} ${clock(time)}`,
  closesAfterLogout: true,
};

/** Each kind of old server, by what is odd about it. */
export const OLD_SERVERS: ReadonlyMap<string, Habits> = new Map<string, Habits>(
  [
    ["the seed's own", SEED],
    ["one that confirms nothing", { ...SEED, confirmation: undefined }],
    ["one that greets first", {
      ...SEED,
      greeting: "Welcome to the chat, please log in",
      confirmation: "Message received",
      history: "objects",
      timestamp: (time) => time.getTime() / 1000,
    }],
    ["one with responses of its own", {
      ...SEED,
      login: "own",
      ownResponses: true,
      names: "list",
      timestamp: (time) => time.toISOString(),
    }],
    ["one that echoes", {
      ...SEED,
      echoes: true,
      confirmation: undefined,
      deafMs: 0,
      history: "json",
      timestamp: asctime,
    }],
    ["one that echoes in colour", {
      ...SEED,
      echoes: true,
      confirmation: undefined,
      colours: true,
      history: "objects",
      names: "json",
      timestamp: clock,
    }],
    ["one that echoes with a name and then confirms", {
      ...SEED,
      echoes: "before the confirmation",
      greetsNewcomers: true,
    }],
    ["one that confirms and then echoes with a name", {
      ...SEED,
      echoes: true,
      confirmation: "Message received",
    }],
    ["one that shows the history first", {
      ...SEED,
      login: "history first",
      history: "json",
      timestamp: (time) => String(time.getTime()),
    }],
    ["one that answers a login with history alone", {
      ...SEED,
      login: "history alone",
      names: "python",
      timestamp: (time) =>
        `${pad(time.getMonth() + 1)}.${pad(time.getDate())} ${clock(time)}`,
    }],
    ["one whose history is a text", {
      ...SEED,
      history: "text",
      timestamp: (time) =>
        `${pad(time.getHours())}.${pad(time.getMinutes())} ${
          pad(time.getDate())
        } ${MONTHS[time.getMonth()]}`,
    }],
    ["one that says nothing to a login", {
      ...SEED,
      login: "nothing",
      deafMs: 50,
      timestamp: (time) =>
        `${pad(time.getHours())}.${pad(time.getMinutes())}.${
          pad(time.getSeconds())
        }`,
    }],
    ["one that closes on what it cannot read", {
      ...SEED,
      badRequestEnds: "connection",
      confirmation: undefined,
      deafMs: 50,
    }],
    ["one that does not close after a logout", {
      ...SEED,
      closesAfterLogout: false,
      deafMs: 0,
    }],
  ],
);

/** A request as it came. */
type Request = Readonly<Record<string, unknown>>;

/** Longest `recv`, as in the course's own server. */
const RECV_BYTES = 4096;
const UTF8 = new TextEncoder();

/** When everything on an old server was said: at noon today. */
export const SAID_AT = new Date(new Date().setHours(12, 10, 12, 0));

/** An old server that runs. */
export class OldServer implements AsyncDisposable {
  readonly #habits: Habits;
  readonly #listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  readonly #connections = new Set<Deno.TcpConn>();
  readonly #running: Promise<void>;
  readonly #past: { sender: string; text: string }[] = [];
  /** Who is logged in, also whose connection is gone. */
  readonly names = new Set<string>(["bob"]);
  /** Texts that reached it and were not refused. */
  readonly delivered: string[] = [];

  /** Starts one on which bob has said things. */
  constructor(habits: Habits, said: readonly string[] = []) {
    this.#habits = habits;
    for (const text of said) this.#past.push({ sender: "bob", text });
    this.#running = this.#accept();
  }

  /** Where it listens. */
  get address(): Address {
    return this.#listener.addr as Deno.NetAddr; // it is TCP
  }

  /** Ends it with all its connections. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const connection of this.#connections) close(connection);
    await this.#running;
  }

  async #accept(): Promise<void> {
    const served: Promise<void>[] = [];
    try {
      for await (const connection of this.#listener) {
        this.#connections.add(connection);
        served.push(this.#serve(new Caller(connection, this.#habits)));
      }
    } finally {
      await Promise.all(served);
    }
  }

  async #serve(caller: Caller): Promise<void> {
    const { greeting, deafMs, badRequestEnds } = this.#habits;
    if (greeting !== undefined) await caller.answer("info", greeting);
    for (;;) {
      const text = await caller.recv();
      if (text === undefined) break;
      try {
        await this.#answer(caller, JSON.parse(text));
      } catch (error) {
        // "Extra data: line 2 column 1", or KeyError: 'content'.
        if (!(error instanceof SyntaxError)) break;
        if (badRequestEnds === "connection") break;
      }
      await pause(deafMs);
    }
    caller.close();
  }

  async #answer(caller: Caller, request: Request): Promise<void> {
    if (!("content" in request)) throw new Error("KeyError: 'content'");
    const { ownResponses, closesAfterLogout } = this.#habits;
    const response = ownResponses ? String(request.request) : "info";
    switch (request.request) {
      case "login":
        return await this.#login(caller, String(request.content));
      case "msg":
        return await this.#say(caller, String(request.content));
      case "names":
        return await caller.answer(response, this.#listNames());
      case "help":
        return await caller.answer(response, "login, logout, msg, names, help");
      case "logout":
        this.names.delete(caller.name ?? "");
        await caller.answer(response, "Logout successful");
        if (closesAfterLogout) caller.close();
        return;
      default:
        return await caller.answer("error", "Unknown request");
    }
  }

  async #login(caller: Caller, name: string): Promise<void> {
    if (!/^[A-Za-z0-9]+$/.test(name)) {
      return await caller.answer("error", "Invalid username");
    }
    if (this.names.has(name)) {
      return await caller.answer("error", "Username is taken");
    }
    this.names.add(name);
    caller.name = name;
    const { login } = this.#habits;
    if (login === "own") await caller.answer("login", "You are in");
    if (login === "info") await caller.answer("info", "Login successful");
    if (login === "nothing") return;
    await pause(20);
    if (this.#habits.greetsNewcomers) {
      await caller.answer("info", `${name} has joined the chat`);
      await pause(20);
    }
    await caller.answer("history", this.#history());
    if (login !== "history first") return;
    await pause(20);
    await caller.answer("info", "Login successful");
  }

  async #say(caller: Caller, text: string): Promise<void> {
    if (text.includes("forbidden")) {
      return await caller.answer("error", "Such words are not allowed");
    }
    const { confirmation, echoes } = this.#habits;
    const { name: sender = "" } = caller;
    this.delivered.push(text);
    this.#past.push({ sender, text });
    const echo = async () => {
      await caller.send(this.#message({ sender, text: `${sender}: ${text}` }));
      await pause(20);
    };
    if (echoes === "before the confirmation") await echo();
    if (confirmation !== undefined) await caller.answer("info", confirmation);
    if (echoes !== true) return;
    if (confirmation === undefined) {
      return await caller.send(this.#message({ sender, text }));
    }
    await pause(20);
    await echo();
  }

  #message({ sender, text }: { sender: string; text: string }): Request {
    const { colours, timestamp } = this.#habits;
    return {
      timestamp: timestamp(SAID_AT),
      sender: colours ? `\x1b[91m${sender}\x1b[0m` : sender,
      response: "message",
      content: text,
    };
  }

  #history(): unknown {
    const messages = this.#past.map((each) => this.#message(each));
    switch (this.#habits.history) {
      case "objects":
        return messages;
      case "strings":
        return messages.map((each) => JSON.stringify(each));
      case "json":
        return JSON.stringify(messages);
      case "text":
        return this.#past.map((each) => `${each.sender}: ${each.text}\n`)
          .join("");
    }
  }

  #listNames(): unknown {
    const names = [...this.names];
    switch (this.#habits.names) {
      case "text":
        return names.join(", ");
      case "list":
        return names;
      case "json":
        return JSON.stringify(names);
      case "python":
        return `[${names.map((name) => `'${name}'`).join(", ")}]`;
    }
  }
}

/** One connection, as the server sees it. */
class Caller {
  readonly #connection: Deno.TcpConn;
  readonly #habits: Habits;
  readonly #buffer = new Uint8Array(RECV_BYTES);
  name: string | undefined;

  constructor(connection: Deno.TcpConn, habits: Habits) {
    this.#connection = connection;
    this.#habits = habits;
  }

  /** What one `recv` brings. */
  async recv(): Promise<string | undefined> {
    const count = await this.#connection.read(this.#buffer).catch(() => null);
    if (count === null) return undefined;
    return new TextDecoder().decode(this.#buffer.subarray(0, count));
  }

  async answer(response: string, content: unknown): Promise<void> {
    const timestamp = this.#habits.timestamp(SAID_AT);
    await this.send({ timestamp, sender: "server", response, content });
  }

  async send(payload: Request): Promise<void> {
    const bytes = UTF8.encode(JSON.stringify(payload));
    await this.#connection.write(bytes).catch(() => {}); // it may have gone
  }

  close(): void {
    close(this.#connection);
  }
}

function close(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch {
    // It is closed already.
  }
}

async function pause(ms: number): Promise<void> {
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
}
