import { assert, assertEquals } from "@std/assert";
import { joinBytes } from "../../shared/bytes.ts";
import { type LiveServer, startServer } from "../support/live_server.ts";
import type { Peer } from "../support/peer.ts";
import { storm } from "../support/storm.ts";

const UTF8 = new TextEncoder();
const LOGIN = '{"request":"login","content":"mallory"}\n';

/** Two people who must not notice anything. */
class Bystanders implements Disposable {
  readonly #ada: Peer;
  readonly #bob: Peer;
  #said = 0;

  constructor(ada: Peer, bob: Peer) {
    this.#ada = ada;
    this.#bob = bob;
  }

  static async at(server: LiveServer): Promise<Bystanders> {
    return new Bystanders(await server.join("ada"), await server.join("bob"));
  }

  /** Fails unless what one says reaches the other, and both are there. */
  async chat(): Promise<void> {
    const content = `still here ${++this.#said}`;
    await this.#ada.send({ request: "msg", content });
    const heard = await this.#bob.until(({ sender }) => sender === "ada");
    assertEquals(heard.content, content);
    await this.#ada.send({ request: "names" });
    const { names } = await this.#ada.until((answer) => "names" in answer);
    assertEquals(names?.slice(0, 2), ["ada", "bob"]);
  }

  [Symbol.dispose](): void {
    this.#ada.close();
    this.#bob.close();
  }
}

function junk(length: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 24;
  });
}

const HTTP = [
  "POST / HTTP/1.1",
  "Host: localhost",
  "Content-Type: text/plain",
  "",
  '{"request":"login","content":"mallory"}',
  '{"request":"msg","content":"from a browser"}',
  "",
].join("\r\n");

/** Start of a TLS 1.3 hello, with a newline and a brace in its random part. */
const TLS_HELLO = Uint8Array.from([
  ...[0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03],
  ...junk(28, 7),
  ...[0x0a, 0x7b, 0x22, 0x00],
  ...junk(400, 9),
]);

/** Each is sent by somebody who then hears whatever comes and is closed. */
const HOSTILE: readonly (readonly [what: string, bytes: Uint8Array])[] = [
  ["junk bytes", junk(100_000, 1)],
  ["junk without newlines", junk(3000, 2).filter((byte) => byte !== 10)],
  ["a TLS hello", TLS_HELLO],
  [
    "a TLS hello in a session",
    joinBytes([UTF8.encode(LOGIN.repeat(2)), TLS_HELLO]),
  ],
  ["an SSH banner", UTF8.encode("SSH-2.0-OpenSSH_9.9\r\n")],
  ["an IRC client", UTF8.encode("NICK mallory\r\nUSER m 0 * :m\r\n")],
  ["an HTTP request", UTF8.encode(HTTP)],
  ["HTTP/2", UTF8.encode("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")],
  ["NUL bytes", new Uint8Array(10_000)],
  ["endless string", UTF8.encode('{"request":"' + "x".repeat(2e6))],
  ["endless number", UTF8.encode("1".repeat(200_000))],
  ["endless junk", UTF8.encode("{".repeat(2) + "x".repeat(200_000))],
  ["endless white space", UTF8.encode(" ".repeat(2e6))],
  ["100,000 lists", UTF8.encode("[".repeat(100_000) + "]".repeat(100_000))],
  ["30,000 lists", UTF8.encode("[".repeat(30_000) + "]".repeat(30_000) + "\n")],
  ["10,000 objects", UTF8.encode('{"a":'.repeat(1e4) + "1" + "}".repeat(1e4))],
  ["deep content", inMessage("[".repeat(3e4) + "]".repeat(3e4))],
  ["deep id", inMessage(`"x","id":${"[".repeat(3e4) + "]".repeat(3e4)}`)],
  ["many keys", UTF8.encode(`{${'"a":1,'.repeat(9000)}"b":2}\n`)],
  ["half a value", UTF8.encode('{"request":"lo')],
  ["half a character", Uint8Array.of(0x22, 0xf0, 0x9f, 0x8e)],
  ["half an escape", UTF8.encode('"\\u12')],
  ["prototype fields", UTF8.encode(prototypeFields())],
  ["a huge number", inMessage('"x","limit":1e999,"since":1e999')],
  ["a byte order mark", Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x7d, 0x0a)],
];

