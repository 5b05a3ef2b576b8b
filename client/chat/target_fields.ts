/**
 * How a request says which conversation it is about.
 *
 * @module
 */

import { LOBBY_TARGET, type Target, targetKey } from "../../shared/target.ts";

/** The fields of a request that asks about a conversation. */
export interface TargetFields {
  readonly room?: string;
  readonly with?: string;
  readonly talk?: string;
}

const LOBBY_KEY = targetKey(LOBBY_TARGET);

/** Returns the fields; none for lobby, since old servers know no others. */
export function fieldsOf(target: Target): TargetFields {
  if (target.room !== undefined) {
    return targetKey(target) === LOBBY_KEY ? {} : { room: target.room };
  }
  const { to, talk } = target;
  return talk === undefined ? { with: to } : { with: to, talk };
}
