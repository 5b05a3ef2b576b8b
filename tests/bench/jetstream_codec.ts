/**
 * NATS JetStream: a stream stores what is published to a subject, and answers
 * each message; who reads is a consumer of the stream, and so is shown nothing
 * that is not stored.
 *
 * @module
 */

import type { Codec, Entrance, Greeting } from "./codec.ts";
import { NatsCounter } from "./nats_counter.ts";

const OPTIONS = '{"verbose":false,"pedantic":false,"echo":false}';
const STREAM = { name: "ROOM", subjects: ["room"], storage: "file" };

/** The digits of an id say whose inbox the acknowledgement goes to. */
export const JETSTREAM: Codec = {
  maxTextBytes: 1_000_000,
  idIs: "sender",
  isEchoed: true,
  hello: (name) =>
    `CONNECT ${OPTIONS}\r\nSUB ${inboxOf(name)} 1\r\nSUB D.${name} 2\r\n` +
    ask(name, "STREAM.CREATE.ROOM", STREAM),
  hear,
  message: (text) => `PUB room ${text.length}\r\n${text}\r\n`,
  acknowledged: (text, id) => `PUB room A.${id} ${text.length}\r\n${text}\r\n`,
  counter: () => new NatsCounter(),
};

/** Named `u` and six digits, with as many as an id has. */
function inboxOf(name: string): string {
  return `A.${name.slice(1).padStart(8, "0")}`;
}

/** Everybody has a consumer of their own, which acknowledges nothing. */
function consume(name: string): string {
  const config = {
    "deliver_subject": `D.${name}`,
    "deliver_policy": "new",
    "ack_policy": "none",
    "mem_storage": true,
  };
  return ask(name, "CONSUMER.CREATE.ROOM", { "stream_name": "ROOM", config });
}

function ask(name: string, what: string, content: unknown): string {
  const body = JSON.stringify(content);
  return `PUB $JS.API.${what} ${inboxOf(name)} ${body.length}\r\n${body}\r\n`;
}

/** A consumer can be made when there is a stream; who only writes needs none. */
function hear(
  heard: string,
  { staysOutside }: Entrance,
  name: string,
): Greeting {
  if (heard.includes('"error"')) return {};
  if (heard.includes(".consumer_create_response")) return { isReady: true };
  if (!heard.includes(".stream_create_response")) return {};
  return staysOutside ? { isReady: true } : { say: consume(name) };
}
