/**
 * Starts a released `ktn` on the system it is for and chats through it, as a
 * user would: nothing that was only built is published.
 *
 *     deno run -A tools/release/try.ts PROGRAM [ARGUMENT...]
 *
 * @module
 */

import { TextLineStream } from "@std/streams/text-line-stream";
import { VERSION } from "../../shared/version.ts";

/** The longest wait for anything. */
const MAX_MS = 30_000;
const TEXT = "hello, who is there?";
const ADDRESS = / listens on (\S+) /;

/** Says what does not work, if anything. */
export async function tryProgram(program: readonly string[]): Promise<void> {
  const data = await Deno.makeTempDir({ prefix: "ktn" });
  try {
    await says(program, ["--version"], `ktn ${VERSION}`);
    await says(program, ["version", "--json"], `"ktn":"${VERSION}"`);
    await chat(program, data);
    await says(program, ["check", "--data", data], "all is well");
    await says(program, ["export", "--data", data], `writer: ${TEXT}`);
  } finally {
    await Deno.remove(data, { recursive: true });
  }
}

/** A server, and clients of each kind. */
async function chat(program: readonly string[], data: string): Promise<void> {
  const [path = "", ...first] = program;
  const server = new Deno.Command(path, {
    args: [...first, "serve", "--port", "0", "--data", data],
    env: { KTN_CONFIG: "none" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const lines = server.stderr.pipeThrough(new TextDecoderStream())
    .pipeThrough(new TextLineStream());
  try {
    const { address, rest } = await addressIn(lines);
    const reading = drain(rest);
    const input = new TextEncoder().encode(TEXT + "\n");
    await says(program, ["connect", address, "--name", "writer"], "", input);
    await says(program, ["send", address, "and again", "--name", "w"], "");
    await says(program, ["tail", address], `writer: ${TEXT}`);
    await says(program, ["search", address, "again"], "w: and again");
    await says(program, ["names", address], "");
    await stop(server);
    await reading;
  } finally {
    await stop(server);
  }
}

/** Windows has no signal that asks: there a process is only ended. */
async function stop(server: Deno.ChildProcess): Promise<void> {
  try {
    server.kill("SIGTERM");
  } catch {
    return; // it has ended
  }
  const { code } = await inTime(server.status, "the end of the server");
  if (code !== 0 && Deno.build.os !== "windows") {
    throw new Error(`The server ended with ${code}`);
  }
}

async function addressIn(
  lines: ReadableStream<string>,
): Promise<
  {
    readonly address: string;
    readonly rest: ReadableStreamDefaultReader<string>;
  }
> {
  const rest = lines.getReader();
  const said: string[] = [];
  for (;;) {
    const { value, done } = await inTime(rest.read(), "its address");
    if (done) throw new Error(`It did not start: ${said.join("\n")}`);
    said.push(value);
    const [, address] = ADDRESS.exec(value) ?? [];
    if (address !== undefined) return { address, rest };
  }
}

async function drain(
  reader: ReadableStreamDefaultReader<string>,
): Promise<void> {
  while (!(await reader.read()).done);
}

/** Runs a command, which must succeed and write this. */
async function says(
  [path = "", ...first]: readonly string[],
  args: readonly string[],
  expected: string,
  input = new Uint8Array(),
): Promise<void> {
  const child = new Deno.Command(path, {
    args: [...first, ...args],
    env: { KTN_CONFIG: "none" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(input).catch(() => {}); // it reads nothing
  await writer.close().catch(() => {});
  const { code, stdout, stderr } = await inTime(child.output(), args.join(" "));
  const out = new TextDecoder().decode(stdout);
  if (code === 0 && out.includes(expected)) return;
  const said = out + new TextDecoder().decode(stderr);
  throw new Error(`Cannot "${args.join(" ")}": exit code ${code}, ${said}`);
}

async function inTime<T>(work: Promise<T>, what: string): Promise<T> {
  const late = Promise.withResolvers<never>();
  const fail = () => late.reject(new Error(`Waited in vain for ${what}`));
  const timer = setTimeout(fail, MAX_MS);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

if (import.meta.main) {
  try {
    await tryProgram(Deno.args);
    // deno-lint-ignore no-console -- it is what the caller reads
    console.log(`${Deno.args.join(" ")} works here`);
  } catch (error) {
    // deno-lint-ignore no-console -- as above
    console.error(`${error}`);
    Deno.exit(1);
  }
}
