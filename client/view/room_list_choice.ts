/**
 * When the rooms stand in a list on the left. Light enough for help to import.
 *
 * @module
 */

/** When the list is shown; `auto`: of several rooms, in windows wide enough. */
export const ROOM_LIST_CHOICES = ["auto", "always", "never"] as const;

/** One of {@linkcode ROOM_LIST_CHOICES}. */
export type RoomListChoice = typeof ROOM_LIST_CHOICES[number];

/** From so many cells on `auto` shows the list. */
export const LIST_FROM_COLUMNS = 100;
