import { assert, assertEquals } from "@std/assert";
import type { Told } from "../../support/room_client.ts";
import { PASSWORD, RoomServer } from "../../support/room_server.ts";

const TEXT = "x".repeat(4000);
/** More than the kernel and the outbox hold. */
const MANY = 3000;

Deno.test("a link that lags shows a room up to where it was left, then left, then nothing of it", async () => {
  await using server = await RoomServer.start();
  const [bob, eve] = await server.people("bob", "eve");
  assert(bob && eve);
  const ada = await server.account("ada");
  const slow = await server.join("ada", { password: PASSWORD });
  await bob.ask("join", { content: "tea", make: true });
  await ada.ask("join", { content: "tea" });
  const say = async (count: number, room: string, text: string) => {
    const msg = { request: "msg", content: text, room };
    const batch = 100;
    for (let n = 0; n < count; n += batch) {
      await bob.send(...Array(Math.min(batch, count - n)).fill(msg));
      await bob.ask("ping");
    }
  };
  const reading = drain(ada);
  await say(MANY, "tea", TEXT);
  await reading.stop();
  assertEquals((await ada.ask("leave", { content: "tea" })).code, "left");
  await say(10, "tea", "hidden");
  await say(1, "lobby", "in the lobby");

  await slow.until(({ content }) => content === "in the lobby");
  const heard = (await slow.heard()).filter(({ response, code }) =>
    response === "message" || code === "left"
  );
  const rooms = heard.map(({ code, room }) => code ?? room);
  assertEquals(rooms.indexOf("left"), MANY);
  assertEquals(rooms.length, MANY + 1);
  assertEquals(heard.some(({ content }) => content === "hidden"), false);
  const seqs = heard.map(({ seq }) => seq).filter((seq) => seq !== undefined);
  assertEquals(new Set(seqs).size, MANY);
  assertEquals(
    seqs,
    seqs.toSorted((one, other) => Number(one) - Number(other)),
  );
});

/** Reads on and on, so that a link does not lag. */
function drain(client: { heard(): Promise<readonly Told[]> }) {
  let isOver = false;
  const run = (async () => {
    while (!isOver) await client.heard();
  })();
  return {
    stop: async () => {
      isOver = true;
      await run;
    },
  };
}
