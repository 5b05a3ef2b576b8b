import { assertEquals } from "@std/assert";
import { StatusReporter } from "../../../client/scripts/status_reporter.ts";
import type { ErrorEvent } from "../../../shared/event.ts";

const TAKEN: ErrorEvent = {
  kind: "error",
  timestamp: "",
  code: "name_taken",
  text: "It is taken",
};
const ONLINE = { kind: "online", again: false, isSameLog: true } as const;

/** A reporter, and all that it has said. */
function reporter() {
  const said: string[] = [];
  const status = new StatusReporter({
    note: (text) => void said.push(`* ${text}`),
    warn: (text) => void said.push(`! ${text}`),
  });
  const wait = (ms: number) =>
    status.state({ kind: "waiting", ms, why: TAKEN.text, isKnown: true });
  return { status, said, wait };
}

Deno.test("StatusReporter says nothing of a short wait for a name", () => {
  const { status, said, wait } = reporter();
  for (let count = 0; count < 3; count++) {
    status.error(TAKEN);
    wait(0);
  }
  status.state(ONLINE);
  status.closed({ kind: "left" });
  assertEquals(said, []);
});

Deno.test("StatusReporter says once that it waits long for a name, and when it has it", () => {
  const { status, said, wait } = reporter();
  status.error(TAKEN);
  wait(0);
  status.error({ ...TAKEN, text: "It is taken; free in 42 s" });
  wait(42_000);
  status.error(TAKEN);
  wait(42_000);
  status.state(ONLINE);
  assertEquals(said, [
    "! It is taken; free in 42 s",
    "* Trying again",
    "* Online",
  ]);
});

Deno.test("StatusReporter says why it ends without its name", () => {
  const { status, said } = reporter();
  status.error(TAKEN);
  status.closed({ kind: "refused", text: TAKEN.text });
  assertEquals(said, ["! It is taken"]);

  const other = reporter();
  other.status.error(TAKEN);
  other.wait(5000);
  other.status.closed({ kind: "abandoned", refusal: TAKEN.text });
  assertEquals(other.said, [
    "! It is taken",
    "* Trying again",
    "! Gave up: It is taken",
  ]);
});
