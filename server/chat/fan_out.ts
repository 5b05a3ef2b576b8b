/**
 * Who gets what of a committed group: everybody one batch with all it hears, in
 * the order of `seq`. Those who hear the same get the same batch.
 *
 * @module
 */

import type { Entry } from "../log/log.ts";
import { Batch } from "./batch.ts";
import type { Audience, Listener } from "./listener.ts";

/** Returns who hears a conversation, by its key: nobody, a room, two people. */
export type AudiencesOf = (key: string) => readonly Audience[];

/** What was said in one conversation. */
interface Part {
  readonly key: string;
  readonly entries: readonly Entry[];
  readonly audiences: readonly Audience[];
}

/** Options for {@linkcode fanOut}. */
export interface FanOutOptions {
  /** Nothing behind this seq was shown to anybody before the group. */
  readonly shownBefore: number;
  /** Called with what a listener threw. */
  readonly onBug: (error: unknown) => void;
}

/**
 * Shows a group to everybody who hears some of it. Of what one listener throws
 * the others notice nothing; that one then reads on from the log.
 */
export function fanOut(
  group: readonly Entry[],
  audiencesOf: AudiencesOf,
  { shownBefore, onBug }: FanOutOptions,
): void {
  const parts = partsOf(group, audiencesOf);
  const makeBatch = (entries: readonly Entry[]) =>
    new Batch(entries, "rooms", shownBefore);
  try {
    const [part] = parts;
    if (parts.length > 1) showMixed(parts, makeBatch, onBug);
    else if (part) showPart(part, makeBatch(part.entries), onBug);
  } finally {
    // Whoever did not get it stands before it from here on, and will see so.
    for (const { entries, audiences } of parts) {
      const last = entries.at(-1)?.seq ?? 0;
      for (const audience of audiences) {
        audience.shown = Math.max(audience.shown, last);
      }
    }
  }
}

/** A group by conversation, without those that nobody hears; mostly just one. */
function partsOf(
  group: readonly Entry[],
  audiencesOf: AudiencesOf,
): readonly Part[] {
  const first = group[0]?.conversation ?? "";
  if (group.every(({ conversation }) => conversation === first)) {
    return partOf(first, group, audiencesOf);
  }
  return [...Map.groupBy(group, ({ conversation }) => conversation)]
    .flatMap(([key, entries]) => partOf(key, entries, audiencesOf));
}

function partOf(
  key: string,
  entries: readonly Entry[],
  audiencesOf: AudiencesOf,
): readonly Part[] {
  const audiences = audiencesOf(key);
  return audiences.length > 0 ? [{ key, entries, audiences }] : [];
}

function showPart(
  { audiences }: Part,
  batch: Batch,
  onBug: FanOutOptions["onBug"],
): void {
  for (const { listeners } of audiences) {
    for (const listener of listeners) show(batch, listener, onBug);
  }
}

/** Most groups are of one conversation; this one is not. */
function showMixed(
  parts: readonly Part[],
  makeBatch: (entries: readonly Entry[]) => Batch,
  onBug: FanOutOptions["onBug"],
): void {
  const batches = new Map<string, Batch>();
  for (const [listener, heard] of heardBy(parts)) {
    const key = heard.map(({ key }) => key).join("\n");
    const batch = batches.get(key) ?? makeBatch(inOrder(heard));
    batches.set(key, batch);
    show(batch, listener, onBug);
  }
}

/** What each listener hears of a group. */
function heardBy(
  parts: readonly Part[],
): ReadonlyMap<Listener, readonly Part[]> {
  const heard = new Map<Listener, Part[]>();
  for (const part of parts) {
    for (const { listeners } of part.audiences) {
      for (const listener of listeners) {
        const others = heard.get(listener);
        if (others) others.push(part);
        else heard.set(listener, [part]);
      }
    }
  }
  return heard;
}

function inOrder(parts: readonly Part[]): readonly Entry[] {
  const [first, ...others] = parts;
  if (first && others.length === 0) return first.entries;
  return parts.flatMap(({ entries }) => entries)
    .sort((one, other) => one.seq - other.seq);
}

function show(
  batch: Batch,
  listener: Listener,
  onBug: (error: unknown) => void,
): void {
  try {
    listener.show(batch);
  } catch (error) {
    onBug(error);
    listener.readOn();
  }
}
