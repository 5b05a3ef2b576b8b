import { assertEquals, assertNotEquals } from "@std/assert";
import { type Target, targetKey } from "../../shared/target.ts";

Deno.test("targetKey() tells a room from a person of the same name", () => {
  assertNotEquals(targetKey({ room: "ada" }), targetKey({ to: "ada" }));
  assertNotEquals(targetKey({ room: "@ada" }), targetKey({ to: "ada" }));
  assertNotEquals(targetKey({ room: "#ada" }), targetKey({ room: "ada" }));
});

Deno.test("targetKey() takes a person in any spelling, a room as it is spelled", () => {
  assertEquals(targetKey({ to: "ADA" }), targetKey({ to: "ada" }));
  assertNotEquals(targetKey({ room: "Tea" }), targetKey({ room: "tea" }));
});

Deno.test("a target spreads into the fields of the wire", () => {
  const fieldsOf = (target: Target) => JSON.stringify({ ...target });
  assertEquals(fieldsOf({ room: "tea" }), '{"room":"tea"}');
  assertEquals(fieldsOf({ to: "Ada" }), '{"to":"Ada"}');
});
