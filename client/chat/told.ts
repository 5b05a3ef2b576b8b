/**
 * One thing that was told, in as little memory as it takes: how it reads is
 * worked out when somebody looks. Types only.
 *
 * @module
 */

import type { Paragraph } from "../view/paragraph.ts";

/** What a message is, apart from how it reads. */
export interface Said {
  /** The place in the server's order; old servers have none. */
  readonly seq?: number;
  readonly isMine: boolean;
}

/** One thing that was told. */
export interface Told {
  /** When, in milliseconds since 1970; missing when it cannot be told. */
  readonly time?: number;
  /** Set for what people said. */
  readonly said?: Said;
  /** UTF-16 units it holds. */
  readonly size: number;
  /** Returns how it reads. */
  readonly paragraph: () => Paragraph;
}
