import { assertEquals, assertRejects } from "@std/assert";
import {
  dial,
  TcpTransport,
} from "../../../client/connection/tcp_transport.ts";
import { UnreachableError } from "../../../client/connection/transport.ts";

/** More than the system's buffers of both ends hold. */
const BIG_BYTES = 12 * 1024 * 1024;

Deno.test("TcpTransport.send() puts whole payloads after each other, though a write takes only part", async () => {
  const { transport, peer } = await connected();
  using _transport = transport;
  using conn = peer;
  const big = new Uint8Array(BIG_BYTES).fill(1);
  const sent = [big, new Uint8Array([2]), new Uint8Array([3, 3]), big]
    .map((bytes) => transport.send(bytes));

  const runs: [number, number][] = [];
  const buffer = new Uint8Array(1024 * 1024);
  for (let total = 0; total < 2 * BIG_BYTES + 3;) {
    const count = await conn.read(buffer) ?? 0;
    total += count;
    for (const byte of buffer.subarray(0, count)) {
      const last = runs.at(-1);
      if (last?.[0] === byte) last[1]++;
      else runs.push([byte, 1]);
    }
  }
  assertEquals(runs, [[1, BIG_BYTES], [2, 1], [3, 2], [1, BIG_BYTES]]);
  assertEquals(await Promise.all(sent), [true, true, true, true]);
});

Deno.test("TcpTransport.close() ends a write that nobody takes, and a read", async () => {
  const { transport, peer } = await connected();
  using _conn = peer;
  const sent = transport.send(new Uint8Array(2 * BIG_BYTES));
  const frames = Array.fromAsync(transport.frames());
  transport.close();
  transport.close();

  assertEquals(await sent, false);
  assertEquals(await frames, []);
  assertEquals(await transport.send(new Uint8Array(1)), false);
});

Deno.test("TcpTransport.frames() ends when the other end is reset", async () => {
  const { transport, peer } = await connected();
  using _transport = transport;
  await transport.send(new Uint8Array([1]));
  peer.close(); // with unread bytes: a reset

  assertEquals(await Array.fromAsync(transport.frames()), []);
});

Deno.test("dial() says in words why it cannot connect", async () => {
  const { signal } = new AbortController();
  const nowhere = { hostname: "127.0.0.1", port: 1 };
  const nobody = { hostname: "no.such.host.invalid", port: 1 };

  await assertRejects(
    () => dial(nowhere, signal),
    UnreachableError,
    "nothing is listening there",
  );
  await assertRejects(
    () => dial(nobody, signal),
    UnreachableError,
    'no machine called "no.such.host.invalid" was found',
  );
  await assertRejects(
    () => dial(nowhere, AbortSignal.abort()),
    UnreachableError,
    "it does not answer",
  );
});

async function connected(): Promise<
  { transport: TcpTransport; peer: Deno.TcpConn }
> {
  using listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const { hostname, port } = listener.addr as Deno.NetAddr; // it is TCP
  const [peer, conn] = await Promise.all([
    listener.accept(),
    Deno.connect({ hostname, port }),
  ]);
  return { transport: new TcpTransport(conn), peer };
}
