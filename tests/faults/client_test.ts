/** The program's own client, while its server is killed and started again. */

import { assertEquals } from "@std/assert";
import { TextLineStream } from "@std/streams/text-line-stream";
import { type Address, formatAddress } from "../../shared/address.ts";
import { endProcess } from "../support/end_process.ts";
import type { Answer } from "../support/answer.ts";
import { DurableServer } from "../support/durable_server.ts";
import { effort } from "../support/effort.ts";
import { PROGRAM } from "../support/program.ts";
import { until } from "../support/until.ts";
import { within } from "../support/within.ts";

const KILLS = effort(2, 10);
/** Lines between two kills. */
const LINES = 1000;

Deno.test("ktn connect as a pipe says every line exactly once, and another shows every one, while the server is killed", async () => {
  await using server = await DurableServer.start();
  await using reader = ClientProcess.start(server.address, "eve", ["--json"]);
  await reader.heard(/"welcome"/);
  await using writer = ClientProcess.start(server.address, "ada");
  const lines: string[] = [];
  for (let kill = 0; kill <= KILLS; kill++) {
    using witness = await server.join("bob" + kill, { history: 0 });
    const more = Array.from(
      { length: LINES },
      (_, n) => `line ${kill * LINES + n}`,
    );
    lines.push(...more);
    writer.type(...more);
    if (kill === KILLS) break;
    let count = 1 + Math.floor(Math.random() * LINES / 2);
    await witness.until(({ sender }) => sender === "ada" && count-- === 0);
    await server.killAndRestart();
  }
  assertEquals(await writer.ended(), 0);
  const history = await server.history();
  assertEquals(history.map(({ content }) => content), lines);
  assertEquals(new Set(history.map(({ sender }) => sender)), new Set(["ada"]));
  await reader.heard(new RegExp(`"${lines.at(-1)}"`));
  assertEquals(await reader.ended(), 0);
  assertEquals(reader.seqs, history.map(({ seq }) => seq));
});

/** `ktn connect` as a process. */
class ClientProcess implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #reading: Promise<void>;
  readonly #lines: string[] = [];

  private constructor(process: Deno.ChildProcess) {
    this.#process = process;
    this.#input = process.stdin.getWriter();
    this.#reading = this.#read();
  }

  static start(
    address: Address,
    name: string,
    flags: readonly string[] = [],
  ): ClientProcess {
    const target = [formatAddress(address), "--name", name];
    const [program = "", ...first] = PROGRAM;
    return new ClientProcess(
      new Deno.Command(program, {
        args: [...first, "connect", ...target, ...flags],
        stdin: "piped",
        stdout: "piped",
        stderr: "null",
      }).spawn(),
    );
  }

  /** Every seq it showed, in that order. */
  get seqs(): readonly number[] {
    return this.#lines.flatMap((line) => {
      const { response, seq, content }: Answer = JSON.parse(line);
      if (response === "message") return [seq ?? 0];
      if (response !== "history" || !Array.isArray(content)) return [];
      return content.map((one: Answer) => one.seq ?? 0);
    });
  }

  /** Types lines. */
  type(...lines: readonly string[]): void {
    const text = lines.map((line) => line + "\n").join("");
    void this.#input.write(new TextEncoder().encode(text));
  }

  /** Resolves when it has shown something. */
  async heard(pattern: RegExp): Promise<void> {
    await until(
      () => this.#lines.some((one) => pattern.test(one)),
      `${pattern}`,
    );
  }

  /** Ends its input; resolves with its exit code. */
  async ended(): Promise<number> {
    await this.#input.close();
    const { code } = await within(this.#process.status, "its exit", 60_000);
    await this.#reading;
    return code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await endProcess(this.#process);
    await this.#reading;
    await this.#input.abort().catch(() => {});
  }

  async #read(): Promise<void> {
    const lines = this.#process.stdout.pipeThrough(new TextDecoderStream())
      .pipeThrough(new TextLineStream());
    for await (const line of lines) this.#lines.push(line);
  }
}
