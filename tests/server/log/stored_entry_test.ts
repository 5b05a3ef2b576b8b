import { assertEquals } from "@std/assert";
import {
  checksumOf,
  readRow,
  type Row,
  withoutId,
} from "../../../server/log/stored_entry.ts";

const ENTRY = { seq: 1, time: 2, room: "lobby", author: "ada", text: "hé" };
const ROW: Row = { ...ENTRY, id: "a", checksum: checksumOf(ENTRY, "a") };

Deno.test("readRow() returns what was stored", () => {
  assertEquals(readRow(ROW), { ...ENTRY, id: "a" });
  const row = { ...ENTRY, id: null, checksum: checksumOf(ENTRY, undefined) };
  assertEquals(readRow(row), ENTRY);
});

Deno.test("readRow() returns nothing when any column is not what was stored", () => {
  for (const column of Object.keys(ROW)) {
    for (const value of [3, "other", null, 1.5, new Uint8Array(1)]) {
      assertEquals(readRow({ ...ROW, [column]: value }), undefined, column);
    }
  }
});

Deno.test("checksumOf() tells texts apart that are cut at another place", () => {
  const moved = { ...ENTRY, author: "ad", text: "ahé" };
  assertEquals(checksumOf(moved, "a") === checksumOf(ENTRY, "a"), false);
});

Deno.test("withoutId() leaves what people may see", () => {
  assertEquals(withoutId({ ...ENTRY, id: "a" }), ENTRY);
});
