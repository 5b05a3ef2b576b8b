import { assert, assertEquals } from "@std/assert";
import {
  ADDRESS_LIMITS,
  Admission,
  type AdmissionOptions,
  Ticket,
} from "../../../server/net/admission.ts";

function admissionOf(options: Partial<AdmissionOptions> = {}): Admission {
  const perAddress = ADDRESS_LIMITS;
  return new Admission({
    maxClients: 1000,
    perAddress,
    now: () => 0,
    ...options,
  });
}

function admit(admission: Admission, ip: string): Ticket {
  const ticket = admission.admit(ip);
  assert(ticket instanceof Ticket, String(ticket));
  return ticket;
}

function isAdmitted(admission: Admission, ip: string): boolean {
  return admission.admit(ip) instanceof Ticket;
}

Deno.test("Admission lets in maxClients, and another when one has left", () => {
  const admission = admissionOf({ maxClients: 2, perAddress: null });
  const first = admit(admission, "10.0.0.1");
  admit(admission, "10.0.0.1");
  assertEquals(admission.admit("10.0.0.2"), "at most 2 may connect");
  first.release();
  first.release();
  assertEquals(isAdmitted(admission, "10.0.0.2"), true);
  assertEquals(isAdmitted(admission, "10.0.0.3"), false);
});

Deno.test("Admission lets in 16 of one address at once, and others meanwhile", () => {
  const admission = admissionOf();
  const tickets: Ticket[] = [];
  for (let n = 0; n < 16; n++) {
    const ticket = admit(admission, "10.0.0.1");
    ticket.loggedIn();
    tickets.push(ticket);
  }
  const problem = "at most 16 may connect from one address";
  assertEquals(admission.admit("10.0.0.1"), problem);
  assertEquals(isAdmitted(admission, "10.0.0.2"), true);
  tickets[0]?.release();
  assertEquals(isAdmitted(admission, "10.0.0.1"), true);
});

Deno.test("Admission lets in four of one address that have not logged in", () => {
  const admission = admissionOf();
  const tickets = [1, 2, 3, 4].map(() => admit(admission, "10.0.0.1"));
  assertEquals(isAdmitted(admission, "10.0.0.1"), false);
  tickets[0]?.loggedIn();
  tickets[0]?.loggedIn();
  assertEquals(isAdmitted(admission, "10.0.0.1"), true);
  assertEquals(isAdmitted(admission, "10.0.0.1"), false);
  tickets[1]?.release();
  assertEquals(isAdmitted(admission, "10.0.0.1"), true);
});

Deno.test("Admission lets in 512 in all that have not logged in", () => {
  const admission = admissionOf();
  for (let n = 0; n < 512; n++) admit(admission, `10.0.${n >> 8}.${n & 255}`);
  const problem = "too many connections have not logged in";
  assertEquals(admission.admit("10.9.9.9"), problem);
});

Deno.test("Admission lets in 32 of one address in ten minutes", () => {
  let now = 5;
  const admission = admissionOf({ now: () => now });
  for (let n = 0; n < 32; n++) admit(admission, "10.0.0.1").release();
  const problem = "too many new connections from one address";
  assertEquals(admission.admit("10.0.0.1"), problem);
  now += 599_999;
  admission.prune();
  assertEquals(admission.admit("10.0.0.1"), problem);
  now += 1;
  admission.prune();
  assertEquals(isAdmitted(admission, "10.0.0.1"), true);
});

Deno.test("Admission forgets nobody who is still there", () => {
  let now = 0;
  const admission = admissionOf({ now: () => now });
  for (let n = 0; n < 16; n++) admit(admission, "10.0.0.1").loggedIn();
  now += 600_000;
  admission.prune();
  assertEquals(isAdmitted(admission, "10.0.0.1"), false);
});

Deno.test("Admission without limits of an address lets one have all", () => {
  const admission = admissionOf({ perAddress: null });
  for (let n = 0; n < 1000; n++) admit(admission, "10.0.0.1");
  assertEquals(isAdmitted(admission, "10.0.0.1"), false);
});

/** Two addresses, and whether they count as one. */
const PAIRS: readonly (readonly [string, string, boolean])[] = [
  ["10.0.0.1", "10.0.0.1", true],
  ["10.0.0.1", "10.0.0.2", false],
  ["::ffff:10.0.0.1", "10.0.0.1", true],
  ["::FFFF:10.0.0.1", "::ffff:10.0.0.1", true],
  ["::ffff:10.0.0.1", "::ffff:10.0.0.2", false],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::1", true],
  ["2001:db8:1:2::1", "2001:db8:1:3::1", false],
  ["2001:db8::1", "2001:db8::ffff:1", true],
  ["2001:db8::1", "2001:db8:0:0:1::", true],
  ["::1", "::2", true],
  ["::1", "1::", false],
  ["fe80::1%eth0", "fe80::2%eth1", true],
];

for (const [one, other, isSame] of PAIRS) {
  Deno.test(`Admission counts ${one} and ${other} as ${isSame ? "one" : "two"}`, () => {
    const perAddress = { ...ADDRESS_LIMITS, atOnce: 1 };
    const admission = admissionOf({ perAddress });
    admit(admission, one);
    assertEquals(isAdmitted(admission, other), !isSame);
  });
}
