import { assert, assertEquals } from "@std/assert";
import { Chat } from "../../../server/chat/chat.ts";
import { encodeLine, type Payload } from "../../../server/chat/payload.ts";
import { listNames } from "../../../server/requests/info.ts";
import type { Peer } from "../../../server/requests/peer.ts";
import { MAX_VALUE_BYTES } from "../../../shared/framing.ts";

/** Somebody in the chat who hears nothing. */
const MEMBER = {
  listener: { show() {}, readOn() {}, tell() {} },
  replace() {},
};

/** Asks for the names in a chat with these people. */
function askNames(people: readonly string[]): Payload {
  using chat = new Chat();
  for (const name of people) chat.login(name, MEMBER);
  const answers: Payload[] = [];
  // The rest of a peer is not asked for.
  const peer = {
    form: "lines",
    services: { chat },
    answer: (_: unknown, payload: Payload) => answers.push(payload),
  } as unknown as Peer;
  listNames(peer, { name: "names", fields: {} });
  const [answer] = answers;
  assert(answer);
  return answer;
}

Deno.test("names lists everybody, and says how many there are", () => {
  const { content, fields } = askNames(["ada", "bob"]);
  assertEquals(content, "ada, bob");
  assertEquals(fields, { room: "lobby", names: ["ada", "bob"], count: 2 });
});

Deno.test("names of more people than one value holds is cut, and says how many there are", () => {
  for (const pad of [1, 8, 30]) {
    const people = Array.from(
      { length: 12_000 },
      (_, n) => n.toString(36).padStart(pad, "_"),
    );
    const answer = askNames(people);
    const bytes = encodeLine(answer).length;
    assert(bytes <= MAX_VALUE_BYTES && bytes > 30_000, `${bytes} bytes`);
    const { names = [], count } = answer.fields ?? {};
    assert(Array.isArray(names));
    assertEquals([names, count], [people.slice(0, names.length), 12_000]);
    const rest = `, and ${12_000 - names.length} more`;
    assertEquals(answer.content, names.join(", ") + rest);
  }
});
