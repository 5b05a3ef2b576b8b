import { assertEquals, assertRejects } from "@std/assert";
import {
  dial,
  UnreachableError,
  Wire,
} from "../../../client/connection/dial.ts";

/** More than the system's buffers of both ends hold. */
const BIG_BYTES = 12 * 1024 * 1024;

Deno.test("Wire.send() puts whole payloads after each other, though a write takes only part", async () => {
  const { wire, peer } = await connected();
  using _wire = wire;
  using conn = peer;
  const big = new Uint8Array(BIG_BYTES).fill(1);
  const sent = [big, new Uint8Array([2]), new Uint8Array([3, 3]), big]
    .map((bytes) => wire.send(bytes));

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

Deno.test("Wire.close() ends a write that nobody takes, and a read", async () => {
  const { wire, peer } = await connected();
  using _conn = peer;
  const sent = wire.send(new Uint8Array(2 * BIG_BYTES));
  const frames = Array.fromAsync(wire.frames());
  wire.close();
  wire.close();

  assertEquals(await sent, false);
  assertEquals(await frames, []);
  assertEquals(await wire.send(new Uint8Array(1)), false);
});

Deno.test("Wire.frames() ends when the other end is reset", async () => {
  const { wire, peer } = await connected();
  using _wire = wire;
  await wire.send(new Uint8Array([1]));
  peer.close(); // with unread bytes: a reset

  assertEquals(await Array.fromAsync(wire.frames()), []);
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

async function connected(): Promise<{ wire: Wire; peer: Deno.TcpConn }> {
  using listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const { hostname, port } = listener.addr as Deno.NetAddr; // it is TCP
  const [peer, conn] = await Promise.all([
    listener.accept(),
    Deno.connect({ hostname, port }),
  ]);
  return { wire: new Wire(conn), peer };
}
