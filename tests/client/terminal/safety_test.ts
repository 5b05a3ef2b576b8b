// deno-lint-ignore-file no-control-regex -- terminals speak in control characters
/**
 * What other people wrote, in the bytes that reach a real terminal: features 4,
 * detail 12.
 */

import { assert, assertEquals } from "@std/assert";
import { openChat } from "../../support/chat_terminal.ts";
import { controlsIn, EVIL_TEXT, EVIL_TEXTS } from "../../support/evil_text.ts";
import { beginChat } from "../../support/played_chat.ts";
import {
  info,
  message,
  playServer,
  refusal,
} from "../../support/scripted_server.ts";
import { terminalTest } from "../../support/tmux_terminal.ts";

/** JSON with a C1 control as one byte, which is no UTF-8. */
const RAW_CONTROL = new Uint8Array([
  ...new TextEncoder().encode(
    '{"timestamp":"","sender":"eve","response":"message","content":"raw ',
  ),
  0x9b,
  ...new TextEncoder().encode('2J"}\n'),
]);

terminalTest(
  "no byte of anybody's controls reaches the terminal, and neither title nor clipboard change",
  async () => {
    await using server = playServer(async (peer) => {
      await beginChat(peer, {
        welcome: { server: EVIL_TEXT, rooms: ["lobby", EVIL_TEXT], seq: 1 },
        past: [message(EVIL_TEXT, EVIL_TEXT, 1)],
        names: ["ada", ...EVIL_TEXTS],
      });
      await peer.say(
        ...EVIL_TEXTS.map((text, n) => message(text, `${text} ada`, n + 2)),
        refusal(EVIL_TEXT, { code: EVIL_TEXT }),
        info(EVIL_TEXT),
        info("", {
          room: "lobby",
          code: "presence",
          joined: EVIL_TEXTS,
          left: [],
        }),
      );
      await peer.writeBytes(RAW_CONTROL);
      await peer.say(message("bob", "the end", 9999));
      await peer.drain();
    });
    const flags = ["--bell", "off"];
    const env = { COLORTERM: "truecolor" };
    await using ada = await openChat(server.address, { rows: 200, flags, env });
    await ada.seen("bob: the end");
    const before = await ada.screen();
    await ada.press("C-Home");
    await ada.seen("below");
    await ada.press("C-End", "C-d");
    await ada.exitCode();
    const bytes = await ada.output();
    const written = new TextDecoder("utf-8", { fatal: true }).decode(bytes);

    // Deno clears its own line before the program begins, and a line ends in CR.
    const own = written.replace(/^(\x1b\[(0G|2K|J))+/, "")
      .replaceAll(/\r?\n/g, "");
    assertEquals(controlsIn(own), []);
    assert(before.text.includes("\\x1b]52;c;cHduZWQ=\\x07"));
    assert(!before.title.includes("title"), before.title);
  },
);
