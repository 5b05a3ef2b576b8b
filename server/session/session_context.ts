/**
 * What all sessions of one server share, and whom they tell how they go on.
 *
 * @module
 */

import type { CursorSource } from "./cursor.ts";
import type { Log } from "../log/log.ts";
import type { Logger } from "../logging/logger.ts";
import type { Hall } from "../requests/peer.ts";
import type { Session } from "./session.ts";
import type { User } from "../chat/user.ts";

/** What a session needs beside its link. */
export interface SessionContext extends Hall, CursorSource {
  readonly log: Log;
  readonly logger: Logger;
  /** Called when the peer has logged in. */
  readonly onLogin: (session: Session) => void;
  /** Called when the connection of a user ended before its logout. */
  readonly onLost: (session: Session, user: User) => void;
  /** Called once, when the connection is over; after `onLost`. */
  readonly onOver: (session: Session) => void;
}
