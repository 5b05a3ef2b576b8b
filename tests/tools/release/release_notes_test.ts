import { assertEquals, assertThrows } from "@std/assert";
import { releaseNotes } from "../../../tools/release/release_notes.ts";

const CHANGELOG = `# Changelog

Newest first.

## 1.1.0 - unreleased

- More,
  and more.

## 1.0.0 - 2026-11-25

- All of it.

## 0.9.0 - 2026-01-01
`;

Deno.test("releaseNotes() cuts out the section of a version", () => {
  assertEquals(releaseNotes(CHANGELOG, "1.1.0"), {
    date: "unreleased",
    text: "- More,\n  and more.\n",
  });
  assertEquals(releaseNotes(CHANGELOG, "1.0.0"), {
    date: "2026-11-25",
    text: "- All of it.\n",
  });
});

Deno.test("releaseNotes() refuses a version of which nothing is said", () => {
  for (const version of ["2.0.0", "0.9.0", "1.0"]) {
    assertThrows(
      () => releaseNotes(CHANGELOG, version),
      RangeError,
      `Cannot find what is new in ${version}`,
    );
  }
});
