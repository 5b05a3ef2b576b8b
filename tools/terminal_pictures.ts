/**
 * Plays a morning in a chat on real terminals of several sizes, and keeps what
 * is to be seen: docs/terminal.svg, and on request each screen as text.
 * Needs tmux.
 *
 * @module
 */

import { stateFile } from "../client/files/state_folder.ts";
import { ReadMarkerStore } from "../client/files/read_marker.ts";
import { connectCommand } from "../tests/support/chat_terminal.ts";
import { beginChat, messageAt } from "../tests/support/played_chat.ts";
import {
  info,
  type Peer,
  playServer,
} from "../tests/support/scripted_server.ts";
import { TmuxTerminal } from "../tests/support/tmux_terminal.ts";
import { pictureOf } from "./picture.ts";

const LOG = "a1b2c3";

type StoredLine = readonly [time: string, who: string, text: string];

const YESTERDAY: readonly StoredLine[] = [
  ["17:31", "bob", "Is anybody looking at the login page? It is slow today."],
  ["17:33", "ada", "Yes, I am. The database had no index for it."],
  ["17:40", "ada", "There is one now. Can you try again?"],
  ["17:41", "bob", "Much better, thank you."],
  ["17:42", "carol", "The nightly build is red again, but only on arm64:"],
  ["17:42", "carol", "https://ci.example.org/builds/4711"],
  [
    "17:44",
    "carol",
    "The linker ran out of memory, as it did in spring. I will look at it tomorrow.",
  ],
  ["17:51", "ada", "I will give that machine 4 GB more tonight."],
];
const TODAY: readonly StoredLine[] = [
  ["08:57", "carol", "Good morning! Build 4712 is green."],
  [
    "09:12",
    "bob",
    "carol, what do the release notes say? I would keep it short: old programs go on working, and nobody has to do anything.",
  ],
  ["09:13", "carol", "Fine with me. Here is the whole text:"],
  [
    "09:13",
    "carol",
    "Version 2.4.0\n- The login page is fast again.\n- Reports can be printed.",
  ],
  ["09:14", "bob", "ada, can you publish it when the last tests are through?"],
];

/** The last one that was read before. */
const READ = YESTERDAY.length + 1;

/** Plays it on a terminal of this size; returns the screen with its colours. */
async function play(columns: number, rows: number) {
  const home = await Deno.makeTempDir();
  await using server = playServer((peer) => perform(peer));
  const { hostname, port } = server.address;
  const path = stateFile(`${home}/ktn`, "read", { hostname, port }, "ada");
  const time = timeOf("08:58", 0);
  await new ReadMarkerStore(path).save({ log: LOG, seq: READ, time });
  await using terminal = await TmuxTerminal.open({
    ...{ columns, rows },
    command: connectCommand(server.address),
    env: { TZ: "UTC", XDG_STATE_HOME: home },
  });
  // A tiny window begins at what is new, and has no room for the count.
  await terminal.seen(rows < 10 ? "new below" : "4 people");
  await terminal.type("Yes, in ten minutes");
  const screen = await terminal.seen("nutes"); // a tiny window breaks it
  await Deno.remove(home, { recursive: true });
  return screen;
}

async function perform(peer: Peer): Promise<void> {
  const past = [...messagesOf(YESTERDAY, -1, 1), ...messagesOf(TODAY, 0, READ)];
  await beginChat(peer, {
    welcome: { log: LOG, seq: past.length, server: "ktn/0.1.0" },
    past,
    names: ["ada", "bob", "carol"],
  });
  const presence = { code: "presence", room: "lobby", left: [] };
  await peer.say(info("", { ...presence, joined: ["dave"] }));
  await peer.drain();
}

function messagesOf(
  lines: readonly StoredLine[],
  day: number,
  firstSeq: number,
) {
  return lines.map(([clock, who, text], index) =>
    messageAt(timeOf(clock, day), who, text, firstSeq + index)
  );
}

function timeOf(clock: string, day: number): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  const date = new Date();
  date.setUTCDate(date.getUTCDate() + day);
  return date.setUTCHours(hours, minutes, 0, 0);
}

const [folder] = Deno.args;
for (const [columns, rows] of [[80, 24], [120, 40], [20, 5]] as const) {
  const { text, painted } = await play(columns, rows);
  if (folder !== undefined) {
    const name = `${folder}/${columns}x${rows}`;
    await Deno.writeTextFile(`${name}.txt`, `${text}\n`);
    await Deno.writeTextFile(`${name}.ansi.txt`, `${painted}\n`);
  }
  if (columns === 80) {
    const target = new URL("../docs/terminal.svg", import.meta.url);
    await Deno.writeTextFile(target, pictureOf(painted, { columns, rows }));
    const args = ["fmt", "--quiet", target.pathname];
    await new Deno.Command(Deno.execPath(), { args }).output();
  }
}
