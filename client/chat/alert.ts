/**
 * Something that was said just now and may be worth a sound. Types only.
 *
 * @module
 */

/** What somebody else said. */
export interface Alert {
  /** Where; "" on servers that do not say. */
  readonly room: string;
  /** As the server wrote it. */
  readonly sender: string;
  readonly text: string;
  /** Whether it names who reads. */
  readonly isMention: boolean;
}
