/**
 * D3 with rooms: while the disk is full nobody comes into a room for good, and
 * nobody loses one; what was answered is there after `kill -9`, and nothing else.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { Crowd } from "../support/crowd.ts";
import { DurableServer } from "../support/durable_server.ts";
import { effort, faultTest, lacking, tell } from "../support/effort.ts";
import { RoomClient } from "../support/room_client.ts";
import { CAN_MOUNT, SmallDisk } from "../support/small_disk.ts";
import { until } from "../support/until.ts";

const PEOPLE = effort(10, 40);
/** A guest may make two more. */
const ROOMS_MADE = 2;

faultTest(
  "D3: a full disk refuses rooms, and keeps exactly those that it has answered for",
  lacking({ "the right to mount": CAN_MOUNT }),
  async () => {
    await using disk = await SmallDisk.mount("size=2m");
    await using server = await DurableServer.start({ folder: disk.folder });
    using all = new DisposableStack();
    const members: Member[] = [];
    for (let index = 0; index < PEOPLE; index++) {
      const client = all.use(await RoomClient.connect(server.address));
      await client.login(`member${index}`);
      members.push(new Member(client, `member${index}`));
    }
    for (const one of members) await one.join(`before-${one.name}`, true);
    await using crowd = new Crowd({
      size: 3,
      inFlight: 8,
      padding: " " + "x".repeat(1000),
      address: () => server.address,
    });
    const isFull = ({ refusals }: typeof crowd.writers[number]) =>
      (refusals.get("store_full") ?? 0) > 100;
    await until(() => crowd.writers.every(isFull), "a full disk");
    // Until there is no page left for the directory either.
    for (let number = 0; number < ROOMS_MADE; number++) {
      for (const one of members) await one.join(`${number}-${one.name}`, true);
    }
    for (const one of members) await one.join("before-member0");
    await disk.remount("size=64m");
    const again = () => members[1]?.join("before-member0");
    await until(async () => await again() === "joined", "a room again");
    await crowd.finish();

    await server.killAndRestart();
    const refused = members.reduce((sum, one) => sum + one.refused, 0);
    tell(`${refused} refused while the disk was full`);
    assert(refused > 0, "the directory was never full");
    for (const one of members) {
      using client = await RoomClient.connect(server.address);
      const { token } = one;
      const { welcome } = await client.login(one.name, { token });
      assertEquals(sorted(welcome?.rooms), sorted(["lobby", ...one.rooms]));
    }
  },
);

/** Somebody, and the rooms that it was told it is in. */
class Member {
  readonly #client: RoomClient;
  readonly rooms = new Set<string>();
  refused = 0;

  constructor(client: RoomClient, readonly name: string) {
    this.#client = client;
  }

  get token(): unknown {
    return this.#client.token;
  }

  /** Joins a room, or makes it; returns the code of the answer. */
  async join(room: string, make = false): Promise<unknown> {
    const fields = { content: room, ...(make && { make }) };
    const code = await this.#client.code("join", fields);
    if (code === "joined") this.rooms.add(room);
    else {
      assertEquals(code, "store_full");
      this.refused++;
    }
    return code;
  }
}

function sorted(rooms: unknown): readonly unknown[] {
  return Array.isArray(rooms) ? rooms.toSorted() : [rooms];
}
