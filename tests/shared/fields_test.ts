import { assertEquals } from "@std/assert";
import { fieldsOf, isFields } from "../../shared/fields.ts";

Deno.test("fieldsOf() has the fields of an object, and none of a list or another value", () => {
  for (const value of [{}, { a: 1, b: null }]) {
    assertEquals([isFields(value), fieldsOf(value)], [true, value]);
  }
  for (const value of [null, undefined, 1, "text", true, [1], []]) {
    assertEquals([isFields(value), fieldsOf(value)], [false, {}]);
  }
});
