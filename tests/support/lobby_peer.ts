/**
 * A peer whose program knows only the lobby, for tests of handlers: no more of
 * it than they ask for.
 *
 * @module
 */

import { NEW_LOBBY } from "../../server/directory/room.ts";

/** A directory in which there is nothing but the lobby. */
export const LOBBY_ONLY = {
  rooms: { lobby: NEW_LOBBY },
  talks: { of: () => [] },
};

/** Somebody who has logged in without a version. */
export const OLD_PEER = {
  person: { identity: 1, name: "ada" },
  version: 1,
  dialect: "lobby",
  knowsRooms: false,
};
