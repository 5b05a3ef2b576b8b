/**
 * What a test reads from a server: any payload, as it came.
 *
 * @module
 */

/** One payload of a server. */
export interface Answer {
  readonly timestamp: string;
  readonly sender: string;
  readonly response: string;
  readonly content?: unknown;
  readonly code?: string;
  readonly id?: string;
  readonly seq?: number;
  readonly room?: string;
  readonly "own_id"?: string;
  readonly token?: string;
  readonly first?: number;
  readonly last?: number;
  readonly names?: readonly string[];
  readonly more?: boolean;
  readonly duplicate?: boolean;
  readonly "retry_ms"?: number;
  readonly joined?: readonly string[];
  readonly left?: readonly string[];
  readonly count?: number;
  readonly version?: number;
  readonly server?: string;
  readonly user?: string;
  readonly log?: string;
  readonly forgotten?: number;
  readonly rooms?: readonly string[];
  readonly limits?: Readonly<Record<string, unknown>>;
}

/** The texts of the messages in a `history`. */
export function textsOf({ content }: Answer): readonly unknown[] {
  if (!Array.isArray(content)) throw new TypeError("Cannot find a list");
  return content.map((message: Answer) => message.content);
}
