import { openPool } from '../db/pool.ts';
import { createLog } from '../log.ts';
import { LeaseKeeper } from '../sessions/lease-keeper.ts';
import { Leases } from '../sessions/leases.ts';

// A worker without sessions, as a process of its own: databaseUrl, id, capacity. Says what happens to it, a JSON list a line.

const [databaseUrl = '', id = '', capacity] = process.argv.slice(2);
const say = (...words: (string | number)[]) => process.stdout.write(`${JSON.stringify(words)}\n`);
const pool = await openPool(databaseUrl, () => undefined);
const keeper = new LeaseKeeper({
  leases: new Leases(pool),
  databaseUrl,
  log: createLog('silent'),
  worker: { id, url: `http://127.0.0.1/${id}` },
  capacity: Number(capacity),
  onTaken: ({ accountId, epoch }) => say('taken', accountId, epoch),
  onStop: (accountId) => {
    say('stop', accountId);
    void keeper.release(accountId);
  },
  startsMax: Infinity,
  starting: () => 0,
  onDeleted: (accountId) => say('deleted', accountId),
  onLost: (accountId) => say('lost', accountId),
});
await keeper.start();
say('up');
process.on('SIGTERM', () => {
  void keeper.stop().then(() => process.exit(0));
});
