/** S4: a client vanishes without a word, as when a laptop is closed. */

import { assert, assertEquals } from "@std/assert";
import { TextLineStream } from "@std/streams/text-line-stream";
import type { Address } from "../../shared/address.ts";
import { Ticker } from "../../server/net/ticker.ts";
import { endProcess } from "../support/end_process.ts";
import { DurableServer } from "../support/durable_server.ts";
import {
  faultTest,
  hasProgram,
  IS_LONG,
  lacking,
  tell,
} from "../support/effort.ts";
import { FAR_PLACE_NEEDS, FarPlace } from "../support/far_place.ts";
import { startServer } from "../support/live_server.ts";
import { Peer } from "../support/peer.ts";
import { until } from "../support/until.ts";
import { within } from "../support/within.ts";

const LACK = lacking({ ...FAR_PLACE_NEEDS, nc: hasProgram("nc") });
const LOGIN = { request: "login", version: 2, history: 0 };
/** Ping interval, wait for the answer, last words, and what the goal adds. */
const MAX_UNNOTICED_MS = 30_000 + 15_000 + 1000 + 2000;

faultTest(
  "S4: a client that vanished is noticed by its silence; its token takes the name back at any time",
  LACK,
  async () => {
    await using place = await FarPlace.make();
    using ticker = new Ticker("hand");
    const options = { hostname: place.nearHost };
    await using server = await startServer(options, ticker);
    await using ada = await FarClient.join(place, server.address, "ada");
    await using eve = await FarClient.join(place, server.address, "eve");
    using bob = await server.join("bob");
    await place.fallSilent();
    // Before anybody noticed:
    using eveAgain = await Peer.connect(server.address);
    const again = { ...LOGIN, content: "eve", token: eve.token };
    assertEquals((await eveAgain.ask(again)).code, "welcome");

    ticker.advance(30_000); // a ping, which nobody hears
    await eveAgain.until(({ code }) => code === "ping");
    await eveAgain.ask({ request: "ping" });
    await bob.ask({ request: "ping" });
    ticker.advance(15_000);
    await until(() => {
      ticker.advance(500); // its last words take their time as well
      return server.events.some(({ event, name }) =>
        event === "closed" && name === "ada"
      );
    }, "the end of ada");
    const closed = server.events.filter(({ event }) => event === "closed");
    const codes = closed.map(({ name, closeCode }) => `${name} ${closeCode}`);
    assert(codes.includes("ada idle"), codes.join());
    assert(codes.includes("eve replaced"), codes.join());
    using adaAgain = await Peer.connect(server.address);
    const back = { ...LOGIN, content: "ada", token: ada.token };
    assertEquals((await adaAgain.ask(back)).code, "welcome");
    await bob.ask({ request: "ping" });
  },
);

if (IS_LONG) {
  faultTest(
    "S4: a client that vanished is noticed within 48 s, and leaves no open file",
    LACK,
    async () => {
      await using place = await FarPlace.make();
      const flags = ["--host", place.nearHost];
      await using server = await DurableServer.start({ flags });
      const before = server.openFiles();
      await using _ada = await FarClient.join(place, server.address, "ada");
      await place.fallSilent();
      const began = performance.now();
      const isNoticed = () =>
        server.lines.some((line) => /\bclosed .*\bada\b.*\bidle\b/.test(line));
      await until(isNoticed, "the end of the connection", MAX_UNNOTICED_MS);
      tell(`noticed after ${Math.round(performance.now() - began)} ms`);
      assertEquals(server.openFiles(), before);
    },
  );
}

/** A client over there. */
class FarClient implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;

  private constructor(
    process: Deno.ChildProcess,
    readonly token: string,
  ) {
    this.#process = process;
  }

  /** Logs in from there. */
  static async join(
    place: FarPlace,
    { hostname, port }: Address,
    name: string,
  ): Promise<FarClient> {
    const [program = "", ...args] = [...place.prefix, "nc", hostname];
    const process = new Deno.Command(program, {
      args: [...args, String(port)],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const writer = process.stdin.getWriter();
    const login = JSON.stringify({ ...LOGIN, content: name }) + "\n";
    await writer.write(new TextEncoder().encode(login));
    const lines = process.stdout.pipeThrough(new TextDecoderStream())
      .pipeThrough(new TextLineStream()).getReader();
    const { value = "" } = await within(lines.read(), "the welcome");
    await lines.cancel();
    writer.releaseLock();
    return new FarClient(process, JSON.parse(value).token);
  }

  /** Ends it, which nobody else notices. */
  async [Symbol.asyncDispose](): Promise<void> {
    await endProcess(this.#process);
    await this.#process.stdin.abort().catch(() => {});
  }
}
