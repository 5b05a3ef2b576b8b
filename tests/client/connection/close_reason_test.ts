import { assertEquals } from "@std/assert";
import {
  type CloseReason,
  closeReasonAfter,
  type Disconnect,
  disconnectMessage,
} from "../../../client/connection/close_reason.ts";
import { UnreachableError } from "../../../client/connection/transport.ts";
import type { ErrorEvent } from "../../../shared/event.ts";

Deno.test("closeReasonAfter() comes back only where that makes sense", () => {
  const ends: readonly [Disconnect, boolean, string | undefined][] = [
    [new UnreachableError("x"), false, "unreachable"],
    [new UnreachableError("x"), true, undefined],
    [{ kind: "cut" }, true, undefined],
    [{ kind: "cut" }, false, "stranger"],
    [cutBy("shutdown"), true, undefined],
    [cutBy("full"), false, "refused"],
    [cutBy("slow"), true, undefined],
    [cutBy("kicked"), true, "refused"],
    [cutBy("banned"), true, "refused"],
    [cutBy("replaced"), true, "refused"],
    [{ kind: "refused", error: error("name_taken") }, false, "refused"],
    [{ kind: "refused", error: error("name_taken") }, true, undefined],
    [{ kind: "refused", error: error("full") }, true, undefined],
    [{ kind: "refused", error: error("banned") }, true, "refused"],
    [{ kind: "silent" }, false, "stranger"],
    [{ kind: "silent" }, true, undefined],
    [{ kind: "stranger" }, false, "stranger"],
    [{ kind: "stranger" }, true, undefined],
  ];
  for (const [end, wasOnline, kind] of ends) {
    const ending = closeReasonAfter(end, wasOnline);
    assertEquals(ending?.kind, kind, JSON.stringify(end));
    assertEquals(disconnectMessage(end) === "", false);
  }
});

Deno.test("closeReasonAfter() says with which code a login was refused, if the server did", () => {
  const reasonAfter = (code?: string): CloseReason | undefined =>
    closeReasonAfter({ kind: "refused", error: error(code) }, false);
  assertEquals(reasonAfter("banned"), {
    ...{ kind: "refused", text: "banned", code: "banned" },
  });
  assertEquals(reasonAfter(), {
    ...{ kind: "refused", text: "The server refused" },
  });
});

function error(code?: string): ErrorEvent {
  const event = { kind: "error", timestamp: "", text: code ?? "" } as const;
  return code === undefined ? event : { ...event, code };
}

function cutBy(code: string): Disconnect {
  return { kind: "cut", last: error(code) };
}
