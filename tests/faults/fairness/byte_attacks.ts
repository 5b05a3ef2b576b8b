/**
 * Attacks by what is sent: bytes that are no requests, or costly ones.
 *
 * @module
 */

import type { Attack } from "./attack.ts";

const MAX_VALUE_BYTES = 65_536;
const FULL = MAX_VALUE_BYTES - 100;
const UTF8 = new TextEncoder();

/** Sends this as fast as it is taken, without a login. */
function flood(data: string | Uint8Array<ArrayBuffer>): Attack {
  const bytes = typeof data === "string" ? UTF8.encode(data) : data;
  return async (attacker) => {
    using connection = attacker.connect();
    while (connection.isOpen) await connection.write(bytes);
  };
}

/** Sends this as fast as it is taken, after a login. */
function floodAsUser(data: string): Attack {
  const bytes = UTF8.encode(data);
  return async (attacker) => {
    using connection = await attacker.logIn();
    while (connection.isOpen) await connection.write(bytes);
  };
}

/** Sends this after a login at the pace the rate allows. */
function paceAsUser(data: string): Attack {
  const bytes = UTF8.encode(data);
  return async (attacker) => {
    using connection = await attacker.logIn();
    while (connection.isOpen) {
      await connection.write(bytes);
      await attacker.pause(250);
    }
  };
}

/** Sends this byte by byte, each in a packet of its own. */
function drip(text: string): Attack {
  return async (attacker) => {
    using connection = await attacker.logIn();
    while (connection.isOpen) {
      for (const byte of UTF8.encode(text)) {
        await connection.write(new Uint8Array([byte]));
      }
    }
  };
}

const keys = Array.from({ length: 6000 }, (_, n) => `"k${n}":1`).join();
const numbers = Array.from({ length: 10_000 }, () => "1e999").join();
const DEEP = "[".repeat(FULL / 2) + "]".repeat(FULL / 2) + "\n";
const DEEP_OBJECTS = '{"a":'.repeat(FULL / 6) + "1" +
  "}".repeat(FULL / 6) + "\n";
const ESCAPES = `{"request":"msg","content":"${
  "\\u00e9".repeat(FULL / 6 - 10)
}"}\n`;
const JUNK = `{"request": ${"x".repeat(FULL)}\n`;

/** The attacks, by name. */
export const BYTE_ATTACKS: ReadonlyMap<string, Attack> = new Map(
  Object.entries({
    newlines: flood("\n".repeat(MAX_VALUE_BYTES)),
    spaces: flood(" ".repeat(MAX_VALUE_BYTES)),
    newlinesAsUser: floodAsUser("\n".repeat(MAX_VALUE_BYTES)),
    spacesAsUser: floodAsUser(" ".repeat(MAX_VALUE_BYTES)),
    junk: flood(JUNK),
    deep: flood(DEEP),
    keys: flood(`{${keys}}\n`),
    endlessString: flood('{"request":"' + "x".repeat(MAX_VALUE_BYTES)),
    notUtf8: flood(new Uint8Array(FULL).fill(0xff)),
    tinyValues: flood("{}".repeat(FULL / 2)),
    bareValues: flood('{"request":"ping"}'.repeat(3000)),
    junkAsUser: paceAsUser(JUNK),
    deepAsUser: paceAsUser(DEEP),
    deepObjectsAsUser: paceAsUser(DEEP_OBJECTS),
    keysAsUser: paceAsUser(`{"request":"ping",${keys}}\n`),
    numbersAsUser: paceAsUser(`{"request":"ping","n":[${numbers}]}\n`),
    escapesAsUser: paceAsUser(ESCAPES),
    tinyValuesAsUser: floodAsUser("{}".repeat(FULL / 2) + "\n"),
    byteByByte: drip('{"request":"ping"}\n'),
    newlineByNewline: drip("\n"),
    http: flood("POST / HTTP/1.1\r\nHost: x\r\n\r\n"),
  }),
);
