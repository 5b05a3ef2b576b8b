import { assertEquals } from "@std/assert";
import {
  asNames,
  isConfirmation,
  namesIn,
  withoutColours,
} from "../../../client/connection/legacy_event.ts";
import { readEvent } from "../../../shared/read_event.ts";

const info = (content: unknown) => readEvent({ response: "info", content });

/** How old servers write that ada and bob are there. */
const NAMES: readonly string[] = [
  "ada, bob",
  "ada,bob",
  "ada\nbob\n",
  '["ada", "bob"]',
  "['ada', 'bob']",
  "[u'ada', u'bob']",
  "{'ada', 'bob'}",
  "Users online: ada, bob",
  "- ada\n- bob",
  '{"names":["ada","bob"]}',
];

for (const text of NAMES) {
  Deno.test(`namesIn() finds ada and bob in ${JSON.stringify(text)}`, () => {
    assertEquals(namesIn(text, "Bob"), ["ada", "bob"]);
  });
}

Deno.test("namesIn() finds no names in what is no list of them", () => {
  for (
    const text of [
      "",
      "[]",
      "bob has joined the chat!",
      "OK",
      "ada, cyd",
      "a: b: c",
    ]
  ) {
    assertEquals(namesIn(text, "bob"), undefined, text);
  }
});

Deno.test("asNames() makes names of an answer that is a list, and keeps any other", () => {
  const names = asNames(info(["ada", "bob"]), "7", "ada");
  assertEquals(names, {
    kind: "names",
    timestamp: "",
    text: "ada, bob",
    names: ["ada", "bob"],
    id: "7",
  });
  assertEquals(asNames(info("no idea, sorry"), "7", "ada"), {
    kind: "info",
    timestamp: "",
    text: "no idea, sorry",
    id: "7",
  });
});

Deno.test("isConfirmation() knows how old servers say that a message arrived", () => {
  for (
    const text of [
      "Message received",
      "Message recieved",
      "message sent.",
      "Your message was received",
    ]
  ) assertEquals(isConfirmation(info(text)), true, text);
  for (const text of ["Messages: 3", "bob received a prize", ""]) {
    assertEquals(isConfirmation(info(text)), false, text);
  }
});

Deno.test("withoutColours() takes colours off names and texts, and nothing else", () => {
  const red = (text: string) => `\x1b[1;91m${text}\x1b[0m`;
  const message = {
    response: "message",
    sender: red("bob"),
    content: red("hi"),
  };
  const plain = { kind: "message", timestamp: "", sender: "bob", text: "hi" };
  assertEquals(withoutColours(readEvent(message)) as unknown, plain);
  const history = withoutColours(
    readEvent({ response: "history", content: [message] }),
  );
  assertEquals(history.kind === "history" && history.messages as unknown, [
    plain,
  ]);
  const other = { ...message, content: "\x1b[2J [91m \x1b]0;t\x07" };
  const kept = withoutColours(readEvent(other));
  assertEquals(kept.kind === "message" && kept.text, other.content);
});
