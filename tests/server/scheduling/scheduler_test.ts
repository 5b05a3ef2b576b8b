import { assertEquals } from "@std/assert";
import { Scheduler } from "../../../server/scheduling/scheduler.ts";
import {
  CLIENTS_OF_ADDRESS,
  type Share,
} from "../../../server/scheduling/share.ts";
import type { Usage } from "../../../server/scheduling/usage.ts";

/** A scheduler whose time passes by hand, and what its jobs did. */
class Loop {
  now = 0;
  readonly done: string[] = [];
  readonly bugs: unknown[] = [];
  /** How often sockets were to be looked at. */
  asked = 0;
  #next: (() => void) | undefined;
  #soon: (() => void) | undefined;
  readonly scheduler = new Scheduler({
    now: () => this.now,
    onBug: (error) => this.bugs.push(error),
    afterSockets: (callback) => {
      this.asked++;
      this.#next = callback;
    },
    later: (callback) => {
      this.#soon = callback;
      return () => this.#soon = undefined;
    },
  });

  /** Sockets had their turn; returns whether somebody waited for that. */
  turn(): boolean {
    this.#soon?.();
    const next = this.#next;
    this.#next = undefined;
    next?.();
    return next !== undefined;
  }

  /** Work that takes so long. */
  job(name: string, ms: number): () => void {
    return () => {
      this.now += ms;
      this.done.push(name);
    };
  }

  /** A share that has used so much lately. */
  shareAfter(ms: number): Share {
    const share = this.scheduler.newShare();
    share.measure(() => this.now += ms);
    return share;
  }

  /** Always wants another millisecond. */
  wantMore(share: Share): void {
    share.defer(() => {
      this.now += 1;
      this.wantMore(share);
    });
  }
}

/**
 * How long a client waits at most that wants 2 ms each 100 ms, for two seconds,
 * beside a hundred that always want more.
 */
function longestWait(loop: Loop, crowd: Usage | undefined): number {
  const ofCrowd = () => loop.scheduler.newShare(crowd);
  for (const share of Array.from({ length: 100 }, ofCrowd)) {
    loop.wantMore(share);
  }
  while (loop.now < 1000) loop.turn();
  const modest = loop.scheduler.newShare(loop.scheduler.newUsage());
  let longest = 0;
  for (let asked = 0; asked < 20; asked++) {
    const since = loop.now;
    let isDone = false;
    modest.defer(() => {
      longest = Math.max(longest, loop.now - since);
      loop.now += 2;
      isDone = true;
    });
    while (!isDone || loop.now < since + 100) loop.turn();
  }
  return longest;
}

Deno.test("Scheduler lets who asks little wait 1 ms beside a hundred of one address", () => {
  const loop = new Loop();
  assertEquals(longestWait(loop, loop.scheduler.newUsage()), 1);
  const other = new Loop();
  assertEquals(longestWait(other, undefined), 100, "of no address");
});

Deno.test("Scheduler counts of an address what so many of its clients may use", () => {
  const loop = new Loop();
  const address = loop.scheduler.newUsage();
  const [much, none] = [address, address].map((one) =>
    loop.scheduler.newShare(one)
  );
  much?.measure(() => loop.now += 800);
  const ofAddress = address.ms / CLIENTS_OF_ADDRESS;
  assertEquals([none?.usedMs, address.ms], [ofAddress, 800]);
  assertEquals([much?.line, none?.line], [address, address]);
  const alone = loop.scheduler.newShare();
  assertEquals(alone.line, alone);
});

Deno.test("Scheduler does work at once while its turn has time", () => {
  const loop = new Loop();
  const share = loop.scheduler.newShare();
  for (const name of ["a", "b", "c"]) share.do(loop.job(name, 2));
  assertEquals(loop.done, ["a", "b", "c"]);
  share.do(loop.job("d", 2));
  assertEquals(loop.done, ["a", "b", "c"], "after 6 ms others come first");
  loop.turn();
  assertEquals(loop.done, ["a", "b", "c", "d"]);
  assertEquals([loop.turn(), loop.turn()], [true, false], "then it rests");
});

Deno.test("Scheduler lets those go first who used least", () => {
  const loop = new Loop();
  const [much, some, little] = [300, 20, 0].map((ms) => loop.shareAfter(ms));
  loop.scheduler.newShare().do(loop.job("long", 10));
  much?.do(loop.job("much", 1));
  some?.do(loop.job("some", 1));
  little?.do(loop.job("little", 1));
  loop.turn();
  assertEquals(loop.done, ["long", "little", "some", "much"]);
});

Deno.test("Scheduler lets who has just come go behind those who ask half as much", () => {
  const loop = new Loop();
  const here = loop.scheduler.newShare();
  loop.now += 900; // half of what newcomers begin with has faded
  loop.scheduler.newShare().do(loop.job("long", 10));
  loop.scheduler.newShare().do(loop.job("new", 1));
  here.do(loop.job("here", 1));
  loop.turn();
  assertEquals(loop.done, ["long", "here", "new"]);
});

