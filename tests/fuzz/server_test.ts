import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { REQUESTS } from "../../server/requests/mod.ts";
import { startServer } from "../support/live_server.ts";

const UTF8 = new TextEncoder();
const RUNS = 400;

const FIELDS =
  "request content id room to from before after limit version since history token __proto__ x"
    .split(" ");
const NAMES = ["ada", "Ada", "mallory", "lobby", "attic", "server", "", "1"];

/** A request that somebody could mean, or nearly. */
const REQUEST = fc.record({
  request: fc.constantFrom(...REQUESTS.keys(), "message", "join", "toString"),
  content: fc.oneof(fc.constantFrom(...NAMES), fc.jsonValue(), fc.string()),
  extra: fc.dictionary(
    fc.constantFrom(...FIELDS.slice(2)),
    fc.oneof(fc.nat(), fc.constantFrom(...NAMES), fc.jsonValue()),
  ),
}).map(({ extra, ...rest }) => JSON.stringify({ ...extra, ...rest }));

/** The bytes of some requests, a few of them changed. */
const STREAM = fc.tuple(
  fc.array(REQUEST, { minLength: 1, maxLength: 8 }),
  fc.constantFrom("\n", "\r\n", " ", ""),
  fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), {
    maxLength: 2,
  }),
).map(([requests, separator, changes]) => {
  const bytes = UTF8.encode(requests.join(separator) + separator);
  for (const [place, byte] of changes) bytes[place % bytes.length] = byte;
  return bytes;
});

Deno.test("the server answers or closes, and has no bug, whatever it is sent", async () => {
  await using server = await startServer();
  using witness = await server.join("witness");
  await fc.assert(
    fc.asyncProperty(STREAM, async (bytes) => {
      using mallory = await server.connectRaw();
      // In lines, for a bare client is answered slowly.
      await mallory.write(UTF8.encode("\n"));
      await mallory.write(bytes);
      await mallory.hangUp();
      for (const line of (await mallory.drain()).split("\n").slice(0, -1)) {
        const { response, timestamp, sender } = JSON.parse(line);
        assertEquals(
          ["error", "info", "message", "history"].includes(response),
          true,
        );
        assertEquals([typeof timestamp, typeof sender], ["string", "string"]);
      }
    }),
    { numRuns: RUNS },
  );
  await witness.send({ request: "ping", id: "end" });
  const pong = await witness.until(({ id }) => id === "end");
  assertEquals(pong.code, "pong");
});
