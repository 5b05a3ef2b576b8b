/**
 * Both ends of one real connection over loopback.
 *
 * @module
 */

/** A connection; both ends are closed with it. */
export class SocketPair implements Disposable {
  /** Takes over both ends. */
  constructor(
    /** The server's end. */
    readonly near: Deno.TcpConn,
    /** The client's end. */
    readonly far: Deno.TcpConn,
  ) {}

  /** Makes a connection. */
  static async open(): Promise<SocketPair> {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { hostname, port } = listener.addr;
    const [near, far] = await Promise.all([
      listener.accept(),
      Deno.connect({ hostname, port }),
    ]);
    near.setNoDelay(true);
    far.setNoDelay(true);
    return new SocketPair(near, far);
  }

  /** Ends the connection. */
  [Symbol.dispose](): void {
    close(this.near);
    close(this.far);
  }
}

function close(end: Deno.TcpConn): void {
  try {
    end.close();
  } catch {
    // The test has closed it already.
  }
}
