/**
 * What every directory must do.
 *
 * @module
 */

import { assertEquals, assertNotEquals } from "@std/assert";
import type { NameRegistry } from "../../server/directory/name_registry.ts";
import { codeOf } from "../support/refused.ts";

/** Registers the tests that every directory must pass. */
export function testNameRegistry(name: string, open: () => NameRegistry): void {
  Deno.test(`${name} gives a name to one only, in whatever spelling`, () => {
    const directory = open();
    const { user } = directory.claim("Ada");
    assertEquals(user, { name: "Ada", key: "ada" });
    for (const spelling of ["Ada", "ada", "ADA"]) {
      assertEquals(codeOf(() => directory.claim(spelling)), "name_taken");
    }
    assertEquals(directory.claim("adam").user.name, "adam");
  });

  Deno.test(`${name} gives a name back for its token, and renews the token`, () => {
    const directory = open();
    const first = directory.claim("Ada");
    const second = directory.claim("ada", first.token);
    assertEquals(second.user, first.user);
    assertNotEquals(second.token, first.token);
  });

  Deno.test(`${name} takes a used token until its successor is used`, () => {
    const directory = open();
    const claim = (proof?: string) => directory.claim("Ada", proof).token;
    const first = claim();
    const unread = claim(first);
    const second = claim(first);
    assertEquals(codeOf(() => claim(unread)), "name_taken");
    const third = claim(second);
    assertEquals(codeOf(() => claim(first)), "name_taken");
    claim(third);
  });

  Deno.test(`${name} takes no token of another name, nor anything else`, () => {
    const directory = open();
    const { token } = directory.claim("Ada");
    directory.claim("bob");
    for (const wrong of [token, "", "x", "0".repeat(32), "ä".repeat(32)]) {
      assertEquals(codeOf(() => directory.claim("bob", wrong)), "name_taken");
    }
  });

  Deno.test(`${name} gives nobody a name that looks like one that is taken`, () => {
    const directory = open();
    const claim = (spelling: string) =>
      codeOf(() => directory.claim(spelling)) ?? "given";
    // Cyrillic, Latin, and in the other case; then the other way round.
    assertEquals(["ace", "\u0430\u0441\u0435"].map(claim), [
      ...["given", "name_taken"],
    ]);
    assertEquals(["\u0405\u0421\u041e\u0420\u0415", "scope"].map(claim), [
      ...["given", "name_taken"],
    ]);
    assertEquals(["zoe-mary", "zoe-rnary"].map(claim), [
      ...["given", "name_taken"],
    ]);
    assertEquals(["Wei\u00df", "WEISS"].map(claim), ["given", "name_taken"]);
    // Names of the seed's grammar never were confused.
    assertEquals(["l1", "I1", "modern", "rnodern"].map(claim), [
      ...Array(4).fill("given"),
    ]);
  });

  Deno.test(`${name} frees what looks like a name with it`, () => {
    const directory = open();
    const first = directory.claim("\u0430\u0441\u0435");
    assertEquals(codeOf(() => directory.claim("ace")), "name_taken");
    directory.claim("\u0410\u0421\u0415", first.token);
    directory.release(first.user);
    assertEquals(directory.claim("ace").user.name, "ace");
  });

  Deno.test(`${name} gives nobody a name that looks reserved`, () => {
    const directory = open();
    assertEquals(codeOf(() => directory.claim("h\u1eb9re")), undefined);
    const reserved = "\u03b1ll"; // looks like "all"
    assertEquals(codeOf(() => directory.claim(reserved)), "bad_name");
  });

  Deno.test(`${name} frees a name, with its tokens`, () => {
    const directory = open();
    const { user, token } = directory.claim("Ada");
    directory.release(user);
    assertEquals(directory.claim("ADA", "whatever").user.name, "ADA");
    assertEquals(codeOf(() => directory.claim("Ada", token)), "name_taken");
  });

  Deno.test(`${name} restores a name in another process, for the same tokens`, () => {
    const before = open();
    const { token } = before.claim("Ada");
    const { user, token: next } = before.claim("Ada", token);
    const proofs = before.proofs(user);
    assertEquals(JSON.stringify(proofs).includes(next), false);
    for (const proof of [token, next]) {
      const directory = open();
      assertEquals(directory.restore({ name: "Ada", proofs }), user);
      assertEquals(codeOf(() => directory.claim("ada")), "name_taken");
      assertEquals(codeOf(() => directory.claim("ada", "x")), "name_taken");
      assertEquals(directory.claim("ada", proof).user, user);
    }
  });

  Deno.test(`${name} restores no name that is taken, and proves none that is free`, () => {
    const directory = open();
    const { user } = directory.claim("Ada");
    const proofs = directory.proofs(user);
    const restore = () => directory.restore({ name: "ada", proofs });
    assertEquals(codeOf(restore), "name_taken");
    directory.release(user);
    assertEquals(directory.proofs(user), []);
    assertEquals(restore().name, "ada");
  });
}
