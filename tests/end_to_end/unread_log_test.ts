import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type Address, parseAddress } from "../../shared/address.ts";
import { endProcess } from "../support/end_process.ts";
import { Peer } from "../support/peer.ts";
import { PROGRAM } from "../support/program.ts";
import { within } from "../support/within.ts";

const FLAGS = [
  ...["serve", "--port", "0", "--data", "none", "--rate", "off"],
  ...["--max-clients", "2", "--log-level", "debug"],
];
/** More lines than a pipe and what waits to be written can hold. */
const TURNED_AWAY = 12_000;
const AT_ONCE = 50;

/** A server whose standard error is read only when the test says so. */
class UnreadServer implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  #err = "";

  constructor() {
    const [program = "", ...first] = PROGRAM;
    const command = new Deno.Command(program, {
      args: [...first, ...FLAGS],
      env: { KTN_CONFIG: "none" },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    });
    this.#process = command.spawn();
    this.#reader = this.#process.stderr.getReader();
  }

  /** Reads until it has said this, and returns all it has said. */
  async read(isEnough: (text: string) => boolean): Promise<string> {
    while (!isEnough(this.#err)) {
      const { value, done } = await within(this.#reader.read(), "its log");
      if (done) break;
      this.#err += this.#decoder.decode(value, { stream: true });
    }
    return this.#err;
  }

  /** Reads the start-up block; resolves with the address it names. */
  async address(): Promise<Address> {
    const text = await this.read((text) => text.includes("Ctrl-C\n"));
    return parseAddress(/ listens on (\S+) /.exec(text)?.[1] ?? "");
  }

  /** Asks it to stop; resolves with its exit code. */
  async stopped(): Promise<number> {
    this.#process.kill("SIGTERM");
    const { code } = await within(this.#process.status, "the exit");
    return code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await endProcess(this.#process);
    await this.#reader.cancel();
  }
}

/** Fills the log: a line for each connection that is turned away. */
async function fillLog(address: Address, lines: number): Promise<void> {
  for (let n = 0; n < lines; n += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      const peer = await within(Peer.connect(address), "a connection");
      peer.close();
    }));
  }
}

async function join(address: Address, name: string): Promise<Peer> {
  const peer = await Peer.connect(address);
  await peer.ask({ request: "login", content: name });
  return peer;
}

Deno.test("clients chat on while nobody reads the log, which says later what it lacks", async () => {
  await using server = new UnreadServer();
  const address = await server.address();
  using ada = await join(address, "ada");
  using bob = await join(address, "bob");
  await fillLog(address, TURNED_AWAY);
  for (let n = 0; n < 10; n++) {
    await ada.send({ request: "msg", content: `message ${n}` });
    const { content } = await bob.until(({ response }) =>
      response === "message"
    );
    assertEquals(content, `message ${n}`);
  }
  const text = await server.read((text) => /log_dropped .*\n/.test(text));
  const [, dropped] = / error log_dropped total=(\d+)\n/.exec(text) ?? [];
  assert(Number(dropped) > 0);
  const written = text.split(" turned_away ").length - 1;
  assert(written + Number(dropped) <= TURNED_AWAY);
  assertEquals(await server.stopped(), 0);
  const rest = await server.read(() => false);
  assertStringIncludes(rest, " stopping signal=SIGTERM\n");
  assert(rest.endsWith(" stopped\n"), rest.slice(-200));
});

Deno.test("ktn serve stops though nobody reads its log", async () => {
  await using server = new UnreadServer();
  const address = await server.address();
  using ada = await join(address, "ada");
  using _bob = await join(address, "bob");
  await fillLog(address, TURNED_AWAY);
  assertEquals((await ada.askNames()).names?.length, 2);
  assertEquals(await server.stopped(), 0);
});
