/**
 * Somebody in a chat without a socket, who notes what happens to it.
 *
 * @module
 */

import type { Batch } from "../../server/chat/batch.ts";
import { Chat } from "../../server/chat/chat.ts";
import type {
  Conversation,
  Hearing,
  Listener,
} from "../../server/chat/listener.ts";
import type { Payload } from "../../server/chat/payload.ts";
import type { Arrival } from "../../server/chat/people.ts";
import type { PersonLink } from "../../server/chat/person.ts";
import { Directory } from "../../server/directory/directory.ts";
import { MemoryDirectoryStore } from "../../server/directory/memory_directory_store.ts";
import { within } from "./within.ts";

/** One link of somebody. */
export class ChatGuest implements Listener, PersonLink {
  readonly listener = this;
  readonly batches: Batch[] = [];
  readonly presences: Payload[] = [];
  readonly told: Payload[] = [];
  readonly hearings: Hearing[] = [];
  readonly ended: { conversation: Conversation; upTo: number }[] = [];
  knowsRooms = true;
  replaced = 0;
  readings = 0;
  /** Thrown at the next batch. */
  throwNext: Error | undefined;
  #wake = Promise.withResolvers<void>();

  show(batch: Batch): void {
    const error = this.throwNext;
    this.throwNext = undefined;
    if (error) throw error;
    this.batches.push(batch);
  }

  readOn(): void {
    this.readings++;
  }

  tell(presence: Payload): void {
    this.presences.push(presence);
    this.#wake.resolve();
  }

  hear(hearing: Hearing): void {
    this.hearings.push(hearing);
  }

  ignore(conversation: Conversation, upTo: number, then: () => void): void {
    this.ended.push({ conversation, upTo });
    then();
  }

  send(payload: Payload): void {
    this.told.push(payload);
  }

  replace(): void {
    this.replaced++;
  }

  /** Resolves with the fields of the next presence. */
  async presence(): Promise<unknown> {
    if (this.presences.length === 0) {
      await within(this.#wake.promise, "presence");
    }
    this.#wake = Promise.withResolvers();
    return this.presences.shift()?.fields;
  }

  /** The codes of what it was told. */
  get codes(): readonly unknown[] {
    return this.told.map(({ code }) => code);
  }

  get seqs(): readonly number[] {
    return this.batches.flatMap(({ entries }) => entries.map(({ seq }) => seq));
  }
}

/** A chat with a directory in memory. */
export class ChatBench implements Disposable {
  readonly bugs: unknown[] = [];
  /** What its clock says. */
  now = 0;

  private constructor(
    readonly directory: Directory,
    /** The chat. */
    readonly chat: Chat,
  ) {}

  /** Makes one with nobody in it, over a directory if there is one. */
  static async open(directory?: Directory): Promise<ChatBench> {
    const own = directory ??
      await Directory.open(new MemoryDirectoryStore());
    const bench: { it?: ChatBench } = {};
    const chat = new Chat({
      directory: own,
      now: () => bench.it?.now ?? 0,
      onBug: (error) => bench.it?.bugs.push(error),
    });
    return bench.it = new ChatBench(own, chat);
  }

  /** Lets somebody in. */
  async login(
    name: string,
    guest: ChatGuest = new ChatGuest(),
    token?: string,
  ): Promise<Arrival> {
    const claim = { name, token, canResume: true };
    return await this.chat.people.login(claim, guest);
  }

  /** Lets somebody in who hears what is said. */
  async listen(
    name: string,
    guest: ChatGuest,
    token?: string,
  ): Promise<Arrival> {
    const arrival = await this.login(name, guest, token);
    guest.hearings.push(...this.chat.listen(arrival.person, guest, "resume"));
    return arrival;
  }

  /** Who is in the lobby. */
  get names(): readonly string[] {
    return this.chat.room(this.directory.rooms.lobby)?.names ?? [];
  }

  [Symbol.dispose](): void {
    this.chat[Symbol.dispose]();
  }
}
