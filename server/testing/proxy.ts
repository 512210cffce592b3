import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface Proxy {
  port: number;
  /** From now on drops what the open connections say, and closes none of them; new ones are served. */
  silence: () => void;
  close: () => Promise<void>;
}

/** A network between two ends that can lose them for each other without a word. */
export async function startProxy(farPort: number, port = 0): Promise<Proxy> {
  const speaking = new Set<Socket>();
  const sockets = new Set<Socket>();
  const pass = (from: Socket, to: Socket) => {
    sockets.add(from);
    speaking.add(from);
    from.on('data', (chunk) => speaking.has(from) && to.write(chunk));
    from.on('end', () => speaking.has(from) && to.end());
    from.on('close', () => {
      if (speaking.has(from)) to.destroy();
      sockets.delete(from);
      speaking.delete(from);
    });
    from.on('error', () => undefined); // Its close follows.
  };
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ port: farPort, host: '127.0.0.1', allowHalfOpen: true });
    pass(near, far);
    pass(far, near);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    port: address.port,
    silence: () => speaking.clear(),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The same address through the proxy. */
export function through(proxy: Proxy, address: string): string {
  const url = new URL(address);
  url.port = String(proxy.port);
  return url.href;
}
