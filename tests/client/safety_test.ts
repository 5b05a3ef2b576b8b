/**
 * What other people wrote reaches a terminal as text and never as a command:
 * features 4, detail 12. Asserted on everything that is written.
 */

import { assert, assertEquals } from "@std/assert";
import { assert as check, property, string } from "fast-check";
import type { Event } from "../../shared/event.ts";
import { Calendar } from "../../client/view/calendar.ts";
import { ASCII, UNICODE } from "../../client/view/charset.ts";
import { choosePaint } from "../../client/view/colours.ts";
import { greeting } from "../../client/view/greeting.ts";
import { withLinks } from "../../client/view/links.ts";
import { describeLast } from "../../client/view/render.ts";
import { lineOf } from "../../client/editing/line.ts";
import { LineRenderer } from "../../client/scripts/line_renderer.ts";
import {
  controlsIn,
  EVIL_CHARACTERS,
  EVIL_TEXT,
  EVIL_TEXTS,
} from "../support/evil_text.ts";
import { openDrawnChat } from "../support/drawn_chat.ts";
import { beginChat } from "../support/played_chat.ts";
import {
  info,
  message,
  playServer,
  refusal,
} from "../support/scripted_server.ts";
import { startTerminalClient } from "../support/terminal_client.ts";

const ORIGIN = { timestamp: "", time: 0 };

Deno.test("controlsIn() finds every control, and passes over the client's own", () => {
  for (const character of EVIL_CHARACTERS) {
    assertEquals(controlsIn(`a${character}b`).length, 1, character);
  }
  const own = "\x1b[?2026h\x1b[12;1H\x1b[1;7mx\x1b[0m\x1b[K" +
    "\x1b]8;id=k;https://a.example\x1b\\y\x1b]8;;\x1b\\";
  assertEquals(controlsIn(own), []);
  assertEquals(controlsIn("\x1b]0;title\x07").length, 2);
  assertEquals(controlsIn("\x1b]8;;https://a.example/\x07\x1b\\").length, 3);
});

Deno.test("no control of anybody's reaches the terminal, from whatever part of whatever event", () => {
  for (const text of [...EVIL_TEXTS, EVIL_TEXT]) {
    const written = draw(eventsWith(text), text);
    assertEquals(controlsIn(written), [], JSON.stringify(text));
  }
});

Deno.test("no control of anybody's reaches the terminal, whatever the text", () => {
  check(
    property(string({ unit: "binary", maxLength: 200 }), (text) => {
      assertEquals(controlsIn(draw(eventsWith(text), text)), []);
    }),
    { numRuns: 50 },
  );
});

Deno.test("no byte above ASCII reaches a terminal that may take it for a control", () => {
  const written = draw(eventsWith(EVIL_TEXT + "Åsa 世界"), "ö", ASCII);

  assertEquals(controlsIn(written), []);
  // deno-lint-ignore no-control-regex -- ASCII begins with controls
  assert(/^[\x00-\x7f]*$/.test(written));
});

Deno.test("what cannot be seen in a name is shown", () => {
  const written = draw([said("b\u200do\u200cb\ufe0f\u3164", "hi")], "");

  assert(written.includes("b\\u200do\\u200cb\\ufe0f\\u3164"), written);
});

Deno.test("LineRenderer writes no control of anybody's in any form", () => {
  for (const form of ["lines", "spoken"] as const) {
    const renderer = new LineRenderer({ me: "ada", form });
    for (const text of EVIL_TEXTS) {
      const lines = [
        ...eventsWith(text).flatMap((event) => renderer.render(event)),
        ...renderer.note(text),
        ...renderer.warn(text),
        ...renderer.note(renderer.describeLast()),
        greeting({ server: text, address: "localhost", name: "ada" }),
      ];
      assertEquals(controlsIn(lines.join("")), [], JSON.stringify(text));
    }
  }
});

Deno.test("a server that attacks with all it says shows as text on the screen", async () => {
  await using server = playServer(async (peer) => {
    await beginChat(peer, {
      welcome: { server: EVIL_TEXT, rooms: ["lobby", EVIL_TEXT], seq: 1 },
      past: [message(EVIL_TEXT, EVIL_TEXT, 1)],
      names: EVIL_TEXTS,
    });
    await peer.say(
      ...EVIL_TEXTS.map((text, n) => message(text, text, n + 2)),
      refusal(EVIL_TEXT, { code: EVIL_TEXT }),
      info(EVIL_TEXT, {
        room: EVIL_TEXT,
        code: "presence",
        joined: EVIL_TEXTS,
      }),
      message("bob", "the end", 9999),
    );
    await peer.drain();
  });
  const client = startTerminalClient(server.address, {
    name: "ada",
    size: { columns: 80, rows: 400 },
  });
  await client.seen(/bob: the end/);
  client.type("a\t");
  client.type("\x04");
  client.session.stop(0);
  await client.finished;

  assertEquals(controlsIn(client.terminal.written), []);
  assert(client.terminal.written.includes("\\x1b]52;c;"));
});

/** Every place in which other people's text may stand. */
function eventsWith(text: string): readonly Event[] {
  return [
    {
      kind: "welcome",
      ...ORIGIN,
      ...{ text, server: text, user: text, log: text, seq: 1 },
      rooms: [text],
      limits: {},
    },
    said(text, text),
    { ...said("bob", `ada ${text}`), timestamp: text, time: NaN, room: text },
    { kind: "info", ...ORIGIN, text, code: text },
    { kind: "error", ...ORIGIN, text, code: text },
    { kind: "names", ...ORIGIN, text, names: [text, "bob"] },
    { kind: "presence", ...ORIGIN, room: text, joined: [text], left: ["x"] },
    { kind: "history", ...ORIGIN, messages: [said(text, text)], more: false },
  ];
}

function said(sender: string, text: string) {
  return { kind: "message", ...ORIGIN, sender, text } as const;
}

/** Everything that is written to show these events and a line like that. */
function draw(
  events: readonly Event[],
  typed: string,
  charset = UNICODE,
): string {
  let written = "";
  const { model, view, rooms, transcript } = openDrawnChat({
    write: (text) => written += text,
    size: () => ({ columns: 60, rows: 500 }),
    paint: withLinks(choosePaint({
      environment: { TERM: "xterm-256color" },
      isTerminal: true,
      color: "always",
    })),
    charset,
  });
  model.setInput({ line: lineOf(typed), prompt: "", hint: typed });
  model.setPending([{ text: typed }]);
  model.setConnection({ state: { kind: "online" }, unsent: 0 });
  for (const event of events) transcript.apply(event);
  const calendar = new Calendar({ timeZone: "UTC" });
  transcript.note(describeLast(transcript.lastMessage, calendar));
  for (const room of rooms.list) {
    rooms.lookAt(room);
    view.draw();
  }
  return written;
}
