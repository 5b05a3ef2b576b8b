/**
 * A group of messages to 1,000 people, down to the write.
 *
 * @module
 */

import { setImmediate } from "node:timers";
import type { Link } from "../../server/net/link.ts";
import { ByteRate } from "../../server/net/byte_rate.ts";
import { StreamLink } from "../../server/net/stream_link.ts";
import { fanOut } from "../../server/chat/fan_out.ts";
import { Room } from "../../server/chat/room.ts";
import { Ticker } from "../../server/net/ticker.ts";
import { entries } from "./bench_entries.ts";
import { freeShare } from "../support/free_share.ts";

const PEOPLE = 1000;
const NEWLINE = 0x0a;
const ignore = () => {};
const OWNER = {
  receive: ignore,
  ended: ignore,
  failed: ignore,
  flooded: ignore,
  gone: ignore,
};

const room = new Room("lobby", "lobby");
const ticker = new Ticker();
const links = Array.from({ length: PEOPLE }, () => openLink());
const groups = { one: entries(1), twenty: entries(20) };
await new Promise((resolve) => setTimeout(resolve, 50));
for (const [index, link] of links.entries()) listen(link, index + 1);

Deno.bench("fanOut() 1 entry to 1,000 members", async () => {
  await showTo(groups.one);
});

Deno.bench("fanOut() 20 entries to 1,000 members", async () => {
  await showTo(groups.twenty);
});

async function showTo(group: typeof groups.one): Promise<void> {
  fanOut(group, () => [room], { shownBefore: 0, onBug: reportError });
  // A thousand writes take several turns of the event loop.
  while (links.some(({ backlog }) => backlog > 0)) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function listen(link: Link, identity: number): void {
  const dialect = "rooms";
  const recipient = {
    identity,
    dialect,
    sent: [],
    knowsOwnIds: false,
  } as const;
  room.listen({
    show: (batch) => link.deliver(batch, recipient),
    readOn: ignore,
    tell: ignore,
    hear: ignore,
    ignore,
  });
}

/** Opens a link whose peer speaks in lines, says nothing, and takes all. */
function openLink(): Link {
  let hasSpoken = false;
  const link = new StreamLink(
    {
      read: (buffer) => {
        if (hasSpoken) return new Promise(() => {});
        hasSpoken = true;
        buffer[0] = NEWLINE;
        return Promise.resolve(1);
      },
      write: (bytes) => Promise.resolve(bytes.length),
      closeWrite: () => Promise.resolve(),
      close: () => {},
    },
    "bench",
    { ticker, rate: new ByteRate(null), share: freeShare() },
  );
  link.start(OWNER);
  return link;
}
