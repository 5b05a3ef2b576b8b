import { assert, assertEquals } from "@std/assert";
import { Room } from "../../../server/chat/room.ts";
import { encodeLine, type Payload } from "../../../server/chat/payload.ts";
import { listNames } from "../../../server/requests/info.ts";
import type { Peer } from "../../../server/requests/peer.ts";
import { LOBBY_ONLY, OLD_PEER } from "../../support/lobby_peer.ts";
import { MAX_VALUE_BYTES } from "../../../shared/framing.ts";

/** Asks for the names in a lobby with these people. */
function askNames(people: readonly string[]): Payload {
  const lobby = new Room("lobby", "lobby");
  for (const [identity, name] of people.entries()) {
    lobby.restore({ identity, name });
  }
  const answers: Payload[] = [];
  // The rest of a peer is not asked for.
  const peer = {
    ...OLD_PEER,
    form: "lines",
    services: { directory: LOBBY_ONLY, chat: { room: () => lobby } },
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
