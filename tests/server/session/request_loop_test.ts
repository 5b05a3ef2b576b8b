import { assertEquals } from "@std/assert";
import { Logger } from "../../../server/logging/logger.ts";
import { Scheduler } from "../../../server/scheduling/scheduler.ts";
import {
  MAX_UNSETTLED,
  type RequestLink,
  RequestLoop,
  type RequestOwner,
} from "../../../server/session/request_loop.ts";
import { ChatError } from "../../../shared/errors.ts";
import type { Frame } from "../../../shared/frame.ts";
import type { Call } from "../../../shared/request.ts";
import { freeShare } from "../../support/free_share.ts";

/**
 * Runs requests that are only named: `msg` is a message, which waits for the
 * log; `wait` takes its time until it is let go; `fail` is refused.
 */
class Loop implements RequestLink {
  readonly done: string[] = [];
  readonly sent: unknown[] = [];
  readonly events: string[] = [];
  readonly loop: RequestLoop;
  isOpen = true;
  isPaused = false;
  share = freeShare();
  blocked: PromiseWithResolvers<void> | undefined;
  /** Called with each request. */
  onRun = () => {};
  #waiting: PromiseWithResolvers<void> | undefined;

  constructor() {
    // Of an owner only these are needed while requests do nothing.
    const owner = {
      person: { name: "ada" },
      close: (code: string) => void this.events.push(code),
      gone: () => void this.events.push("gone"),
    } as unknown as RequestOwner;
    this.loop = new RequestLoop(owner, this, {
      rate: null,
      logger: new Logger({ write: (line) => void this.events.push(line) }),
      run: (_, call) => this.#run(call),
    });
  }

  get isCongested(): boolean {
    return this.blocked !== undefined;
  }

  drained(): Promise<void> {
    return this.blocked?.promise ?? Promise.resolve();
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  send({ code }: { readonly code?: string }): void {
    this.sent.push(code);
  }

  close(): void {
    this.isOpen = false;
  }

  abort(): void {
    this.events.push("abort");
  }

  /** The peer sends requests of these names. */
  receive(...names: readonly string[]): void {
    this.loop.receive(names.map(frameOf));
  }

  /** Lets the request that waits fail. */
  async fail(): Promise<void> {
    this.#waiting?.reject(new TypeError("a bug"));
    await turns();
  }

  /** Lets the request that waits go on. */
  async letGo(): Promise<void> {
    this.#waiting?.resolve();
    await turns();
  }

  #run({ name, fields }: Call): void | Promise<void> {
    this.done.push(String(fields.content));
    this.onRun();
    if (name === "msg") this.loop.hold();
    if (name === "fail") throw new ChatError("bad_request", "Cannot");
    if (name === "bug") throw new TypeError("a bug");
    if (name !== "wait") return;
    this.#waiting = Promise.withResolvers();
    return this.#waiting.promise;
  }
}

Deno.test("RequestLoop goes on when a request that takes its time fails with what cannot be answered", async () => {
  const peer = new Loop();
  peer.loop.refuse = () => {
    throw new Error("no link");
  };
  peer.receive("wait", "after");
  await peer.fail();
  assertEquals([peer.done, peer.isPaused], [["wait", "after"], false]);
  assertEquals(peer.events.length, 1, "the bug is logged");
});

/** `m1` is a message, `w1` one that waits, anything else its own name. */
function frameOf(name: string): Frame {
  const request = name.startsWith("m")
    ? "msg"
    : name.startsWith("w")
    ? "wait"
    : name;
  return { kind: "value", value: { request, content: name } };
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
}

Deno.test("RequestLoop does at once what nothing is in the way of", () => {
  const peer = new Loop();
  peer.receive("a", "b");
  peer.receive("c");
  assertEquals([peer.done, peer.isPaused], [["a", "b", "c"], false]);
});

Deno.test("RequestLoop waits for one that takes its time, keeps the order, and asks for no more", async () => {
  const peer = new Loop();
  peer.receive("a", "w1", "b", "m1");
  peer.receive("w2", "c");
  assertEquals([peer.done, peer.isPaused], [["a", "w1"], true]);
  await peer.letGo();
  assertEquals(peer.done, ["a", "w1", "b", "m1"]);
  peer.loop.release();
  assertEquals(peer.done, ["a", "w1", "b", "m1", "w2"]);
  await peer.letGo();
  assertEquals([peer.done.at(-1), peer.isPaused], ["c", false]);
});

