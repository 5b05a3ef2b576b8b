/**
 * Questions for pages of the past, with what their answers were read from.
 *
 * @module
 */

import type { Event } from "../../shared/event.ts";
import type { HistoryRequest, Request } from "../../shared/request.ts";
import type { ReadPage } from "./page_merge.ts";

/** Sends a request; returns its id, or nothing when it cannot be sent. */
interface Asker {
  ask(request: Request): string | undefined;
}

/** What is waited for. */
interface Waiting {
  readonly resolve: (page: ReadPage | undefined) => void;
  readonly reject: (error: Error) => void;
}

/** The server refuses a page. */
export class RefusedPageError extends Error {
  /** Names the class in logs. */
  override readonly name = "RefusedPageError";
}

/** Asks for pages; as many at once as somebody waits for. */
export class PageRequests {
  readonly #waiting = new Map<string, Waiting>();

  /**
   * Resolves with a page, or with nothing where the connection is lost.
   *
   * @throws {RefusedPageError} when the server refuses it.
   */
  async ask(
    connection: Asker,
    request: HistoryRequest,
  ): Promise<ReadPage | undefined> {
    const id = connection.ask(request);
    if (id === undefined) return undefined;
    const { promise, ...waiting } = Promise.withResolvers<
      ReadPage | undefined
    >();
    this.#waiting.set(id, waiting);
    return await promise;
  }

  /** Takes an event; tells whether it is such an answer. */
  take(event: Event, payload: unknown): boolean {
    const id = "id" in event ? event.id : undefined;
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (id === undefined || !waiting) return false;
    this.#waiting.delete(id);
    if (event.kind === "history") waiting.resolve({ event, payload });
    else if (event.kind === "error") {
      waiting.reject(new RefusedPageError(event.text));
    } else waiting.resolve(undefined);
    return true;
  }

  /** The connection is lost: no answer will come. */
  lose(): void {
    for (const { resolve } of this.#waiting.values()) resolve(undefined);
    this.#waiting.clear();
  }
}
