/** The status row, on a real terminal: features 4, detail 8. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { openChat } from "../../support/chat_terminal.ts";
import { beginChat } from "../../support/played_chat.ts";
import {
  ack,
  message,
  playServer,
  refusal,
} from "../../support/scripted_server.ts";
import { terminalTest, type TmuxScreen } from "../../support/tmux_terminal.ts";

/** A reason to come back in nine minutes. */
const FULL = refusal("Full", { code: "full", retry_ms: 540_000 });

terminalTest(
  "the status row says where one is, who is there and how the connection is",
  async () => {
    const lost = Promise.withResolvers<void>();
    const back = Promise.withResolvers<void>();
    await using server = playServer(
      async (peer) => {
        await beginChat(peer);
        await lost.promise;
      },
      async (peer) => {
        await back.promise;
        await beginChat(peer, { names: ["ada", "bob", "cyd"] });
        const one = await peer.expect("msg");
        const two = await peer.expect("msg");
        await peer.say(ack(one, 1), ack(two, 2));
        await peer.drain();
      },
    );
    await using ada = await openChat(server.address);
    assertMatch(
      statusOf(await ada.screen()),
      /^── lobby · 2 people · online · not encrypted · name not registered ─+$/,
    );
    lost.resolve();
    await ada.until((screen) => /· (re)?connecting/.test(statusOf(screen)));
    for (const text of ["one", "two"]) {
      await ada.type(text);
      await ada.press("Enter");
      await ada.seen(`… ${text}`); // all at once would be a paste
    }
    const away = await ada.until((screen) =>
      / 2 unsent /.test(statusOf(screen))
    );
    assert(away.lines.includes("… one") && away.lines.includes("… two"));
    back.resolve();
    await ada.until((screen) =>
      /^── lobby · 3 people · online · not encrypted · name not registered ─+$/
        .test(statusOf(screen)) &&
      !screen.text.includes("…")
    );
  },
);

terminalTest(
  "Alt-R and /reconnect connect again at once, and say it when there is no wait",
  async () => {
    await using server = playServer(
      async (peer) => {
        await beginChat(peer);
        await peer.say(FULL); // it asks for a long wait
      },
      async (peer) => {
        await beginChat(peer);
        await peer.say(FULL);
      },
      async (peer) => {
        await beginChat(peer);
        await peer.drain();
      },
    );
    await using ada = await openChat(server.address);
    for (const retry of [["M-r"], ["/reconnect", "Enter"]]) {
      await ada.until((screen) =>
        /reconnecting in [23]\d\d s · Alt-R: at once/.test(statusOf(screen))
      );
      await ada.press(...retry);
      await ada.seen(
        retry.length === 1 ? /Online again/ : /Online again[^]*Online again/,
      );
    }
    await ada.press("M-r");
    await ada.seen("* Online: there is nothing to wait for");
  },
);

terminalTest("the status row counts down to the next try", async () => {
  await using server = playServer(async (peer) => {
    await beginChat(peer);
  });
  await using ada = await openChat(server.address);
  await ada.until((screen) => /reconnecting in [1-9]/.test(statusOf(screen)));
  const { text } = await ada.screen();

  assertEquals(text.split("The connection was lost").length, 2);
});

terminalTest(
  "the status row tells of other rooms, and of a server that is slow",
  async () => {
    await using server = playServer(async (peer) => {
      await beginChat(peer, { welcome: { rooms: ["lobby", "ops"] } });
      await peer.say(
        { ...message("bob", "one", 1), room: "ops" },
        { ...message("bob", "ada: two", 2), room: "ops" },
      );
      await peer.drain(); // and no ack for anything
    });
    await using ada = await openChat(server.address);
    await ada.until((screen) => /─ #ops 2 @1 ──$/.test(statusOf(screen)));
    await ada.type("hello");
    await ada.press("Enter");
    const slow = await ada.until((screen) => / lag /.test(statusOf(screen)));
    assertMatch(statusOf(slow), /people · 1 unsent · lag \d\.\d s /);
    await ada.press("M-2");
    const other = await ada.until((screen) => / ops /.test(statusOf(screen)));

    assertMatch(other.text, /bob: one\n.* > bob: ada: two\n/);
    assert(!statusOf(other).includes("#ops"));
  },
);

function statusOf({ lines }: TmuxScreen): string {
  return lines.findLast((line) => line.startsWith("──")) ?? "";
}