Deno.test("RequestLoop lets others have their turn between requests that take their time", async () => {
  let now = 0;
  let nextTurn = () => {};
  const scheduler = new Scheduler({
    now: () => now,
    afterSockets: (callback) => nextTurn = callback,
    later: () => () => {},
  });
  const peer = new Loop();
  peer.share = scheduler.newShare();
  peer.share.do(() => peer.receive("w1", "w2"));
  now += 10;
  await peer.letGo();
  assertEquals(peer.done, ["w1"]);
  nextTurn();
  assertEquals(peer.done, ["w1", "w2"]);
});

for (const [name, count] of [["m", 8], ["other", 5]] as const) {
  Deno.test(`RequestLoop ends a turn of 5 ms after ${count} requests of 1 ms that are called ${name}`, () => {
    let now = 0;
    const scheduler = new Scheduler({
      now: () => now,
      afterSockets: () => {},
      later: () => () => {},
    });
    const peer = new Loop();
    peer.share = scheduler.newShare();
    peer.onRun = () => now++;
    peer.share.do(() => peer.receive(...Array(20).fill(name)));
    assertEquals(peer.done.length, count);
  });
}

Deno.test("RequestLoop lets messages overlap, and everything else wait for them", () => {
  const peer = new Loop();
  peer.receive("m1", "m2", "a", "m3");
  assertEquals(peer.done, ["m1", "m2"]);
  peer.loop.release();
  assertEquals(peer.done, ["m1", "m2"]);
  peer.loop.release();
  assertEquals(peer.done, ["m1", "m2", "a", "m3"]);
});

Deno.test("RequestLoop asks for no more while as many messages wait as may", () => {
  const peer = new Loop();
  const messages = Array.from({ length: MAX_UNSETTLED }, (_, n) => `m${n}`);
  peer.receive(...messages.slice(1));
  assertEquals(peer.isPaused, false);
  peer.receive("m0");
  assertEquals(peer.isPaused, true);
  for (let n = 0; n < MAX_UNSETTLED; n++) peer.loop.release();
  assertEquals(peer.isPaused, false);
});

Deno.test("RequestLoop does nothing while too much waits to be sent", async () => {
  const peer = new Loop();
  peer.blocked = Promise.withResolvers();
  peer.receive("a", "b");
  assertEquals([peer.done, peer.isPaused], [[], true]);
  const { resolve } = peer.blocked;
  peer.blocked = undefined;
  resolve();
  await turns();
  assertEquals([peer.done, peer.isPaused], [["a", "b"], false]);
});

Deno.test("RequestLoop.clear() forgets what was not begun", async () => {
  const peer = new Loop();
  peer.receive("w", "a", "b");
  peer.loop.clear();
  await peer.letGo();
  assertEquals([peer.done, peer.isPaused], [["w"], false]);
});

Deno.test("RequestLoop refuses after the messages before it are answered", async () => {
  const peer = new Loop();
  peer.receive("fail");
  assertEquals(peer.sent, ["bad_request"]);
  peer.receive("m1", "fail", "m2");
  assertEquals(peer.done, ["fail", "m1"]);
  peer.loop.release();
  await turns();
  assertEquals(peer.done, ["fail", "m1", "fail", "m2"]);
  assertEquals(peer.sent, ["bad_request", "bad_request"]);
});

Deno.test("RequestLoop logs a bug, answers it, and does the next request", () => {
  const peer = new Loop();
  peer.receive("bug", "a");
  assertEquals([peer.done, peer.sent], [["bug", "a"], ["unavailable"]]);
  assertEquals(peer.events.length, 1);
});

Deno.test("RequestLoop closes when the peer has sent all and everything is answered", () => {
  const peer = new Loop();
  peer.receive("m1");
  peer.loop.ended();
  assertEquals(peer.isOpen, true);
  peer.loop.release();
  assertEquals(peer.isOpen, false);
});

Deno.test("RequestLoop cuts a browser off, and closes after what cannot be read on", () => {
  const peer = new Loop();
  peer.loop.receive([{ kind: "http" }]);
  const error = new ChatError("too_long", "Cannot");
  peer.loop.receive([{ kind: "fatal", error }]);
  peer.loop.gone();
  assertEquals(peer.events, ["abort", "too_long", "gone"]);
});

Deno.test("RequestLoop does the other requests of a packet when one fails and its refusal too", () => {
  const loop = new Loop();
  let failures = 2; // the answer, and the refusal that says that it failed
  const send = loop.send.bind(loop);
  loop.send = (payload) => {
    if (failures-- > 0) throw new Error("no link");
    send(payload);
  };
  const frames = ["fail", "fail", "fail"].map(frameOf);
  try {
    loop.loop.receive(frames);
  } catch (error) {
    loop.loop.failed(error); // as a link does
  }
  assertEquals([loop.sent.length, loop.isPaused], [1, false]);
});
