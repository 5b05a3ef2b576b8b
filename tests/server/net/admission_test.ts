import { assert, assertEquals } from "@std/assert";
import {
  Admission,
  type AdmissionOptions,
  Refusal,
  Ticket,
} from "../../../server/net/admission.ts";
import { Usage } from "../../../server/scheduling/usage.ts";

/** Those of `ktn serve` when no flag says otherwise. */
const DEFAULTS = {
  addressConnections: 256,
  addressLogins: 64,
  addressRate: { count: 300, windowMs: 60_000 },
} as const;

function admissionOf(options: Partial<AdmissionOptions> = {}): Admission {
  return new Admission({
    maxClients: 1000,
    ...DEFAULTS,
    now: () => 0,
    ...options,
  });
}

function admit(admission: Admission, ip: string): Ticket {
  const ticket = admission.admit(ip);
  assert(ticket instanceof Ticket, JSON.stringify(ticket));
  return ticket;
}

function isAdmitted(admission: Admission, ip: string): boolean {
  return admission.admit(ip) instanceof Ticket;
}

/** The flag of the limit that refuses, and when to come back. */
function refusalOf(admission: Admission, ip: string) {
  const refusal = admission.admit(ip);
  assert(refusal instanceof Refusal);
  return [refusal.flag, refusal.retryMs];
}

Deno.test("Admission lets in maxClients, and another when one has left", () => {
  const admission = admissionOf({ maxClients: 2 });
  const first = admit(admission, "10.0.0.1");
  admit(admission, "10.0.0.1");
  assertEquals(refusalOf(admission, "10.0.0.2"), ["--max-clients", 5000]);
  first.release();
  first.release();
  assertEquals(isAdmitted(admission, "10.0.0.2"), true);
  assertEquals(isAdmitted(admission, "10.0.0.3"), false);
});

Deno.test("Admission lets in so many of one address at once, and others meanwhile", () => {
  const admission = admissionOf({ addressConnections: 16 });
  const tickets: Ticket[] = [];
  for (let n = 0; n < 16; n++) tickets.push(admit(admission, "10.0.0.1"));
  const refused = ["--address-connections", 5000];
  assertEquals(refusalOf(admission, "10.0.0.1"), refused);
  assertEquals(isAdmitted(admission, "10.0.0.2"), true);
  tickets[0]?.release();
  assertEquals(isAdmitted(admission, "10.0.0.1"), true);
});

Deno.test("Admission lets in so many of one address that have not logged in", () => {
  const admission = admissionOf({ addressLogins: 4 });
  const tickets = [1, 2, 3, 4].map(() => admit(admission, "10.0.0.1"));
  assertEquals(refusalOf(admission, "10.0.0.1"), ["--address-logins", 5000]);
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
  assertEquals(refusalOf(admission, "10.9.9.9"), ["--address-logins", 5000]);
});

Deno.test("Admission says to the millisecond when an address may connect again", () => {
  let now = 5;
  const addressRate = { count: 32, windowMs: 600_000 };
  const admission = admissionOf({ addressRate, now: () => now });
  for (let n = 0; n < 32; n++) admit(admission, "10.0.0.1").release();
  assertEquals(refusalOf(admission, "10.0.0.1"), ["--address-rate", 600_000]);
  now += 599_998.5;
  admission.prune();
  assertEquals(refusalOf(admission, "10.0.0.1"), ["--address-rate", 2]);
  now += 1.5;
  admission.prune();
  assertEquals(isAdmitted(admission, "10.0.0.1"), true);
});

Deno.test("Admission forgets nobody who is still there", () => {
  let now = 0;
  const admission = admissionOf({ addressConnections: 16, now: () => now });
  for (let n = 0; n < 16; n++) admit(admission, "10.0.0.1").loggedIn();
  now += 600_000;
  admission.prune();
  assertEquals(isAdmitted(admission, "10.0.0.1"), false);
});

Deno.test("Admission counts anew when the window is over though somebody is still there", () => {
  let now = 0;
  const addressRate = { count: 32, windowMs: 600_000 };
  const admission = admissionOf({ addressRate, now: () => now });
  for (let n = 0; n < 31; n++) admit(admission, "10.0.0.1").release();
  admit(admission, "10.0.0.1");
  assertEquals(isAdmitted(admission, "10.0.0.1"), false);
  now += 600_000;
  admission.prune();
  for (let n = 0; n < 32; n++) admit(admission, "10.0.0.1").release();
  assertEquals(isAdmitted(admission, "10.0.0.1"), false);
});