Deno.test("Scheduler lets those go first whose work is expected to take less", () => {
  const loop = new Loop();
  const [large, small] = [0, 0].map(() => loop.scheduler.newShare());
  loop.scheduler.newShare().do(loop.job("long", 10));
  large?.do(loop.job("large", 1), 20);
  small?.do(loop.job("small", 1));
  loop.turn();
  assertEquals(loop.done, ["long", "small", "large"]);
});

Deno.test("Scheduler lets sockets have their turn after a few milliseconds", () => {
  const loop = new Loop();
  const share = loop.scheduler.newShare();
  share.do(loop.job("long", 10));
  for (const name of ["a", "b", "c", "d"]) share.defer(loop.job(name, 3));
  loop.turn();
  assertEquals(loop.done, ["long", "a", "b"]);
  loop.turn();
  assertEquals(loop.done, ["long", "a", "b", "c", "d"]);
});

Deno.test("Scheduler starves nobody, however much others ask who used less", () => {
  const loop = new Loop();
  const much = loop.shareAfter(1000);
  const little = loop.scheduler.newShare();
  much.do(loop.job("long", 10));
  much.defer(loop.job("much", 5));
  for (let n = 0; n < 20; n++) little.defer(loop.job("little", 0.1));
  loop.turn();
  assertEquals(loop.done.indexOf("much") <= 8, true, loop.done.join());
});

Deno.test("Scheduler lets those go first who ask a little for a while, then newcomers", () => {
  const loop = new Loop();
  const [modest, quiet] = [0, 0].map(() => loop.scheduler.newShare());
  loop.now += 60_000;
  modest?.measure(() => loop.now += 3);
  const newcomer = loop.scheduler.newShare();
  loop.scheduler.newShare().do(loop.job("long", 10));
  newcomer.do(loop.job("newcomer", 1));
  modest?.do(loop.job("modest", 1));
  quiet?.do(loop.job("quiet", 1));
  loop.turn();
  assertEquals(loop.done, ["long", "quiet", "modest", "newcomer"]);
});

Deno.test("Scheduler takes a newcomer for one who has asked a little, and forgets with time", () => {
  const loop = new Loop();
  const quiet = loop.scheduler.newShare();
  loop.now += 60_000;
  const newcomer = loop.scheduler.newShare();
  assertEquals([quiet.usedMs < 0.001, newcomer.usedMs], [true, 8]);
  const much = loop.shareAfter(1000);
  loop.now += 1000;
  assertEquals(Math.round(much.usedMs), 502);
});

for (const [ms, isInTime] of [[3, true], [6, false]] as const) {
  Deno.test(
    `Scheduler counts ${ms} ms of what goes on by a promise in its turn, and ${
      isInTime ? "goes on" : "ends it"
    }`,
    async () => {
      const loop = new Loop();
      const share = loop.scheduler.newShare();
      assertEquals(share.turn(), undefined);
      share.do(loop.job("long", 10));
      const turn = share.turn()?.then(() => {}).then(loop.job("page", ms));
      share.defer(loop.job("behind", 1));
      loop.turn();
      assertEquals(loop.done, ["long"]);
      await turn;
      await new Promise((resolve) => setTimeout(resolve)); // all microtasks
      const behind = isInTime ? ["behind"] : [];
      assertEquals(loop.done, ["long", "page", ...behind]);
      loop.turn();
      assertEquals(loop.done, ["long", "page", "behind"]);
    },
  );
}

Deno.test("Scheduler tells of a job that throws, and does the next one", () => {
  const loop = new Loop();
  const bug = new Error("a bug");
  const share = loop.scheduler.newShare();
  share.do(loop.job("long", 10));
  share.defer(() => {
    throw bug;
  });
  share.defer(loop.job("next", 1));
  loop.turn();
  assertEquals([loop.done, loop.bugs], [["long", "next"], [bug]]);
});

Deno.test("Scheduler drops what waits when it is disposed", () => {
  const loop = new Loop();
  const share = loop.scheduler.newShare();
  share.do(loop.job("long", 10));
  share.defer(loop.job("late", 1));
  loop.scheduler[Symbol.dispose]();
  loop.turn();
  assertEquals([loop.done, loop.scheduler.waiting], [["long"], 0]);
});

Deno.test("Scheduler asks for the sockets at once when somebody waits, else soon", () => {
  const loop = new Loop();
  const share = loop.scheduler.newShare();
  share.do(loop.job("a", 1));
  assertEquals(loop.asked, 0);
  share.do(loop.job("long", 10));
  share.do(loop.job("late", 1));
  share.do(loop.job("later", 1));
  assertEquals(loop.asked, 1);
});
