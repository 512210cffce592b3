import { openPool } from '../db/pool.ts';
import { createLog } from '../log.ts';
import { KeyRing } from '../sessions/store/keys.ts';
import { LoginStore } from '../sessions/store/login-store.ts';
import { PostgresBlobStore } from '../sessions/store/postgres.ts';

// Saves a login over and over, as a process of its own that can be killed: databaseUrl, keys, accountId, epoch, file.
// With MONGODB_URL, into GridFS. Says each generation that was saved.

const [databaseUrl = '', keys = '', accountId = '', epoch, file = ''] = process.argv.slice(2);
const mongoUrl = process.env['MONGODB_URL'] ?? '';
const pool = await openPool(databaseUrl, () => undefined);
const openMongo = async (url: string) => new (await import('../sessions/store/mongo.ts')).MongoBlobStore(url);
const blobs = mongoUrl === '' ? new PostgresBlobStore(pool) : await openMongo(mongoUrl);
const store = new LoginStore({ pool, blobs, keyRing: new KeyRing(keys), log: createLog('silent') });
for (;;) {
  const { generation } = await store.save({ accountId, epoch: Number(epoch), file });
  process.stdout.write(`${generation}\n`);
}
