import { assertEquals, assertThrows } from "@std/assert";
import { findServer } from "../../../client/cli/server_operand.ts";
import type { SavedServers } from "../../../shared/saved_server.ts";
import { ConfigError, UsageError } from "../../../shared/flags.ts";

const SERVERS: SavedServers = new Map(
  [["work", "chat.example:7"], ["box", "[::1]:8"], ["bad", "a b"], [
    "zero",
    "x:0",
  ]].map(([name = "", host = ""]) => [
    name,
    { host, origin: "/c.json:1:2", settings: new Map() },
  ]),
);

Deno.test("findServer() reads an address, or takes that of a saved server", () => {
  const find = (operand: string) => findServer(operand, SERVERS);
  assertEquals(find("elsewhere"), { hostname: "elsewhere", port: 9998 });
  assertEquals(find("work"), { hostname: "chat.example", port: 7 });
});

Deno.test("findServer() prefers a saved server to a host of the same name", () => {
  assertEquals(findServer("box", SERVERS), { hostname: "::1", port: 8 });
  assertEquals(findServer("box", new Map()), { hostname: "box", port: 9998 });
  assertEquals(findServer("box:9998", SERVERS).hostname, "box");
});

Deno.test("findServer() refuses what is no server", () => {
  const none = () => findServer(undefined, SERVERS);
  assertThrows(none, UsageError, "Cannot connect without a server");
  const noAddress = () => findServer("a:b", SERVERS);
  assertThrows(noAddress, UsageError, 'Cannot read the address "a:b"');
  const zero = () => findServer("localhost:0", SERVERS);
  assertThrows(zero, UsageError, "nothing can listen on port 0");
  const user = () => findServer("ada@box:7", SERVERS);
  assertThrows(user, UsageError, "said by a flag: box:7 --name ada");
});

Deno.test("findServer() blames the file for an address that stands there", () => {
  const bad = () => findServer("bad", SERVERS);
  assertThrows(bad, ConfigError, "/c.json:1:2: Cannot read the address");
  const zero = () => findServer("zero", SERVERS);
  assertThrows(zero, ConfigError, "/c.json:1:2: Cannot connect to");
});
