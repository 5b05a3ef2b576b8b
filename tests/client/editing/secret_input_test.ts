import { assertEquals } from "@std/assert";
import { KeyReader } from "../../../client/editing/keys.ts";
import { SecretInput } from "../../../client/editing/secret_input.ts";

Deno.test("SecretInput hands over what was typed, and shows nothing of it", () => {
  const { type, answers, input } = begin();
  type("hunter22");
  assertEquals(input.picture.line, { text: "", cursor: 0 });
  assertEquals(input.picture.prompt, "Password: ");
  assertEquals(JSON.stringify(input.picture).includes("hunter22"), false);
  type("\r");
  assertEquals(answers, ["hunter22"]);
});

Deno.test("SecretInput takes back characters as people see them, or all of it", () => {
  const { type, answers } = begin();
  type("ab\u0065\u0301\x7f\x7f");
  type("c\r");
  type("all wrong\x15right one\r");
  assertEquals(answers, ["ac", "right one"]);
});

Deno.test("SecretInput goes on without an answer only when somebody types one or leaves", () => {
  const { type, answers } = begin();
  type("\r");
  assertEquals(answers, []);
  type("\x1b");
  assertEquals(answers, [undefined]);
  type("half\x04");
  assertEquals(answers, [undefined]);
  type("\x03");
  assertEquals(answers, [undefined, undefined]);
  type("\x04");
  assertEquals(answers, [undefined, undefined, undefined]);
});

Deno.test("SecretInput takes a paste without its line break, and none that is too long", () => {
  const { type, answers, input } = begin();
  type("\x1b[200~from a manager\n\x1b[201~");
  type("\r");
  assertEquals(answers, ["from a manager"]);
  type(`\x1b[200~${"x".repeat(1025)}\x1b[201~`);
  assertEquals(input.picture.hint.startsWith("Not taken: longer"), true);
  type("\r");
  assertEquals(answers.length, 1);
});

function begin() {
  const answers: (string | undefined)[] = [];
  const reader = new KeyReader();
  const input = new SecretInput({
    prompt: "Password: ",
    onAnswer: (secret) => void answers.push(secret),
  });
  function type(text: string): void {
    const keys = [
      ...reader.push(new TextEncoder().encode(text), 0),
      ...reader.flush(),
    ];
    for (const key of keys) input.press(key);
  }
  return { type, answers, input };
}