function inMessage(json: string): Uint8Array {
  return UTF8.encode(`${LOGIN}{"request":"msg","content":${json}}\n`);
}

function prototypeFields(): string {
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
  const polluted = '{"request":"logout","content":"mallory","id":"x"}';
  return names.flatMap((name) => [
    `{"${name}":${polluted}}`,
    `{"request":"${name}"}`,
    `{"request":"ping","id":"${name}"}`,
    `{"request":"login","content":"x","${name}":${polluted}}`,
    `{"request":"names","room":"${name}"}`,
    `{"request":"logout"}`,
  ]).join("\n") + "\n";
}

for (const [what, bytes] of HOSTILE) {
  Deno.test(`the server takes ${what}, and the others go on chatting`, async () => {
    await using server = await startServer();
    using bystanders = await Bystanders.at(server);
    using mallory = await server.connectRaw();
    await mallory.write(bytes);
    await bystanders.chat();
    await mallory.hangUp();
    await mallory.drain();
    await bystanders.chat();
  });
}

Deno.test("nothing of an HTTP request is run and nothing is said to it", async () => {
  await using server = await startServer();
  using bystanders = await Bystanders.at(server);
  using browser = await server.connectRaw();
  await browser.write(UTF8.encode(HTTP));
  assertEquals(await browser.drain(), "");
  await bystanders.chat();
});

Deno.test("values with the names of Object's own fields are names like others", async () => {
  await using server = await startServer();
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
  await using stack = new AsyncDisposableStack();
  for (const name of names) stack.use(await server.join(name));
  using eve = await server.join("eve");
  assertEquals((await eve.askNames()).names, [...names, "eve"]);
  for (const id of ["__proto__", "constructor"]) {
    const ack = await eve.ask({ request: "msg", content: id, id });
    assertEquals([ack.code, ack.duplicate], ["ack", undefined]);
  }
});

Deno.test("a value of 65,536 bytes is read, one of 65,537 closes with too_long", async () => {
  await using server = await startServer();
  using peer = await server.connect();
  const value = (length: number) => `"${"x".repeat(length - 2)}"\n`;
  await peer.write(value(65_536));
  assertEquals((await peer.next()).code, "bad_request");
  await peer.write(value(65_537) + '{"request":"ping"}\n');
  const codes = (await peer.rest()).map(({ code }) => code);
  assertEquals(codes, ["too_long"]);
});

Deno.test("requests sent byte by byte are answered as if sent whole", async () => {
  await using server = await startServer();
  using bob = await server.join("bob");
  using slow = await server.connect();
  const text = LOGIN + '{"request":"msg","content":"\\u00e5 🎉 }{","id":"1"}\n';
  for (const byte of UTF8.encode(text)) await slow.write(Uint8Array.of(byte));
  assertEquals((await slow.take(2)).map(({ code }) => code), [
    "welcome",
    "ack",
  ]);
  assertEquals((await bob.next()).content, "å 🎉 }{");
});

Deno.test("ten thousand requests in one write are answered in order", async () => {
  await using server = await startServer();
  using bystanders = await Bystanders.at(server);
  using mallory = await server.connect();
  const count = 10_000;
  const pings = Array.from({ length: count }, (_, n) => ({
    request: "ping",
    id: `${n}`,
  }));
  const sending = mallory.send(...pings);
  await bystanders.chat();
  const answers = await mallory.take(count);
  await sending;
  assert(answers.every(({ id }, n) => id === `${n}`));
});

Deno.test("a storm of reset connections leaves nothing behind", async () => {
  await using server = await startServer();
  using bystanders = await Bystanders.at(server);
  const login = (n: number) => `{"request":"login","content":"s${n}"}\n`;
  await storm(server.address, 300, (n) => ["", LOGIN, login(n)][n % 3] ?? "");
  // A name of the storm that was lost is free when its reset has arrived.
  let names: readonly string[] = [];
  using eve = await server.join("eve");
  do names = (await eve.askNames()).names ?? []; while (
    names.length > 3
  );
  await eve.ask({ request: "logout" });
  await eve.rest();
  await bystanders.chat();
});
