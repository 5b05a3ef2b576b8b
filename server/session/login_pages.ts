/**
 * The pages of history that one login is shown.
 *
 * @module
 */

import {
  type Page,
  pageOf,
  type PageStyle,
  splitPages,
  splitPagesFor,
} from "../chat/history_page.ts";
import { lobbyView } from "../chat/lobby_view.ts";
import type { Entry } from "../log/log.ts";
import type { FeedLink, FeedUser } from "./feed_parts.ts";

/** Which part of the log some pages cover. */
export interface PageRange {
  readonly after?: number;
  readonly upTo: number;
  readonly more: boolean;
}

/** Sends pages to a link. */
export class LoginPages {
  readonly #link: FeedLink;
  readonly #user: FeedUser;
  /** Whether one is expected: there always is one, or one was announced. */
  #isExpected: boolean;
  /** What was sent covers everything up to here. */
  #upTo = 0;

  /** Nothing is sent yet. */
  constructor(link: FeedLink, user: FeedUser) {
    this.#link = link;
    this.#user = user;
    this.#isExpected = user.dialect === "rooms";
  }

  /** Sends as many entries as fit one page, if there are any. */
  sendOne(entries: readonly Entry[], style: PageStyle): void {
    const page = pageOf(this.#viewOf(entries), style);
    if (page.entries.length > 0) this.#sendPage(page, false);
  }

  /**
   * Sends entries in as many pages as they need.
   *
   * @param after Behind this seq they begin, where it is not the end of those
   * before.
   * @param upTo Up to this seq there are no others.
   * @param more Whether others follow these.
   */
  async send(
    entries: readonly Entry[],
    style: PageStyle,
    { after = this.#upTo, upTo, more }: PageRange,
  ): Promise<void> {
    this.#upTo = after;
    const pages = this.#pagesOf(entries, style, more);
    if (pages.length > 0) this.#isExpected = more;
    for (const [index, page] of pages.entries()) {
      if (!this.#link.isOpen) return;
      await this.#link.share.turn();
      const isLast = index === pages.length - 1;
      const last = isLast ? upTo : page.entries.at(-1)?.seq ?? this.#upTo;
      this.#sendPage(page, more || !isLast, last);
      await this.#link.drained();
    }
  }

  /** Where one is expected the last one comes, though there is nothing in it. */
  #pagesOf(
    entries: readonly Entry[],
    style: PageStyle,
    more: boolean,
  ): readonly Page[] {
    const view = this.#viewOf(entries);
    if (view.length === 0 && this.#isExpected && !more) {
      return [pageOf([], style)];
    }
    const { knowsOwnIds, identity } = this.#user;
    return knowsOwnIds
      ? splitPagesFor(identity, view, style)
      : splitPages(view, style);
  }

  /** Entries as the program knows them. */
  #viewOf(entries: readonly Entry[]): readonly Entry[] {
    const { dialect, identity } = this.#user;
    return dialect === "rooms" ? entries : lobbyView(entries, identity);
  }

  #sendPage(page: Page, more: boolean, last = this.#upTo): void {
    const first = this.#upTo + 1;
    this.#upTo = last;
    // So a client knows where to go on, though nothing it may read was said.
    const covers = this.#user.dialect === "rooms" ? { first, last } : {};
    const fields = { more, ...covers };
    this.#link.send({ response: "history", page, fields });
  }
}
