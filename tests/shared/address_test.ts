import { assertEquals, assertThrows } from "@std/assert";
import {
  formatAddress,
  isLoopback,
  parseAddress,
  unmapped,
} from "../../shared/address.ts";

/** What people type, and where that is. */
const TYPED: readonly (readonly [string, hostname: string, port: number])[] = [
  ["box", "box", 9998],
  ["box:7", "box", 7],
  ["box.local:65535", "box.local", 65_535],
  ["box:0", "box", 0],
  ["192.168.1.5", "192.168.1.5", 9998],
  ["192.168.1.5:80", "192.168.1.5", 80],
  ["::1", "::1", 9998],
  ["::", "::", 9998],
  ["fe80::1:2", "fe80::1:2", 9998],
  ["fe80::1%eth0", "fe80::1%eth0", 9998],
  ["::ffff:127.0.0.1", "::ffff:127.0.0.1", 9998],
  ["[::1]", "::1", 9998],
  ["[::1]:7", "::1", 7],
  ["[fe80::1%eth0]:7", "fe80::1%eth0", 7],
  ["[fe80::1%br-lan]:7", "fe80::1%br-lan", 7],
  ["fe80::1%eth0.100", "fe80::1%eth0.100", 9998],
  ["ktn://box", "box", 9998],
  ["ktn://box:7/", "box", 7],
  ["ktn://[::1]:7", "::1", 7],
];

for (const [typed, hostname, port] of TYPED) {
  Deno.test(`parseAddress() reads ${typed}`, () => {
    assertEquals(parseAddress(typed), { hostname, port });
  });
}

Deno.test("parseAddress() refuses what is no address, and shows it", () => {
  const bad = [
    "",
    " ",
    ":7",
    "box:",
    "box:x",
    "box:-1",
    "box:65536",
    "box:999999",
    "a b:7",
    "[::1",
    "[::1]7",
    "::1]:7",
    "[box]:7",
    "http://box",
    "box/path/more",
    "box:7:8:",
    "user@[::1]",
  ];
  for (const text of bad) {
    assertThrows(() => parseAddress(text), SyntaxError, `"${text}"`);
  }
});

Deno.test("formatAddress() and parseAddress() undo each other", () => {
  for (const [, hostname, port] of TYPED) {
    const address = { hostname, port };
    assertEquals(parseAddress(formatAddress(address)), address);
  }
});

Deno.test("unmapped() shows an IPv4 address as one", () => {
  assertEquals(unmapped("::FFFF:127.0.0.1"), "127.0.0.1");
  for (const other of ["10.0.0.1", "::1", "::ffff:1", "box"]) {
    assertEquals(unmapped(other), other);
  }
});

Deno.test("isLoopback() knows the addresses only this machine can reach", () => {
  const yes = [
    "localhost",
    "::1",
    "127.0.0.1",
    "127.9.9.9",
    "::ffff:127.0.0.1",
  ];
  const no = ["0.0.0.0", "::", "192.168.1.5", "box", "128.0.0.1", "127box"];
  assertEquals(yes.filter((host) => !isLoopback(host)), []);
  assertEquals(no.filter(isLoopback), []);
});
