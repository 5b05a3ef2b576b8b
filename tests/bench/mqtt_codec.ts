/**
 * MQTT 5 at quality of service 0: everybody publishes to one topic and
 * subscribes to it.
 *
 * @module
 */

import type { Codec } from "./codec.ts";
import { MqttCounter } from "./mqtt_counter.ts";

const CONNECT = 0x10;
const PUBLISH = 0x30;
const SUBSCRIBE = 0x82;
const SUBACK = "\x90";
const CLEAN_START = 0x02;
/** What a client says itself does not come back to it. */
const NO_LOCAL = 0x04;
const TOPIC = "room";

/** A packet for each message; nothing else comes. */
export const MQTT: Codec = {
  maxTextBytes: 1_000_000,
  hello: (name) => connect(name) + subscribe(),
  hear: (heard) => ({ isReady: heard.includes(SUBACK) }),
  message: (text) => packet(PUBLISH, `${string(TOPIC)}\0${text}`),
  counter: () => new MqttCounter(),
};

function connect(name: string): string {
  const head = `${string("MQTT")}\x05${String.fromCharCode(CLEAN_START)}`;
  const keepAlive = "\0\0";
  const properties = "\0";
  return packet(CONNECT, head + keepAlive + properties + string(name));
}

function subscribe(): string {
  const id = "\0\x01";
  const properties = "\0";
  const options = String.fromCharCode(NO_LOCAL);
  return packet(SUBSCRIBE, id + properties + string(TOPIC) + options);
}

function packet(type: number, body: string): string {
  return String.fromCharCode(type) + varint(body.length) + body;
}

function varint(value: number): string {
  const low = value % 128;
  if (value < 128) return String.fromCharCode(low);
  return String.fromCharCode(low | 0x80) + varint(Math.floor(value / 128));
}

function string(text: string): string {
  return String.fromCharCode(text.length >> 8, text.length & 0xff) + text;
}
