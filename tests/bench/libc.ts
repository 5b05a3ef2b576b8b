/**
 * The system calls of a load generator, by name: sockets and epoll of Linux,
 * called directly. A promise for each read costs more than the read; this way
 * the generator is about as lean as one in C, and what is measured is the
 * server. Knows nothing of protocols.
 *
 * @module
 */

const AF_INET = 2;
const SOCK_STREAM = 1;
const IPPROTO_TCP = 6;
const TCP_NODELAY = 1;
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
/** Do not wait, and no signal for a peer that is gone. */
const FLAGS = 0x40 | 0x4000;

const { symbols: LIBC } = Deno.dlopen("libc.so.6", {
  socket: { parameters: ["i32", "i32", "i32"], result: "i32" },
  connect: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  setsockopt: {
    parameters: ["i32", "i32", "i32", "buffer", "u32"],
    result: "i32",
  },
  // Lengths are `size_t`; as `u32` they need no bigint, and fill a register
  // of 64 bits all the same on x86_64 and aarch64.
  recv: { parameters: ["i32", "buffer", "u32", "i32"], result: "i32" },
  send: { parameters: ["i32", "buffer", "u32", "i32"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
  epoll_create1: { parameters: ["i32"], result: "i32" },
  epoll_ctl: { parameters: ["i32", "i32", "i32", "buffer"], result: "i32" },
  epoll_wait: { parameters: ["i32", "buffer", "i32", "i32"], result: "i32" },
});

/**
 * Connects to a port of this machine; waits until it is accepted by the kernel.
 *
 * @param receiveBytes The kernel's buffer for what is not read yet; 0 for the
 * usual one, which grows.
 * @throws {Error} when nobody listens, or no more files can be opened.
 */
export function connect(port: number, receiveBytes = 0): number {
  const fd = LIBC.socket(AF_INET, SOCK_STREAM, 0);
  if (receiveBytes > 0) setOption(fd, SOL_SOCKET, SO_RCVBUF, receiveBytes);
  const address = new Uint8Array(16);
  const view = new DataView(address.buffer);
  view.setUint16(0, AF_INET, true);
  view.setUint16(2, port);
  view.setUint32(4, 0x7f000001);
  if (LIBC.connect(fd, address, address.length) !== 0) {
    throw new Error(`Cannot connect to port ${port}, socket ${fd}`);
  }
  setOption(fd, IPPROTO_TCP, TCP_NODELAY, 1);
  return fd;
}

function setOption(fd: number, level: number, name: number, value: number) {
  LIBC.setsockopt(fd, level, name, new Int32Array([value]), 4);
}

/** Reads what is there: bytes, 0 at the end, -1 for nothing or a failure. */
export function receive(fd: number, buffer: Uint8Array<ArrayBuffer>): number {
  return LIBC.recv(fd, buffer, buffer.length, FLAGS);
}

/** Writes what fits: bytes, or -1 for nothing or a failure. */
export function send(fd: number, bytes: Uint8Array<ArrayBuffer>): number {
  return LIBC.send(fd, bytes, bytes.length, FLAGS);
}

/** Closes a socket. */
export function close(fd: number): void {
  LIBC.close(fd);
}

/** Opens an epoll. */
export function epollCreate(): number {
  return LIBC.epoll_create1(0);
}

/** Changes what an epoll waits for. */
export function epollControl(
  epoll: number,
  operation: number,
  fd: number,
  event: Int32Array<ArrayBuffer>,
): void {
  LIBC.epoll_ctl(epoll, operation, fd, event);
}

/** Waits for events, at most so many milliseconds; returns how many. */
export function epollWait(
  epoll: number,
  events: Int32Array<ArrayBuffer>,
  most: number,
  maxMs: number,
): number {
  return LIBC.epoll_wait(epoll, events, most, maxMs);
}
