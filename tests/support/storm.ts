/**
 * Connections that are reset instead of closed, many and at any moment.
 *
 * @module
 */

import { connect } from "node:net";
import type { Address } from "../../shared/address.ts";
import { within } from "./within.ts";

/** Makes `count` connections one after another; each says something, and resets. */
export async function storm(
  { hostname, port }: Address,
  count: number,
  says: (n: number) => string,
): Promise<void> {
  for (let n = 0; n < count; n++) {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const socket = connect(port, hostname);
    socket.once("error", reject);
    socket.once("connect", () => {
      const text = says(n);
      if (text === "") socket.resetAndDestroy();
      else socket.write(text, () => socket.resetAndDestroy());
    });
    socket.once("close", () => resolve());
    await within(promise, "a reset");
  }
}