Deno.test("Admission has no limits of an address for the server's own machine", () => {
  for (const ip of ["127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"]) {
    const admission = admissionOf();
    for (let n = 0; n < 1000; n++) admit(admission, ip);
    assertEquals(refusalOf(admission, ip), ["--max-clients", 5000]);
  }
});

Deno.test("Admission survives a shared host of fifty people, and a cron that sends each second", () => {
  let now = 0;
  const admission = admissionOf({ now: () => now });
  // All come back at once after a restart, with a chat and a follower each.
  const people = Array.from({ length: 50 }, () => admit(admission, "10.0.0.1"));
  people.forEach((ticket) => ticket.loggedIn());
  for (let n = 0; n < 50; n++) admit(admission, "10.0.0.1").loggedIn();
  for (let second = 0; second < 3600; second++) {
    now += 1000;
    admission.prune();
    for (let n = 0; n < 2; n++) admit(admission, "10.0.0.1").release();
  }
});

Deno.test("Admission takes each limit off by itself", () => {
  const off = {
    addressConnections: null,
    addressLogins: null,
    addressRate: null,
  };
  const admission = admissionOf(off);
  for (let n = 0; n < 1000; n++) admit(admission, "10.0.0.1");
  const { addressLogins, addressRate } = off;
  const some = admissionOf({ addressLogins, addressRate });
  for (let n = 0; n < 256; n++) admit(some, "10.0.0.1");
  const refused = ["--address-connections", 5000];
  assertEquals(refusalOf(some, "10.0.0.1"), refused);
});

Deno.test("Admission tells of the first refusal of an address, then once a minute how many there were", () => {
  let now = 0;
  const told: unknown[] = [];
  const admission = admissionOf({
    addressConnections: 1,
    now: () => now,
    onRefused: ({ network, refusal: { flag }, count }) =>
      told.push([network, flag, count]),
  });
  const flag = "--address-connections";
  const ticket = admit(admission, "10.0.0.1");
  for (let n = 0; n < 9; n++) isAdmitted(admission, "10.0.0.1");
  admission.prune();
  assertEquals(told, [["10.0.0.1", flag, 1]]);
  now += 60_000;
  admission.prune();
  admission.prune();
  assertEquals(told.slice(1), [["10.0.0.1", flag, 9]]);
  now += 60_000;
  admission.prune();
  ticket.release();
  admit(admission, "10.0.0.1");
  isAdmitted(admission, "10.0.0.1");
  assertEquals(told.slice(2), [["10.0.0.1", flag, 1]]);
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
  ["::3", "::2", true],
  ["::3", "1::", false],
  ["fe80::1%eth0", "fe80::2%eth1", true],
];

for (const [one, other, isSame] of PAIRS) {
  Deno.test(`Admission counts ${one} and ${other} as ${isSame ? "one" : "two"}`, () => {
    const admission = admissionOf({ addressConnections: 1 });
    admit(admission, one);
    assertEquals(isAdmitted(admission, other), !isSame);
  });
}

Deno.test("Admission counts together what the clients of an address use, but for this machine's", () => {
  const admission = admissionOf();
  const one = admit(admission, "10.0.0.1");
  assert(one.usage);
  assertEquals(admit(admission, "10.0.0.1").usage === one.usage, true);
  assertEquals(admit(admission, "10.0.0.2").usage === one.usage, false);
  assertEquals(admit(admission, "127.0.0.1").usage, undefined);
});

Deno.test("Admission remembers what an address has used, though its clients have left", () => {
  let now = 0;
  const newUsage = () => new Usage(() => now);
  const admission = admissionOf({ newUsage, addressRate: null });
  const usageOf = (ticket: Ticket) => {
    ticket.release();
    return ticket.usage;
  };
  const usage = usageOf(admit(admission, "10.0.0.1"));
  usage?.add(1000, now);
  now += 9000;
  admission.prune();
  assertEquals(usageOf(admit(admission, "10.0.0.1")) === usage, true);
  now += 1000;
  admission.prune();
  assertEquals(usageOf(admit(admission, "10.0.0.1")) === usage, false);
});
