import pg from 'pg';
import { WebSocketServer, WebSocket } from 'ws';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export interface PokeFloor {
  /** From the start of a commit to the message at a client, in ms. */
  readonly measure: () => Promise<number>;
  readonly close: () => Promise<void>;
}

/** The least that any server of this kind does: commit, notify, and a WebSocket message from who listens. */
export async function startPokeFloor(databaseUrl: string): Promise<PokeFloor> {
  const writer = new pg.Client({ connectionString: databaseUrl });
  const listener = new pg.Client({ connectionString: databaseUrl });
  await Promise.all([writer.connect(), listener.connect()]);
  await writer.query('create table floor (id serial primary key)');
  await listener.query('listen floor');
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  listener.on('notification', () => {
    for (const each of server.clients) each.send('new');
  });
  const { port } = server.address() as AddressInfo;
  const client = new WebSocket(`ws://127.0.0.1:${port}`);
  await once(client, 'open');
  return {
    async measure() {
      await writer.query('begin; insert into floor default values');
      const arrived = once(client, 'message');
      const fromMs = performance.now();
      await writer.query('commit');
      await Promise.all([writer.query(`select pg_notify('floor', '')`), arrived]);
      return performance.now() - fromMs;
    },
    async close() {
      client.terminate();
      server.close();
      await Promise.all([writer.end(), listener.end()]);
    },
  };
}
