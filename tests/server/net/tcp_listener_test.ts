import { assertEquals } from "@std/assert";
import { Logger } from "../../../server/logging/logger.ts";
import type { ByteStream } from "../../../server/net/byte_stream.ts";
import { TcpListener } from "../../../server/net/tcp_listener.ts";
import { within } from "../../support/within.ts";

Deno.test("TcpListener logs what its owner throws, closes that connection and accepts the next", async () => {
  const events: string[] = [];
  const write = (line: string) => void events.push(JSON.parse(line).event);
  const taken = Promise.withResolvers<ByteStream>();
  let count = 0;
  await using listener = new TcpListener({
    hostname: "127.0.0.1",
    port: 0,
    logger: new Logger({ format: "json", write }),
    onConnection: (connection) => {
      if (++count === 1) throw new TypeError("a bug");
      taken.resolve(connection);
    },
  });
  using first = await Deno.connect(listener.address);
  const reading = first.read(new Uint8Array(1));
  assertEquals(await within(reading, "the end"), null);
  using _second = await Deno.connect(listener.address);
  const near = await within(taken.promise, "the next connection");
  near.close();
  assertEquals(events, ["bug"]);
});
